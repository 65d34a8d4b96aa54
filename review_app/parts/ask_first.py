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

_OPEN = "ask_first.open"
"""Where Streamlit remembers which window is open, and of which screen and thing."""
_DRAWN = "ask_first.drawn"
"""Where Streamlit remembers that this run of the screen drew it."""


def opened(key: str, pressed: bool) -> bool:
    """True from the press until the window under `key` closes; call it in every run.

    Streamlit closes a window when the screen runs again without drawing it, and a screen runs again
    whenever a player or a panel on it has something to say: not a moment to lose a question.
    """
    if pressed:
        st.session_state[_OPEN] = _place(key)
    still = bool(st.session_state.get(_OPEN) == _place(key))
    if still:
        st.session_state[_DRAWN] = True
    return still


def close() -> None:
    """Let the open window go at the next run of the screen."""
    st.session_state.pop(_OPEN, None)


def forget() -> None:
    """At the end of a screen: a window it has no place for any more does not come back later."""
    if not st.session_state.pop(_DRAWN, False):
        close()


def dialog(title: str) -> Callable[[Callable[Given, None]], Callable[Given, None]]:
    """Show what a function draws in a window of its own, in the language of this browser.

    Such a window runs again by itself, without main.py; `title` is the sentence, not its key. Draw
    it in every run in which it is `opened`; whoever acts in it calls `close` and runs the screen.
    """

    def wrap(draw: Callable[Given, None]) -> Callable[Given, None]:
        @st.dialog(title, on_dismiss=close)
        @wraps(draw)
        def drawn(*args: Given.args, **kwargs: Given.kwargs) -> None:
            frame.speak()
            draw(*args, **kwargs)

        return drawn

    return wrap


def ask_first(
    pressed: bool,
    *,
    key: str,
    title: str,
    says: Sequence[str],
    do: str,
    act: Callable[[Session, Asker], object],
    place: str = TOP,
    done: str = "",
    then: Callable[[], None] | None = None,
) -> None:
    """Say what will happen (`says`, sentences) and act when the person presses `do`.

    Call it in every run; `pressed` is whether the first button was pressed in this one. Afterwards
    the whole screen runs again, or `then` leads elsewhere; a refusal waits at `place`.
    """
    if not opened(key, pressed):
        return

    @dialog(title)
    def asked() -> None:
        for sentence in says:
            st.markdown(sentence)
        with st.container(horizontal=True, key=f"{key}.ways"):
            if st.button(do, type="primary", key=f"{key}.do"):
                close()
                if attempt(act, place=place, done=done) and then:
                    then()
                st.rerun()
            if st.button(text("common.cancel"), key=f"{key}.cancel"):
                close()
                st.rerun()

    asked()


def _place(key: str) -> tuple[str, str, str]:
    return key, str(st.session_state.get(frame.HERE)), st.query_params.get("id", "")
