"""A parent's objection, written down by class and day; dealt with by each teacher on her film."""

from collections.abc import Mapping
from datetime import date

import streamlit as st
from sqlalchemy.orm import Session

from config.texts import format_date, plural, text
from review_app.parts import frame
from review_app.parts.acts import attempt, notices
from review_app.parts.plain import named
from storage import clock, objection_entries, objections, people
from storage.database import asking
from storage.errors import Refused
from storage.objection_entries import EntryView
from storage.people import Member
from storage.rules.access import Asker
from storage.rules.lesson import MOST_CHARACTERS
from storage.rules.objection import About, is_pressing
from storage.rules.roles import Role

PLACE = "objections"
_TEACHER, _CLASS, _DAY = "objections.teacher", "objections.class", "objections.day"


def show(member: Member) -> None:
    """Draw a way to enter one and what stands. Raises NotFound for anybody else."""
    with asking() as session:
        found = objection_entries.read(session, member.asker)
        teachers = {
            person.id: person.name
            for person in people.everybody(session, member.asker)
            if any(held.role is Role.teacher for held in person.roles)
        }
    frame.heading(text("objections.title"), text("objections.lead"))
    notices(PLACE)
    _new(teachers)
    st.header(text("objections.standing"), anchor=False)
    if not found:
        st.markdown(text("objections.none"))
    for each in found:
        _card(each)


def _new(teachers: Mapping[str, str]) -> None:
    with st.form("objections.new", border=True):
        which(_CLASS, _DAY)
        st.selectbox(
            text("objections.teacher"), list(teachers), format_func=teachers.__getitem__,
            key=_TEACHER, index=None, placeholder=text("objections.choose"),
            help=text("objections.teacher_hint"),
        )  # fmt: skip
        st.form_submit_button(
            text("objections.enter_all"), type="primary", key="objections.enter", on_click=_enter
        )


def which(class_key: str, day_key: str, group: str = "", day: date | None = None) -> None:
    """Ask for a class and a day."""
    st.text_input(
        text("objections.class"),
        value=group,
        key=class_key,
        max_chars=MOST_CHARACTERS,
        help=text("objections.class_hint"),
    )
    st.date_input(
        text("objections.day"), value=day, max_value=clock.today(), format="DD-MM-YYYY",
        key=day_key,
    )  # fmt: skip


def _enter() -> None:
    teacher: str | None = st.session_state[_TEACHER]

    def act(session: Session, me: Asker) -> int:
        about = About(st.session_state[_CLASS], chosen(_DAY), teacher)
        return objections.enter_for(session, me, about)

    if attempt(act, place=PLACE, done=_said):
        # The next parent speaks of another lesson. Set, because what is only forgotten here stays
        # in the browser.
        st.session_state[_CLASS] = ""
        st.session_state[_DAY] = st.session_state[_TEACHER] = None


def chosen(day_key: str) -> date:
    """Return the day that was chosen. Raises Refused for none: today would be a guess."""
    on: date | None = st.session_state[day_key]
    if on is None:
        raise Refused("refusals.objection_no_day")
    return on


def _said(films: int) -> str:
    return plural("objections.locked_all", films) if films else text("objections.remembered")


def _card(each: EntryView) -> None:
    day, ended = format_date(each.lesson_on), clock.day_at_school(each.ended_at)
    with st.container(border=True, key=f"objections.card.{each.id}"):
        if ended:
            st.markdown(text("objections.ended", day=day, ended=format_date(ended)))
        elif not each.films:
            st.markdown(
                text("objections.waiting", lesson=in_words(each.class_group, each.lesson_on))
            )
            answer(each.answer_by)
        else:
            st.markdown(text("objections.open", lesson=in_words(each.class_group, each.lesson_on)))
            settled = "objections.settled" if each.ended else "objections.none_settled"
            so_far = text(settled, n=each.ended)
            st.markdown(f"{plural('objections.films', each.films)} {so_far}")
            answer(each.answer_by)
        for reason in sorted(each.reasons):
            frame.aside(text(f"objections.reasons.{reason}"))
        _looked_for(each)


def _looked_for(each: EntryView) -> None:
    """Until when a film that comes in is locked, and the way to end that before."""
    if each.looked_for_until is None:
        return
    until = format_date(each.looked_for_until)
    frame.aside(text("objections.looked_for", until=until))
    st.button(
        text("objections.stop_looking"), key=f"objections.stop.{each.id}", on_click=_stop,
        args=(each.id,),
    )  # fmt: skip


def _stop(entry_id: str) -> None:
    attempt(
        lambda session, me: objection_entries.stop(session, me, entry_id),
        place=PLACE,
        done=text("objections.stopped_looking"),
    )


def in_words(class_group: str, lesson_on: date) -> str:
    """Which lesson it is about; after a restore nobody knows the class any more."""
    day = format_date(lesson_on)
    if not class_group:
        return text("objections.of_day", day=day)
    return text("objections.of_class", group=named(class_group), day=day)


def answer(by: date) -> None:
    """Say by when the parent must have an answer; louder when that is soon, or was."""
    day, today = format_date(by), clock.today()
    if today > by:
        st.warning(text("objections.answer_late", day=day), icon=":material/schedule:")
    elif is_pressing(by, today):
        st.warning(text("objections.answer_soon", day=day), icon=":material/schedule:")
    else:
        st.markdown(f":material/schedule: {text('objections.answer', day=day)}")
