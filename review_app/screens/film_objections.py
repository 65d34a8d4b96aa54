"""A parent's objection on the teacher's own film: writing one down, and dealing with it."""

from collections.abc import Sequence
from typing import Protocol

import streamlit as st
from sqlalchemy.orm import Session

from config.texts import format_date, plural, text
from review_app import who
from review_app.parts import frame
from review_app.parts.acts import attempt
from review_app.parts.ask_first import ask_first
from review_app.screens.objections import answer, chosen, in_words, which
from storage import objections, settling
from storage.database import asking
from storage.lessons import LessonView
from storage.objections import ObjectionView
from storage.privacy_review import Review
from storage.rules.access import Asker
from storage.rules.objection import LIFTS

_CLASS, _DAY = "objection.class", "objection.day"


class Lift(Protocol):
    """How an objection to a film, or to what is left of one, ends with a reason."""

    def __call__(
        self, session: Session, asker: Asker, of: str, reason: str, /, *, which: str
    ) -> None:
        """End the objection `which` to `of`."""


def deal(
    recording_id: str, found: Sequence[ObjectionView], check: Review | None, place: str
) -> None:
    """Say that the film is locked, and the ways out."""
    for each in found:
        st.warning(
            text("objections.hers", lesson=in_words(each.class_group, each.lesson_on)),
            icon=":material/lock:",
        )
    answer(min(each.answer_by for each in found))
    if len(found) > 1:
        st.markdown(text("objections.hers_more", n=len(found)))
    agreed = check is not None and check.takes_out and check.reviewed
    st.markdown(text("objections.hers_agreed" if agreed else "objections.hers_do"))
    with st.container(horizontal=True, key="objection.ways"):
        if agreed:
            _settle(recording_id, found, place)
        if check:
            _take_out(recording_id, again=agreed, begun=check.takes_out)
        ask_first(
            st.button(text("objections.delete"), key="objection.delete", icon=":material/delete:"),
            key="objection.delete_sure",
            title=text("objections.delete_sure"),
            says=[text("objections.delete_means")],
            do=text("objections.delete_yes"),
            act=lambda session, me: settling.delete_all(session, me, recording_id),
            place=place,
            done=text("recordings.gone"),
            then=lambda: frame.go("recordings"),
        )
    for number, each in enumerate(found):
        lift(recording_id, each, number, place, settling.lift)


def _settle(recording_id: str, found: Sequence[ObjectionView], place: str) -> None:
    """What she made and looked at takes the place of the film; what that does to clips is told."""
    which_ones = [each.id for each in found]
    says = [text("objections.settle_means"), *_of_clips(recording_id)]
    ask_first(
        st.button(text("objections.settle"), type="primary", key="objection.settle"),
        key="objection.settle_sure",
        title=text("objections.settle_sure"),
        says=says,
        do=text("objections.settle_yes"),
        act=lambda session, me: settling.settle(session, me, recording_id, which_ones),
        place=place,
        done=text("objections.settled_done"),
    )


def _of_clips(recording_id: str) -> list[str]:
    me = who.current_member()
    if me is None:
        raise who.SignedOut
    with asking() as session:
        clips = settling.before(session, me.asker, recording_id)
    says = []
    if clips.again:
        says.append(plural("objections.clips_again", clips.again))
    if clips.gone:
        says.append(plural("objections.clips_gone", clips.gone))
    return says


def _take_out(recording_id: str, *, again: bool, begun: bool) -> None:
    word = "again" if again else "on" if begun else "begin"
    kind = "secondary" if again else "primary"
    if st.button(text(f"objections.take_out.{word}"), type=kind, key="objection.take_out"):
        frame.go("privacy_check", recording_id)


def lift(of: str, each: ObjectionView, number: int, place: str, act: Lift) -> None:
    """One objection at a time: of two parents each gets an answer."""
    key = f"objection.lift.{number}"
    with st.expander(text("objections.lift", day=format_date(each.lesson_on)), key=key):
        st.radio(
            text("objections.why"),
            LIFTS,
            format_func=lambda reason: text(f"objections.reasons.{reason}"),
            key=f"objection.why.{number}",
        )
        st.button(
            text("objections.lift_yes"), key=f"objection.lift_yes.{number}", on_click=_lifted,
            args=(of, each.id, number, place, act),
        )  # fmt: skip


def _lifted(of: str, which_one: str, number: int, place: str, act: Lift) -> None:
    reason = str(st.session_state[f"objection.why.{number}"])
    attempt(
        lambda session, me: act(session, me, of, reason, which=which_one),
        place=place,
        done=text("objections.lifted"),
    )


def write_down(recording_id: str, lesson: LessonView) -> None:
    """Lock a film of one's own."""
    with st.expander(text("objections.own"), key="objection.own"):
        st.markdown(text("objections.own_lead"))
        which(_CLASS, _DAY, lesson.class_group, lesson.lesson_on)
        st.button(
            text("objections.enter"), key="objection.enter", on_click=_enter_own,
            args=(recording_id,),
        )  # fmt: skip


def _enter_own(recording_id: str) -> None:
    class_group: str = st.session_state[_CLASS]
    attempt(
        lambda session, me: objections.enter(session, me, recording_id, class_group, chosen(_DAY)),
        place="recording",
        done=text("objections.locked"),
    )
