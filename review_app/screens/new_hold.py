"""Holding something: the officer chooses a teacher and days, the leader can only name numbers."""

import re
from collections.abc import Sequence

import streamlit as st

from config.texts import format_date, text
from review_app.parts import frame
from review_app.parts.acts import attempt
from review_app.parts.somebody import somebody
from storage import hold_search, holds
from storage.database import asking
from storage.hold_search import Choice
from storage.people import Member
from storage.rules.hold import Reason
from storage.rules.roles import Role

_NUMBER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TEACHER, _IDS = "holds.teacher", "holds.ids"


def form(member: Member, place: str) -> None:
    """Draw a way to hold something."""
    st.header(text("holds.new"), anchor=False)
    choices = _of_teacher(member) if member.role is Role.dpo else ()
    if member.role is not Role.dpo:
        st.markdown(text("holds.leader_lead"))
    elif st.session_state.get(_TEACHER) and not choices:
        st.markdown(text("holds.nothing"))
    st.markdown(text("holds.new_lead"))
    with st.form("holds.new", enter_to_submit=False):
        if choices:
            # Ticks, for Streamlit's list of many has an English "Select all" in it.
            st.markdown(text("holds.choose"))
            for choice in choices:
                st.checkbox(_says(choice), key=_tick(choice))
        with st.expander(text("holds.by_number"), key="holds.by_number"):
            st.text_area(text("holds.ids"), key=_IDS, height=100, max_chars=4000)
            frame.aside(text("holds.ids_help"))
        st.selectbox(
            text("holds.reason"),
            list(Reason),
            index=None,
            placeholder=text("programme.choose"),
            format_func=lambda reason: text(f"holds.reasons.{reason}"),
            key="holds.reason",
        )
        st.checkbox(text("holds.is_silent"), key="holds.is_silent")
        st.checkbox(text("holds.not_for_judging"), key="holds.not_for_judging")
        args = (place, choices)
        st.form_submit_button(text("holds.do"), key="holds.do", on_click=_set, args=args)


def _of_teacher(member: Member) -> Sequence[Choice]:
    """Ask whose it is; what there is of that teacher."""
    with asking() as session:
        teachers = hold_search.teachers(session, member.asker)
    teacher_id = somebody(text("holds.teacher"), teachers, _TEACHER)
    if teacher_id is None:
        return ()
    with asking() as session:
        return hold_search.of_teacher(session, member.asker, teacher_id)


def _says(choice: Choice) -> str:
    return text(f"holds.choices.{choice.what}", day=format_date(choice.on), n=choice.cycle)


def _tick(choice: Choice) -> str:
    """A key of its own for each: what was ticked of one teacher holds nothing of another."""
    return f"holds.chosen.{choice.what}.{choice.thing_ids[0]}"


def _set(place: str, choices: Sequence[Choice]) -> None:
    said = st.session_state
    chosen = [choice for choice in choices if said.get(_tick(choice))]
    numbers = [thing_id for choice in chosen for thing_id in choice.thing_ids]
    numbers += _NUMBER.findall(str(said.get(_IDS, "")).lower())
    attempt(
        lambda session, me: holds.set_on(
            session,
            me,
            numbers,
            said.get("holds.reason") or "",
            not_for_judging=bool(said.get("holds.not_for_judging")),
            silent=bool(said.get("holds.is_silent")),
        ),
        place=place,
        done=text("holds.done"),
    )
