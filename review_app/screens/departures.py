"""Somebody leaves the school: what happens then, in words, before it does; and a mistake undone."""

from collections.abc import Mapping

import streamlit as st

from config.texts import format_date, plural, text
from review_app.parts.acts import attempt, notices
from review_app.parts.ask_first import ask_first, close, dialog, opened
from review_app.parts.plain import named
from review_app.parts.somebody import somebody
from storage import clock, departures
from storage.database import asking
from storage.departures import DepartureView, Foreseen
from storage.errors import Refused
from storage.people import Member
from storage.rules import departure as rule
from storage.rules.roles import Role

PLACE = "departures"
_WHO, _NAME = "departures.who", "departures.name"


def show(member: Member, everybody: Mapping[str, str]) -> None:
    """Draw who left, and the way to write it down of somebody; `everybody`: names by id."""
    with asking() as session:
        gone = departures.everybody(session, member.asker)
    st.header(text("departures.title"), anchor=False)
    notices(PLACE)
    for each in gone:
        _left(each)
    with st.expander(text("departures.somebody_leaves"), key="departures.new"):
        chosen = somebody(text("departures.who"), everybody, _WHO)
        if chosen:
            _one(member, chosen, everybody[chosen])


def _left(left: DepartureView) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", key=f"departures.left.{left.person_id}"
    ):
        if left.until is None:
            st.markdown(text("departures.gone", name=named(left.name)), width="stretch")
            return
        day = format_date(clock.day_at_school(left.until))
        st.markdown(text("departures.left", name=named(left.name), day=day), width="stretch")
        person_id = left.person_id
        ask_first(
            st.button(text("departures.undo"), key=f"departures.undo.{person_id}"),
            key=f"departures.undo_sure.{person_id}",
            title=text("departures.undo_sure"),
            says=[text("departures.undo_means", name=named(left.name))],
            do=text("departures.undo_yes"),
            act=lambda session, me: departures.undo(session, me, person_id),
            place=PLACE,
            done=text("departures.undone"),
        )


def _one(member: Member, person_id: str, name: str) -> None:
    """What would happen, and the name to type: it is nobody else then."""
    try:
        with asking() as session:
            then = departures.foresee(session, member.asker, person_id)
    except Refused as refused:
        st.info(text(refused.key, **refused.fields), icon=":material/info:")
        return
    pressed = st.button(text("departures.note"), key="departures.note", icon=":material/logout:")
    if not opened("departures.sure", pressed):
        return

    @dialog(text("departures.sure", name=name))
    def asked() -> None:
        for sentence in _means(then):
            st.markdown(sentence)
        typed = st.text_input(text("departures.type_name", name=named(name)), key=_NAME)
        with st.container(horizontal=True, key="departures.ways"):
            if st.button(text("departures.yes"), type="primary", key="departures.do"):
                close()
                attempt(
                    lambda session, me: departures.note(session, me, person_id, typed),
                    place=PLACE,
                    done=text("departures.noted"),
                )
                st.rerun()
            if st.button(text("common.cancel"), key="departures.cancel"):
                close()
                st.rerun()

    asked()


def _means(then: Foreseen) -> list[str]:
    """What happens at once, what goes when, and what waits for whom."""
    days = rule.window().days
    said = [text("departures.at_once")]
    if then.roles & rule.TAKES_ALONG:
        said.append(text("departures.running"))
    if Role.teacher in then.roles:
        said.append(text("departures.teacher", n=days))
    if Role.coach in then.roles:
        said.append(text("departures.coach", n=days))
    if then.without_coach:
        said.append(plural("departures.without_coach", then.without_coach))
    if then.holds:
        said.append(plural("departures.holds", then.holds))
    return [*said, text("departures.held"), text("departures.back", n=days)]
