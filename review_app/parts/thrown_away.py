"""A quiet way to let own words go, and what stands where they were."""

from collections.abc import Callable

import streamlit as st
from sqlalchemy.orm import Session

from config.texts import format_date, text
from review_app.parts.ask_first import ask_first
from review_app.parts.frame import aside
from review_app.parts.plain import named
from storage import clock, thrown_away
from storage.rules.access import Asker
from storage.rules.retention import Kind
from storage.thrown_away import WentView, WordsView
from storage.today import CycleView

_ACTS: dict[Kind, Callable[[Session, Asker, str], None]] = {
    Kind.reflection: thrown_away.reflection,
    Kind.talk_notes: thrown_away.talk_notes,
    Kind.action_summary: thrown_away.summary,
}


def button(kind: Kind, words: WordsView, cycle: CycleView, place: str) -> None:
    """Offer to throw words away that are there and hers; a refusal waits at `place`."""
    if kind not in words.may_go:
        return
    key = f"thrown_away.{kind}"
    ask_first(
        st.button(
            text(f"{key}.button"), type="tertiary", icon=":material/delete:", key=f"{key}.button"
        ),
        key=f"{key}.sure",
        title=text(f"{key}.sure"),
        says=[
            text(f"{key}.goes", name=named(cycle.coach)),
            text(f"{key}.stays", name=named(cycle.coach)),
            text("thrown_away.file"),
            text("thrown_away.for_good"),
        ],
        do=text("thrown_away.yes"),
        act=lambda session, me: _ACTS[kind](session, me, cycle.id),
        place=place,
        done=text(f"{key}.done"),
    )


def said(kind: Kind, went: WentView) -> None:
    """Say since when they are gone; why is told to nobody but who did it."""
    day = format_date(clock.day_at_school(went.at), year=True)
    aside(text(f"thrown_away.{kind}.{'mine' if went.thrown_away else 'gone'}", day=day))
