"""Teachers whose coach left: another coach for each, or an end to the part in the programme."""

from collections.abc import Mapping, Sequence

import streamlit as st

from config.texts import text
from review_app.parts.acts import attempt, notices
from review_app.parts.ask_first import ask_first
from review_app.parts.plain import named
from review_app.parts.somebody import somebody
from storage import handovers
from storage.handovers import WithoutCoach

PLACE = "handovers"


def show(found: Sequence[WithoutCoach], coaches: Mapping[str, str], *, external: bool) -> None:
    """Draw each of them; `coaches`: names by id of who could take over."""
    notices(PLACE)
    if not found:
        return
    st.header(text("handovers.title"), anchor=False)
    st.markdown(text("handovers.lead"))
    for each in found:
        with st.container(border=True, key=f"handovers.{each.pair_id}"):
            _one(each, coaches, external=external)


def _one(each: WithoutCoach, coaches: Mapping[str, str], *, external: bool) -> None:
    place = each.pair_id
    names = {"teacher": named(each.teacher), "coach": named(each.coach)}
    st.markdown(text("handovers.one", **names))
    others = {id: name for id, name in coaches.items() if id != each.teacher_id}
    if others:
        somebody(text("handovers.who"), others, f"handovers.who.{place}")
        if external:
            st.checkbox(text("programme.external"), key=f"handovers.external.{place}")
    else:
        st.markdown(text("handovers.nobody"))
    with st.container(horizontal=True, key=f"handovers.ways.{place}"):
        if others:
            st.button(
                text("handovers.do"),
                type="primary",
                key=f"handovers.do.{place}",
                on_click=_hand_over,
                args=(place,),
            )
        ask_first(
            st.button(text("handovers.end"), key=f"handovers.end.{place}"),
            key=f"handovers.end_sure.{place}",
            title=text("handovers.end_sure"),
            says=[text("handovers.end_means", **names)],
            do=text("handovers.end_yes"),
            act=lambda session, me: handovers.end_place(session, me, place),
            place=PLACE,
            done=text("handovers.ended"),
        )


def _hand_over(place: str) -> None:
    coach = st.session_state.get(f"handovers.who.{place}") or ""
    external = bool(st.session_state.get(f"handovers.external.{place}"))
    attempt(
        lambda session, me: handovers.hand_over(session, me, place, coach, external=external),
        place=PLACE,
        done=text("handovers.done"),
    )
