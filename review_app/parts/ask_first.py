"""Asking once more before something that cannot be taken back."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import ParamSpec

import streamlit as st
from sqlalchemy.orm import Session

from config.texts import text
from review_app.parts import frame
from review_app.parts.acts import TOP, attempt
from storage.rules.access import Asker

Given = ParamSpec("Given")


def dialog(title: str) -> Callable[[Callable[Given, None]], Callable[Given, None]]:
    """Show what a function draws in a window of its own, in the language of this browser.

    Such a window runs again by itself, without main.py; `title` is the sentence, not its key.
    """

    def wrap(draw: Callable[Given, None]) -> Callable[Given, None]:
        @st.dialog(title)
        @wraps(draw)
        def drawn(*args: Given.args, **kwargs: Given.kwargs) -> None:
            frame.speak()
            draw(*args, **kwargs)

        return drawn

    return wrap


def ask_first(
    *,
    key: str,
    title: str,
    says: Sequence[str],
    do: str,
    act: Callable[[Session, Asker], object],
    place: str = TOP,
    done: str = "",
) -> None:
    """Say what will happen (`says`, sentences) and act when the person presses `do`.

    Call it in the run in which the first button was pressed. Afterwards the whole screen runs
    again; a refusal waits at `place`.
    """

    @dialog(title)
    def asked() -> None:
        for sentence in says:
            st.markdown(sentence)
        with st.container(horizontal=True, key=f"{key}.ways"):
            if st.button(do, type="primary", key=f"{key}.do"):
                attempt(act, place=place, done=done)
                st.rerun()
            if st.button(text("common.cancel"), key=f"{key}.cancel"):
                st.rerun()

    asked()
