"""Opening a school year: part of the screen of a coordinator."""

from datetime import date

import streamlit as st

from config.retention import presets
from config.texts import text
from review_app.parts.acts import attempt, notices
from storage import clock, enrolments

PLACE = "programme.open"


def show(*, first: bool) -> None:
    """The form of a new year; open at once when there is none yet."""
    with st.expander(text("programme.open"), expanded=first, key="programme.open"):
        notices(PLACE)
        start, end = school_year(clock.today())
        with st.form("programme.new", enter_to_submit=False):
            name = text("programme.default_name", first=start.year, last=end.year)
            st.text_input(text("programme.name"), name, max_chars=120, key="programme.name")
            for key, day in (("programme.starts", start), ("programme.ends", end)):
                st.date_input(text(key), day, format="DD-MM-YYYY", key=key)
            kept = list(presets())
            st.radio(
                text("programme.preset"),
                kept,
                index=kept.index("standard"),
                format_func=lambda preset: text(f"programme.presets.{preset}"),
                key="programme.preset",
            )
            st.form_submit_button(
                text("programme.open_it"), key="programme.open_it", on_click=_open
            )


def school_year(today: date) -> tuple[date, date]:
    """The school year that `today` lies in, or in the summer the one to come."""
    first = today.year if today.month >= 7 else today.year - 1
    return date(first, 8, 1), date(first + 1, 7, 31)


def _open() -> None:
    said = st.session_state
    attempt(
        lambda session, me: enrolments.open_programme(
            session,
            me,
            said["programme.name"],
            said["programme.starts"],
            said["programme.ends"],
            preset=said["programme.preset"],
        ),
        place=PLACE,
        done=text("programme.opened"),
    )
