"""Sentences beside the work: what is still missing, and what is said in passing."""

from collections.abc import Iterable, Sequence

import streamlit as st

from config.texts import plural, text
from review_app.parts.frame import aside
from storage.rules.sentences import Sentence
from storage.rules.set_up import LegalBasis


def missing(title: str, sentences: Iterable[Sentence]) -> None:
    """Show every sentence under `title`; nothing at all when there are none."""
    lines = [f"- {text(each.key, **each.fields)}" for each in sentences]
    if lines:
        st.markdown(f"{title}:\n\n" + "\n".join(lines))


def first_of(sentences: Sequence[Sentence]) -> None:
    """Show what stands in the way first, and how much more there is: one thing at a time."""
    first, *more = sentences
    st.info(text(first.key, **first.fields), icon=":material/info:")
    if more:
        aside(plural("recordings.not_yet_more", len(more)))


def filmed_on(basis: LegalBasis | None) -> None:
    """Show on which legal basis a lesson was filmed, in small words."""
    if basis:
        aside(text("recordings.basis", basis=text(f"set_up.bases.{basis}")))
