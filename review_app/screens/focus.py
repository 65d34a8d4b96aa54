"""Choosing together what a cycle looks at: part of Today while a cycle is planned."""

import streamlit as st

from config.foundations import foundations
from config.texts import text
from review_app.parts import frame, look
from review_app.parts.acts import attempt, notices
from review_app.parts.plain import named
from storage import cycles
from storage.people import Member
from storage.rules.cycle import Who
from storage.today import CycleView


def in_words(focus: str) -> str:
    """A dimension with the icon and the name of its foundation."""
    name = text(f"dimensions.{focus}.name")
    for foundation in foundations():
        if any(each.key == focus for each in foundation.dimensions):
            return f"{look.icon(foundation)} {name}"
    return name


def choose(member: Member, view: CycleView) -> None:
    """Let one of the two choose or agree, and start once both chose the same."""
    mine = view.who(member.id)
    other = view.coach if mine is Who.teacher else view.teacher
    place = f"focus.{view.id}"
    if view.focus and view.focus_by == {Who.teacher, Who.coach}:
        st.markdown(text("focus.both", focus=in_words(view.focus)))
        notices(place)
        st.button(
            text("focus.start"),
            type="primary",
            key=f"focus.start.{view.id}",
            on_click=_start,
            args=(view.id, place),
        )
        return
    if view.focus and mine in view.focus_by:
        st.markdown(text("focus.mine", focus=in_words(view.focus), name=named(other)))
    elif view.focus:
        _agree(view, other, place)
    else:
        st.markdown(text("focus.none"))
    notices(place)
    if not view.focus:
        _picker(view, place, first=True)
        return
    with st.expander(text("focus.else"), key=f"focus.else.{view.id}"):
        _picker(view, place, first=False)


def _agree(view: CycleView, other: str, place: str) -> None:
    focus = view.focus or ""
    st.markdown(text("focus.theirs", focus=in_words(focus), name=named(other)))
    frame.aside(text("focus.see", see=text(f"dimensions.{focus}.see")))
    st.button(
        text("focus.agree"),
        type="primary",
        key=f"focus.agree.{view.id}",
        on_click=_choose,
        args=(view.id, focus, place),
    )


def _picker(view: CycleView, place: str, *, first: bool) -> None:
    """First the foundation, by its icon; then what to look at, with what can be seen of it."""
    found = {each.key: each for each in foundations()}
    key = st.radio(
        text("focus.foundation"),
        list(found),
        format_func=lambda key: look.word(found[key]),
        horizontal=True,
        key=f"focus.foundation.{view.id}",
    )
    foundation = found[key]
    frame.aside(text(f"foundations.{foundation.key}.help"))
    dimensions = [each.key for each in foundation.dimensions]
    chosen_key = f"focus.dimension.{view.id}.{foundation.key}"
    chosen = st.radio(
        text("focus.dimension"),
        dimensions,
        index=None,
        format_func=_dimension,
        key=chosen_key,
    )
    st.button(
        text("focus.propose"),
        type="primary" if first else "secondary",
        disabled=chosen is None,
        key=f"focus.propose.{view.id}",
        on_click=_propose,
        args=(view.id, chosen_key, place),
    )


def _dimension(key: str) -> str:
    # Not as the radio's captions: those are too pale to read on paper.
    return f"**{text(f'dimensions.{key}.name')}**: :small[{text(f'dimensions.{key}.see')}]"


def _propose(cycle_id: str, chosen_key: str, place: str) -> None:
    _choose(cycle_id, st.session_state.get(chosen_key) or "", place)  # as chosen now


def _choose(cycle_id: str, focus: str, place: str) -> None:
    attempt(
        lambda session, me: cycles.choose_focus(session, me, cycle_id, focus),
        place=place,
        done=text("focus.kept"),
    )


def _start(cycle_id: str, place: str) -> None:
    attempt(
        lambda session, me: cycles.start(session, me, cycle_id),
        place=place,
        done=text("focus.started"),
    )
