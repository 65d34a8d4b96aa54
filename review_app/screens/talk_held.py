"""Saying that the talk was held: one says so, the other confirms or disagrees."""

from datetime import date

import streamlit as st

from config.programme import programme
from config.texts import format_date, plural, text
from review_app.parts import frame
from review_app.parts.acts import attempt, notices
from review_app.parts.ask_first import close, dialog, opened
from review_app.parts.plain import named
from storage import clock, talks, today
from storage.database import asking
from storage.errors import NotFound
from storage.people import Member
from storage.rules.cycle import State, Who
from storage.rules.steps import ENDED
from storage.talks import TalkView
from storage.today import CycleView

PLACE = "talk.held"


@frame.panel(every=5)
def panel(member: Member, cycle_id: str) -> None:
    """Draw how far the two are; looks again every few seconds for what the other said."""
    with asking() as session:
        cycle = today.cycle(session, member.asker, cycle_id)
        try:
            seen = talks.look(session, member.asker, cycle_id)
        except NotFound:  # the cycle ended
            seen = None
    _redraw_when_moved(cycle)
    mine = cycle.who(member.id)
    other = named(cycle.coach if mine is Who.teacher else cycle.teacher)
    if cycle.state not in ENDED:
        st.header(text("talk.held"), anchor=False)
    notices(PLACE)
    if seen is None or seen.held_at or cycle.state in ENDED:
        _was_held(cycle, seen)
    elif cycle.state is State.awaiting_reflection:
        _reflect_first(cycle, mine)
    elif not seen.held_said_by:
        say = st.button(
            text("talk.held_do"), type="primary", icon=":material/check:", key="talk.held.say"
        )
        if opened("talk.saying", say):
            _say(cycle_id, other)
    elif seen.held_said_by == member.id:
        _mine(cycle_id, seen, other)
    else:
        _theirs(cycle_id, seen, other)


def _redraw_when_moved(cycle: CycleView) -> None:
    """The path above and the buttons elsewhere follow when the other took the step."""
    key = f"talk.state.{cycle.id}"
    before = st.session_state.get(key, cycle.state)
    st.session_state[key] = cycle.state
    if before is not cycle.state:
        st.rerun()


def _was_held(cycle: CycleView, seen: TalkView | None) -> None:
    if seen and seen.held_on:
        st.markdown(text("talk.was_held", day=format_date(seen.held_on), minutes=_minutes(seen)))
    if st.button(text("talk.to_summary"), type="primary", key="talk.to_summary"):
        frame.go("summary", cycle.id)


def _reflect_first(cycle: CycleView, mine: Who) -> None:
    if mine is Who.teacher:
        st.markdown(text("talk.reflect_first"))
        frame.link("reflection", text("talk.to_reflection"), cycle.id, ":material/edit_note:")
    else:
        st.markdown(text("reflection.busy", name=named(cycle.teacher)))


def _mine(cycle_id: str, seen: TalkView, other: str) -> None:
    day, hours = format_date(seen.held_on or clock.today()), programme().talk.silence_hours
    st.markdown(text("talk.said_mine", day=day, minutes=_minutes(seen), name=other, hours=hours))
    st.button(
        text("talk.take_back"),
        type="tertiary",
        key="talk.held.back",
        on_click=_take_back,
        args=(cycle_id, "taken_back"),
    )


def _theirs(cycle_id: str, seen: TalkView, other: str) -> None:
    day = format_date(seen.held_on or clock.today())
    st.markdown(text("talk.said_theirs", name=other, day=day, minutes=_minutes(seen)))
    with st.container(horizontal=True, key="talk.held.ways"):
        st.button(
            text("talk.confirm"),
            type="primary",
            key="talk.held.confirm",
            on_click=_confirm,
            args=(cycle_id,),
        )
        st.button(
            text("talk.disagree"),
            key="talk.held.disagree",
            on_click=_take_back,
            args=(cycle_id, "disagreed"),
        )


def _say(cycle_id: str, other: str) -> None:
    @dialog(text("talk.held_do"))
    def asked() -> None:
        numbers = programme().talk
        day: date = st.date_input(
            text("talk.held_when"),
            value=clock.today(),
            max_value=clock.today(),
            format="DD-MM-YYYY",
            key="talk.held.day",
        )
        minutes: int = st.number_input(
            text("talk.held_minutes"),
            min_value=1,
            max_value=240,
            value=numbers.slot_minutes,
            step=5,
            key="talk.held.minutes",
        )
        st.markdown(text("talk.held_next", name=other))
        if st.button(text("talk.held_send"), type="primary", key="talk.held.send"):
            close()
            attempt(
                lambda session, me: talks.say_held(session, me, cycle_id, day, minutes),
                place=PLACE,
                done=text("talk.held_done", name=other),
            )
            st.rerun()

    asked()


def _confirm(cycle_id: str) -> None:
    attempt(
        lambda session, me: talks.confirm_held(session, me, cycle_id),
        place=PLACE,
        done=text("talk.confirmed"),
    )


def _take_back(cycle_id: str, word: str) -> None:
    attempt(
        lambda session, me: talks.take_back_held(session, me, cycle_id),
        place=PLACE,
        done=text(f"talk.{word}"),
    )


def _minutes(seen: TalkView) -> str:
    return plural("common.minutes", seen.minutes or 0)
