"""Whether teachers may keep their own clips as files: part of the screen of a coordinator."""

from collections.abc import Mapping

import streamlit as st

from config.texts import text
from review_app.parts.acts import attempt
from review_app.parts.plain import named
from storage import clip_downloads


def show(programmes: Mapping[str, str], allowed: Mapping[str, bool], place: str) -> None:
    """One switch for each programme where it is allowed; names and choices by programme id."""
    st.header(text("programme.downloads"), anchor=False)
    st.markdown(text("programme.downloads_mean"))
    for programme_id in allowed:
        key = f"programme.downloads.{programme_id}"
        st.session_state[key] = allowed[programme_id]
        st.toggle(
            text("programme.downloads_of", name=named(programmes[programme_id])),
            key=key,
            on_change=_change,
            args=(programme_id, key, place),
        )


def _change(programme_id: str, key: str, place: str) -> None:
    wish = bool(st.session_state[key])
    word = "allowed" if wish else "stopped"
    attempt(
        lambda session, me: clip_downloads.allow(session, me, programme_id, allowed=wish),
        place=place,
        done=text(f"programme.downloads_{word}"),
    )
