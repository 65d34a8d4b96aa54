"""Letting somebody act: one act, one transaction, and its refusal as a sentence.

    def _start(cycle_id: str) -> None:                       # in a callback: before the screen runs
        attempt(lambda session, me: cycles.start(session, me, cycle_id), place=f"cycle.{cycle_id}")

    notices(f"cycle.{cycle_id}")                             # beside the button
    st.button(text("today.start"), on_click=_start, args=(cycle_id,), key=...)

In a dialog, where a callback cannot close it: `if st.button(...): attempt(...); st.rerun()`.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import streamlit as st
from sqlalchemy.orm import Session

from config.texts import text
from review_app import who
from review_app.parts import frame
from storage.database import acting
from storage.errors import Refused
from storage.rules.access import Asker

Given = TypeVar("Given")

TOP = "top"
"""The place above every screen, drawn by main.py."""
_PENDING = "notices"
_DONE = "notices.done"
"""What went well, for the next `notices` that is drawn: a callback may draw nothing itself."""


def attempt(
    act: Callable[[Session, Asker], Given],
    *,
    place: str = TOP,
    done: str | Callable[[Given], str] = "",
) -> bool:
    """Let whoever is signed in at this moment act; True when it was done.

    A refusal waits for `notices(place)`, and nothing was changed. `done` is the sentence (not the
    key) for what went well, or says it of what the act returned. Call it in a callback, or follow
    it by `st.rerun()`.
    """
    try:
        given = carry_out(act)
    except Refused as refused:
        _keep(place, text(refused.key, **refused.fields))
        return False
    except Exception as error:
        frame.note_mistake(error)
        _keep(place, text("refusals.unexpected"))
        return False
    if done:
        said = done if isinstance(done, str) else done(given)
        st.session_state.setdefault(_DONE, []).append(said)
    return True


def carry_out(act: Callable[[Session, Asker], Given]) -> Given:
    """As `attempt`, for a component that shows the refusal itself. Raises Refused."""
    frame.speak()
    member = who.current_member()
    if member is None:
        raise who.SignedOut
    with acting() as session:
        return act(session, member.asker)


def quietly(act: Callable[[Session, Asker], object]) -> None:
    """As `attempt`, for what nobody asked for (a note that something was watched)."""
    with suppress(Refused):
        carry_out(act)


def notices(place: str = TOP) -> None:
    """What was refused and belongs here. Always call it: its place must not come and go.

    A block that appears above a player would make the browser load the film again.
    """
    for sentence in st.session_state.pop(_DONE, []):
        st.toast(sentence, icon=":material/check:")
    with st.container(key=f"notices.{place}"):
        for sentence in st.session_state.get(_PENDING, {}).pop(place, []):
            st.warning(sentence, icon=":material/info:")


def _keep(place: str, sentence: str) -> None:
    st.session_state.setdefault(_PENDING, {}).setdefault(place, []).append(sentence)
