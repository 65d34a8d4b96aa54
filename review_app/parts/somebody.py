"""Choosing one person out of a list by name; nobody is chosen beforehand."""

from collections.abc import Mapping

import streamlit as st

from config.texts import text


def somebody(label: str, names: Mapping[str, str], key: str) -> str | None:
    """Draw the list; `names` by id. Returns the id of who was chosen, None for nobody yet."""
    return st.selectbox(
        label,
        list(names),
        index=None,
        placeholder=text("programme.choose"),
        format_func=names.__getitem__,
        key=key,
    )
