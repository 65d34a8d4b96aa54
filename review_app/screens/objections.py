"""A parent's objection: entered for a teacher and a day, dealt with by the teacher on her film."""

from collections.abc import Mapping
from datetime import date

import streamlit as st
from sqlalchemy.orm import Session

from config.texts import format_date, text
from review_app.parts import frame
from review_app.parts.acts import attempt, notices
from review_app.parts.ask_first import ask_first
from review_app.parts.plain import named
from storage import clock, objections, people
from storage.database import asking
from storage.objections import ObjectionView
from storage.people import Member
from storage.recordings import RecordingView
from storage.rules.access import Asker
from storage.rules.objection import LIFTS, MOST_CHARACTERS
from storage.rules.roles import Role

PLACE = "objections"
_TEACHER, _CLASS, _DAY = "objections.teacher", "objections.class", "objections.day"
_OWN_CLASS, _OWN_DAY, _WHY = "objection.class", "objection.day", "objection.why"


def show(member: Member) -> None:
    """Draw what stands and a way to enter one. Raises NotFound for anybody else."""
    with asking() as session:
        found = objections.read(session, member.asker)
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
        st.selectbox(
            text("objections.teacher"), list(teachers), format_func=teachers.__getitem__,
            key=_TEACHER, index=None, placeholder=text("objections.choose"),
        )  # fmt: skip
        _which(_CLASS, _DAY)
        st.form_submit_button(
            text("objections.enter"), type="primary", key="objections.enter", on_click=_enter
        )


def _which(class_key: str, day_key: str) -> None:
    st.text_input(
        text("objections.class"),
        key=class_key,
        max_chars=MOST_CHARACTERS,
        help=text("objections.class_hint"),
    )
    st.date_input(
        text("objections.day"), value=None, max_value=clock.today(), format="DD-MM-YYYY",
        key=day_key,
    )  # fmt: skip


def _enter() -> None:
    teacher: str | None = st.session_state[_TEACHER]
    on: date | None = st.session_state[_DAY]
    class_group: str = st.session_state[_CLASS]

    def act(session: Session, me: Asker) -> None:
        objections.enter_for(session, me, teacher or "", class_group, on or clock.today())

    attempt(act, place=PLACE, done=text("objections.locked"))


def _card(each: ObjectionView) -> None:
    day = format_date(each.lesson_on)
    with st.container(border=True, key=f"objections.card.{each.id}"):
        if each.ended_at is None:
            said = text(
                "objections.open", name=named(each.teacher), group=named(each.class_group), day=day
            )
        else:
            ended = format_date(clock.day_at_school(each.ended_at))
            said = text("objections.ended", name=named(each.teacher), day=day, ended=ended)
        st.markdown(said)
        if each.reason:
            frame.aside(text(f"objections.reasons.{each.reason}"))


def of_film(film: RecordingView, found: ObjectionView | None, place: str) -> None:
    """On the teacher's own film: deal with an objection, or write one down."""
    if found is None:
        _own(film.id)
        return
    day = format_date(found.lesson_on)
    st.warning(
        text("objections.hers", group=named(found.class_group), day=day), icon=":material/lock:"
    )
    st.markdown(text("objections.hers_do"))
    recording_id = film.id
    with st.container(horizontal=True, key="objection.ways"):
        ask_first(
            st.button(text("objections.delete"), type="primary", key="objection.delete"),
            key="objection.delete_sure",
            title=text("objections.delete_sure"),
            says=[text("objections.delete_means")],
            do=text("objections.delete_yes"),
            act=lambda session, me: objections.delete_all(session, me, recording_id),
            place=place,
            done=text("recordings.gone"),
            then=lambda: frame.go("recordings"),
        )
    with st.expander(text("objections.lift"), key="objection.lift"):
        st.radio(
            text("objections.why"),
            LIFTS,
            format_func=lambda reason: text(f"objections.reasons.{reason}"),
            key=_WHY,
        )
        st.button(
            text("objections.lift_yes"), key="objection.lift_yes", on_click=_lift,
            args=(recording_id, place),
        )  # fmt: skip


def _lift(recording_id: str, place: str) -> None:
    reason = str(st.session_state[_WHY])
    attempt(
        lambda session, me: objections.lift(session, me, recording_id, reason),
        place=place,
        done=text("objections.lifted"),
    )


def _own(recording_id: str) -> None:
    with st.expander(text("objections.own"), key="objection.own"):
        st.markdown(text("objections.own_lead"))
        _which(_OWN_CLASS, _OWN_DAY)
        st.button(
            text("objections.enter"), key="objection.enter", on_click=_enter_own,
            args=(recording_id,),
        )  # fmt: skip


def _enter_own(recording_id: str) -> None:
    on: date | None = st.session_state[_OWN_DAY]
    class_group: str = st.session_state[_OWN_CLASS]
    attempt(
        lambda session, me: objections.enter(
            session, me, recording_id, class_group, on or clock.today()
        ),
        place="recording",
        done=text("objections.locked"),
    )
