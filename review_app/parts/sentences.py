"""Sentences beside the work: what is still missing, and what is said in passing."""

from collections.abc import Iterable

import streamlit as st

from config.texts import text
from storage.rules.sentences import Sentence


def missing(title: str, sentences: Iterable[Sentence]) -> None:
    """Show every sentence under `title`; nothing at all when there are none."""
    lines = [f"- {text(each.key, **each.fields)}" for each in sentences]
    if lines:
        st.markdown(f"{title}:\n\n" + "\n".join(lines))
