"""What a programme may do beyond coaching inside the school: part of its set-up."""

import streamlit as st

from config.texts import format_date, text
from review_app.parts.acts import attempt, notices
from review_app.parts.plain import named
from review_app.screens.set_up_forms import day_field
from storage import set_up
from storage.rules.set_up import MOST_REFERENCE, Use, allows
from storage.set_up import SetUpView

PLACE = "set_up.uses"


def show(year: SetUpView, writes: bool) -> None:
    """Say of each use whether it may be and why; who may, records what the officer decided."""
    st.header(text("set_up.uses"), anchor=False)
    st.markdown(text("set_up.uses_mean"))
    notices(PLACE)
    for use in Use:
        _line(year, use, writes)
    closed = [use for use in Use if not allows(year.facts, use)]
    if writes and closed:
        _decide(year, closed)


def _line(year: SetUpView, use: Use, writes: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"set_up.use_line.{use}"):
        said = f"**{text(f'set_up.use_names.{use}')}**: {_may(year, use)}"
        st.markdown(said, width="stretch")
        if writes and use in year.decisions:
            st.button(
                text("set_up.take_back"),
                key=f"set_up.take_back.{use}",
                on_click=_take_back,
                args=(year.programme_id, use),
            )


def _may(year: SetUpView, use: Use) -> str:
    if decided := year.decisions.get(use):
        day = format_date(decided.decided_on, year=True)
        return text("set_up.may.decision", day=day, reference=named(decided.reference))
    return text("set_up.may.basis" if allows(year.facts, use) else "set_up.may.not")


def _decide(year: SetUpView, closed: list[Use]) -> None:
    with (
        st.expander(text("set_up.decide"), key="set_up.decide"),
        st.form("set_up.form.decision", enter_to_submit=False, border=False),
    ):
        st.selectbox(
            text("set_up.use"),
            closed,
            index=None,
            placeholder=text("set_up.choose"),
            format_func=lambda use: text(f"set_up.use_names.{use}"),
            key="set_up.use",
        )
        day_field(text("set_up.decided_on"), "set_up.use_on", None)
        st.text_input(text("set_up.reference"), max_chars=MOST_REFERENCE, key="set_up.reference")
        st.form_submit_button(
            text("set_up.record"),
            key="set_up.record_decision",
            on_click=_record,
            args=(year.programme_id,),
        )


def _record(of: str) -> None:
    said = st.session_state
    attempt(
        lambda session, me: set_up.record_decision(
            session, me, of, said["set_up.use"], said["set_up.use_on"], said["set_up.reference"]
        ),
        place=PLACE,
        done=text("set_up.recorded"),
    )


def _take_back(of: str, use: Use) -> None:
    attempt(
        lambda session, me: set_up.take_back_decision(session, me, of, use),
        place=PLACE,
        done=text("set_up.taken_back"),
    )
