"""What is held: set by one of two people, confirmed by the other, opened by the officer alone."""

from collections.abc import Mapping
from fractions import Fraction

import streamlit as st

from config.texts import format_moment, plural, text
from review_app.parts import frame
from review_app.parts.acts import attempt, notices
from review_app.parts.ask_first import ask_first
from review_app.parts.plain import named
from review_app.parts.player import Film, player
from review_app.screens import new_hold
from storage import clock, holds, people, recordings
from storage.database import asking
from storage.holds import HoldView
from storage.people import Member
from storage.rules.hold import Standing
from storage.rules.roles import Role
from storage.spans import Span

PLACE = "holds"
_OPEN = frozenset({Standing.waiting, Standing.in_force, Standing.overdue})
_WATCHED = "holds.watched_film"
"""Where Streamlit remembers which film the officer opened."""


def show(member: Member) -> None:
    """Draw what is held and a way to hold more. Raises NotAllowed for anybody else."""
    with asking() as session:
        found = holds.read(session, member.asker)
        names = people.names(session, {each.set_by for each in found})
    frame.heading(text("holds.title"), text("holds.lead"))
    notices(PLACE)
    standing = [each for each in found if each.standing in _OPEN]
    if not standing:
        st.markdown(text("holds.none"))
    for each in standing:
        _card(member, each, names)
    new_hold.form(member, PLACE)
    _ended([each for each in found if each.standing not in _OPEN])


def _card(member: Member, hold: HoldView, names: Mapping[str, str]) -> None:
    with st.container(border=True, key=f"holds.card.{hold.id}"):
        st.header(text(f"holds.reasons.{hold.reason}"), anchor=False)
        st.markdown(f"**{text(f'holds.standing.{hold.standing}')}.** {_means(hold)}")
        st.markdown(_scope(hold))
        if hold.lonely:
            st.warning(text("holds.lonely"), icon=":material/info:")
        frame.aside(
            text(
                "holds.set",
                moment=format_moment(hold.created_at, short=True),
                name=named(names.get(hold.set_by, "")),
                role=text(f"roles.{hold.set_as}"),
            )
        )
        if hold.closed_until:
            say = text("refusals.hold_too_new", moment=format_moment(hold.closed_until, short=True))
            st.info(say, icon=":material/schedule:")
        with st.container(horizontal=True, key=f"holds.ways.{hold.id}"):
            _ways(member, hold)
        for recording_id in hold.film_ids:
            _film(member, hold, recording_id)


def _means(hold: HoldView) -> str:
    ends = {
        Standing.waiting: hold.ends_unless_confirmed_at,
        Standing.in_force: hold.review_by,
    }.get(hold.standing, hold.review_by)
    return text(f"holds.means.{hold.standing}", moment=format_moment(ends, short=True))


def _scope(hold: HoldView) -> str:
    things = [
        plural(f"holds.things.{word}", n) for word in holds.WORDS if (n := hold.things.get(word))
    ]
    if hold.silent:
        told = text("holds.silent")
    else:
        waits = hold.standing is Standing.waiting
        told = text("holds.told_later" if waits else "holds.told")
    return f"{', '.join(things)}. {told}"


def _ways(member: Member, hold: HoldView) -> None:
    waits, may = hold.standing is Standing.waiting, hold.closed_until is None
    if may and waits and member.id != hold.set_by and member.role is not hold.set_as:
        ask_first(
            st.button(text("holds.confirm"), type="primary", key=f"holds.confirm.{hold.id}"),
            key=f"holds.sure.{hold.id}",
            title=text("holds.sure"),
            says=[text("holds.sure_means")],
            do=text("holds.confirm"),
            act=lambda session, me: holds.confirm(session, me, hold.id),
            place=PLACE,
            done=text("holds.confirmed"),
        )
    if may and not waits:
        st.button(
            text("holds.review"),
            type="primary" if hold.standing is Standing.overdue else "secondary",
            key=f"holds.review.{hold.id}",
            on_click=_review,
            args=(hold.id,),
        )
    if (may and member.role is Role.dpo) or (waits and member.id == hold.set_by):
        word = "holds.take_back" if waits else "holds.lift"
        ask_first(
            st.button(text(word), key=f"holds.lift.{hold.id}"),
            key=f"holds.lift_sure.{hold.id}",
            title=text("holds.lift_sure"),
            says=[text("holds.lift_means")],
            do=text(word),
            act=lambda session, me: holds.lift(session, me, hold.id),
            place=PLACE,
            done=text("holds.lifted"),
        )


def _review(hold_id: str) -> None:
    attempt(
        lambda session, me: holds.review(session, me, hold_id),
        place=PLACE,
        done=text("holds.reviewed"),
    )


def _film(member: Member, hold: HoldView, recording_id: str) -> None:
    """The officer's own look at what is under it; nothing is loaded before it is asked for."""
    place = f"{hold.id}.{recording_id}"
    if st.button(text("holds.open"), icon=":material/play_circle:", key=f"holds.open.{place}"):
        st.session_state[_WATCHED] = place
    if st.session_state.get(_WATCHED) != place:
        return
    with asking() as session:
        film = recordings.look(session, member.asker, recording_id)
    frame.aside(text("holds.watched"))
    player(
        key="holds.player",
        of=film.id,
        film=Film(
            src=f"/recordings/{film.id}/proxy.mp4",
            fps=Fraction(*film.fps) if film.fps else Fraction(25),
            duration_ms=film.duration_ms or 0,
        ),
        on_watched=lambda spans: _note_watched(film.id, list(spans)),
    )


def _note_watched(recording_id: str, spans: list[Span]) -> None:
    attempt(
        lambda session, me: recordings.note_watched(session, me, recording_id, spans), place=PLACE
    )


def _ended(ended: list[HoldView]) -> None:
    if not ended:
        return
    with st.expander(text("holds.ended"), key="holds.ended"):
        for each in ended:
            day = format_moment(each.created_at.astimezone(clock.SCHOOL_TIME), short=True)
            reason, stands = (
                text(f"holds.reasons.{each.reason}"),
                text(f"holds.standing.{each.standing}"),
            )
            st.markdown(f"- {day}: {reason}. {stands}.")
