"""Which lesson a film is of: the class and the day, told by its teacher whenever she likes."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from config.texts import format_date, text
from review_app.parts.acts import attempt
from review_app.parts.plain import named
from storage import clock, lessons
from storage.lessons import LessonView
from storage.rules.lesson import OLDEST

_CLASS, _DAY = "lesson.class", "lesson.day"


def of_film(recording_id: str, lesson: LessonView, classes: Sequence[str], place: str) -> None:
    """Say what is told, and let her tell it or change it."""
    st.markdown(f":material/groups: {_says(lesson)}")
    with st.expander(text("lesson.tell"), key="lesson.tell"):
        st.markdown(text("lesson.why"))
        st.selectbox(
            text("lesson.class"),
            list(dict.fromkeys([*filter(None, [lesson.class_group]), *classes])),
            index=0 if lesson.class_group else None,
            accept_new_options=True,
            placeholder=text("lesson.class_choose"),
            help=text("lesson.class_hint"),
            key=_CLASS,
        )
        st.date_input(
            text("lesson.day"),
            value=lesson.lesson_on,
            min_value=clock.today() - OLDEST,
            max_value=clock.today(),
            format="DD-MM-YYYY",
            key=_DAY,
        )
        st.button(
            text("lesson.keep"), key="lesson.keep", on_click=_keep, args=(recording_id, place)
        )


def _says(lesson: LessonView) -> str:
    day = format_date(lesson.lesson_on) if lesson.lesson_on else ""
    if lesson.class_group and day:
        return text("lesson.told", group=named(lesson.class_group), day=day)
    if lesson.class_group:
        return text("lesson.told_class", group=named(lesson.class_group))
    return text("lesson.told_day", day=day) if day else text("lesson.told_nothing")


def _keep(recording_id: str, place: str) -> None:
    class_group: str | None = st.session_state[_CLASS]
    day: date | None = st.session_state[_DAY]
    attempt(
        lambda session, me: lessons.tell(session, me, recording_id, class_group or "", day),
        place=place,
        done=text("lesson.kept"),
    )
