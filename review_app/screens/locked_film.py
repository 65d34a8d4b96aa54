"""What Today says of a cycle that stands still because its film is locked."""

import streamlit as st

from config.texts import text
from review_app.parts import frame
from review_app.parts.plain import named
from storage.people import Member
from storage.rules.cycle import Who
from storage.today import CycleView


def says(member: Member, view: CycleView) -> str:
    """That it is locked, who deals with it, and that nobody has to hurry."""
    if view.who(member.id) is Who.coach:
        return text("today.locked.coach", name=named(view.teacher))
    return text("today.locked.held" if view.held else "today.locked.objected")


def is_hers(member: Member, view: CycleView) -> bool:
    """Whether who looks is the one to deal with it: a teacher, when a parent objects."""
    return view.who(member.id) is Who.teacher and not view.held


def card(member: Member, view: CycleView) -> None:
    """Draw it as what is at hand, with the way to her film for who deals with it."""
    st.info(says(member, view), icon=":material/lock:")
    if is_hers(member, view) and st.button(
        text("today.on.locked"), type="primary", key=f"today.on.{view.id}"
    ):
        frame.go("recordings", view.recording_id)
