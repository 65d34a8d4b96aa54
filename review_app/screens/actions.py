"""What two agreed last time, on Today; the teacher tells whether it was tried."""

from collections.abc import Sequence

import streamlit as st

from config.texts import text
from review_app.parts.acts import attempt, notices
from review_app.parts.plain import named
from storage import action_summaries
from storage.action_summaries import PlannedAction
from storage.people import Member
from storage.rules.steps import Who
from storage.today import CycleView


def show(member: Member, view: CycleView, agreed: Sequence[PlannedAction]) -> None:
    """What the two agreed last time, and whether it was tried; only the teacher tells."""
    if not agreed:
        return
    st.markdown(f"**{text('today.agreed')}**")
    for action in agreed:
        with st.container(key=f"today.action.{action.id}", gap="xsmall"):
            words = {"when": action.when, "what": action.what, "sign": action.sign}
            st.markdown(text("today.action", **{name: named(said) for name, said in words.items()}))
            if view.who(member.id) is not Who.teacher:
                continue
            with st.container(horizontal=True, key=f"today.tell.{action.id}"):
                for tried, word in ((True, "tried"), (False, "not_tried")):
                    st.button(
                        text(f"today.{word}"),
                        key=f"today.{word}.{action.id}",
                        on_click=_say_tried,
                        args=(view.id, action.id, tried),
                    )
    notices(f"today.tried.{view.id}")


def _say_tried(cycle_id: str, action_id: str, tried: bool) -> None:
    attempt(
        lambda session, me: action_summaries.say_tried(session, me, action_id, tried),
        place=f"today.tried.{cycle_id}",
        done=text("today.told"),
    )
