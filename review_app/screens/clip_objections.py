"""A parent's objection to clips whose film is gone: the teacher looks, and deals with it here."""

from collections.abc import Sequence

import streamlit as st

from config.texts import text
from review_app.parts import frame
from review_app.parts.ask_first import ask_first
from review_app.screens import film_objections
from review_app.screens.objections import answer, in_words
from storage import objections, settling
from storage.database import asking
from storage.errors import NotFound
from storage.objections import ObjectionView
from storage.people import Member


def deal(member: Member, cycle_id: str, place: str) -> None:
    """Say that the clips are locked, and the ways out; nothing where none is, or for others."""
    found = _read(member, cycle_id)
    if not found:
        return
    for each in found:
        st.warning(
            text(
                "objections.clips_hers",
                lesson=in_words(each.class_group, each.lesson_on),
            ),
            icon=":material/lock:",
        )
    answer(min(each.answer_by for each in found))
    st.markdown(text("objections.clips_hers_do"))
    ask_first(
        st.button(
            text("objections.delete_clips"), key="objection.delete", icon=":material/delete:"
        ),
        key="objection.delete_sure",
        title=text("objections.delete_clips_sure"),
        says=[text("objections.delete_clips_means")],
        do=text("objections.delete_yes"),
        act=lambda session, me: settling.delete_clips(session, me, cycle_id),
        place=place,
        done=text("objections.deleted_clips"),
        then=lambda: frame.go("today"),
    )
    for number, each in enumerate(found):
        film_objections.lift(cycle_id, each, number, place, settling.lift_clips)


def _read(member: Member, cycle_id: str) -> Sequence[ObjectionView]:
    try:
        with asking() as session:
            return objections.of_clips(session, member.asker, cycle_id)
    except NotFound:
        return ()
