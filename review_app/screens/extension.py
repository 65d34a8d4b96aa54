"""Keeping a film longer: a small panel for its teacher, a question for its coach."""

from datetime import date, datetime, time

import streamlit as st

from config.texts import format_date, text
from review_app.parts import frame
from review_app.parts.acts import attempt
from storage import clock, extensions
from storage.extensions import ExtensionView
from storage.rules.extension import MOST_WORDS, Reason

_DAY, _WHY, _WORDS = "extension.day", "extension.reason", "extension.words"


def teachers(recording_id: str, seen: ExtensionView, ends_on: date | None, place: str) -> None:
    """Say what was chosen, or let its teacher choose a later day with a reason."""
    if seen.until:
        frame.aside(text("extension.chosen", day=format_date(_day(seen.until))))
        return
    if seen.latest is None or ends_on is None or _day(seen.latest) <= ends_on:
        return
    if seen.asked_at:
        st.info(text("extension.asked"), icon=":material/info:")
    with st.expander(text("extension.open"), key="extension.open"):
        st.markdown(text("extension.lead", day=format_date(_day(seen.latest))))
        st.date_input(
            text(_DAY),
            value=None,
            min_value=ends_on,
            max_value=_day(seen.latest),
            format="DD-MM-YYYY",
            key=_DAY,
        )
        st.selectbox(
            text(_WHY),
            list(Reason),
            index=None,
            placeholder=text("programme.choose"),
            format_func=lambda reason: text(f"extension.reasons.{reason}"),
            key=_WHY,
        )
        st.text_input(text(_WORDS), max_chars=MOST_WORDS, key=_WORDS)
        st.button(
            text("extension.do"), key="extension.do", on_click=_extend, args=(recording_id, place)
        )


def _extend(recording_id: str, place: str) -> None:
    said = st.session_state
    day: date | None = said.get(_DAY)
    if day is None:  # what is missing is said like every other refusal
        day = clock.today()
    with_latest = datetime.combine(day, time(23, 59, 59), clock.SCHOOL_TIME)
    attempt(
        lambda session, me: extensions.extend(
            session,
            me,
            recording_id,
            min(with_latest, extensions.look(session, me, recording_id).latest or with_latest),
            said.get(_WHY) or "",
            said.get(_WORDS) or "",
        ),
        place=place,
        done=text("extension.done"),
    )


def coachs(recording_id: str, seen: ExtensionView, place: str, name: str) -> None:
    """Let the coach ask, once; what the teacher chose is told."""
    if seen.until:
        frame.aside(text("extension.chosen", day=format_date(_day(seen.until))))
    elif seen.asked_at:
        frame.aside(text("extension.you_asked"))
    elif seen.latest:
        st.button(
            text("extension.ask", name=name),
            key=f"extension.ask.{recording_id}",
            on_click=_ask,
            args=(recording_id, place),
        )


def _ask(recording_id: str, place: str) -> None:
    attempt(
        lambda session, me: extensions.ask(session, me, recording_id),
        place=place,
        done=text("extension.you_asked"),
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.SCHOOL_TIME).date()
