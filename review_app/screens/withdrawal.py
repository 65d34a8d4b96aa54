"""Stopping with a film, a cycle or the programme: what happens then, in words, before it does."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from config.retention import after_withdrawal
from config.texts import format_date, text
from review_app.parts import frame
from review_app.parts.acts import notices
from review_app.parts.ask_first import ask_first
from review_app.parts.plain import named
from storage import clock, withdrawals
from storage.database import asking
from storage.people import Member
from storage.recordings import RecordingView
from storage.withdrawals import PlaceView, StopView

PLACE = "withdrawal"
_WHICH, _SUMMARIES = "withdrawal.which", "withdrawal.summaries"
KEEP, LET_GO = "keep", "let_go"


def show(member: Member) -> None:
    """Draw what a teacher can stop with, and what she stopped with."""
    with asking() as session:
        cycles = withdrawals.mine(session, member.asker)
        places = withdrawals.places(session, member.asker)
    st.header(text("withdrawal.title"), anchor=False)
    st.markdown(text("withdrawal.lead"))
    notices(PLACE)
    _stopped(cycles)
    _one_cycle([each for each in cycles if each.goes_at is None])
    for place in places:
        _programme(place)
    if not places and not cycles:
        st.markdown(text("withdrawal.nothing"))


def told_of_film(withdrawn_at: datetime) -> None:
    """Say that a film was taken back, and until when its owner sees it."""
    day = clock.day_at_school(withdrawn_at + withdrawals.window())
    st.info(text("withdrawal.film_stopped", day=format_date(day)), icon=":material/info:")


def from_film(film: RecordingView, place: str, *, published: bool) -> None:
    """The button that takes a film back, and what it means."""
    recording_id = film.id
    ask_first(
        st.button(text("withdrawal.film"), key="withdrawal.film", icon=":material/undo:"),
        key="withdrawal.film_sure",
        title=text("withdrawal.film_sure"),
        says=_means("film_is_cycle" if published else "film_means"),
        do=text("withdrawal.film_yes"),
        act=lambda session, me: withdrawals.from_recording(session, me, recording_id),
        place=place,
        done=text("withdrawal.done"),
    )


def _means(word: str) -> Sequence[str]:
    """What happens at once, what can be done for a week, what goes then, and what stays."""
    days = after_withdrawal()
    return (
        text(f"withdrawal.{word}"),
        text("withdrawal.at_once"),
        text("withdrawal.then", n=days),
        text("withdrawal.held"),
        text("withdrawal.no_way_back"),
    )


def _stopped(cycles: Sequence[StopView]) -> None:
    for each in cycles:
        if each.goes_at:
            day = format_date(clock.day_at_school(each.goes_at))
            st.info(text("withdrawal.stopped", number=each.number, day=day), icon=":material/info:")


def _one_cycle(cycles: Sequence[StopView]) -> None:
    if not cycles:
        return
    by_id = {each.cycle_id: each for each in cycles}
    with st.expander(text("withdrawal.cycle"), key="withdrawal.cycle"):
        chosen = st.selectbox(
            text("withdrawal.which"),
            list(by_id),
            format_func=lambda cycle_id: text(
                "withdrawal.cycle_ended" if by_id[cycle_id].ended else "withdrawal.cycle_runs",
                number=by_id[cycle_id].number,
            ),
            key=_WHICH,
        )
        keep = _keep(f"{_SUMMARIES}.{chosen}") if by_id[chosen].ended else False
        number = by_id[chosen].number
        ask_first(
            st.button(text("withdrawal.stop", number=number), key="withdrawal.stop"),
            key="withdrawal.cycle_sure",
            title=text("withdrawal.cycle_sure", number=number),
            says=_means("cycle_means"),
            do=text("withdrawal.yes"),
            act=lambda session, me: withdrawals.from_cycle(session, me, chosen, keep_summary=keep),
            place=PLACE,
            done=text("withdrawal.done"),
        )


def _programme(place: PlaceView) -> None:
    programme_id = place.programme_id
    with st.expander(
        text("withdrawal.programme", name=named(place.name)),
        key=f"withdrawal.programme.{programme_id}",
    ):
        st.markdown(text("withdrawal.programme_lead"))
        keep = _keep(f"{_SUMMARIES}.{programme_id}") if place.summaries else False
        ask_first(
            st.button(text("withdrawal.all"), key=f"withdrawal.all.{programme_id}"),
            key=f"withdrawal.sure.{programme_id}",
            title=text("withdrawal.programme_sure"),
            says=_means("programme_means"),
            do=text("withdrawal.yes"),
            act=lambda session, me: withdrawals.from_programme(
                session, me, programme_id, keep_summaries=keep
            ),
            place=PLACE,
            done=text("withdrawal.done"),
        )
        frame.aside(text("withdrawal.nobody_asks"))


def _keep(key: str) -> bool:
    """What becomes of summaries that were agreed before: hers to say."""
    said = st.radio(
        text("withdrawal.summaries"),
        (KEEP, LET_GO),
        format_func=lambda word: text(f"withdrawal.summaries_{word}"),
        key=key,
    )
    return said == KEEP
