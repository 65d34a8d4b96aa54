"""Before anybody films: what the school records, one thing at a time."""

import streamlit as st

from config.texts import format_date, text
from review_app.parts import frame
from review_app.parts.acts import notices
from review_app.parts.plain import named
from review_app.screens import set_up_forms, set_up_uses
from storage import set_up
from storage.database import asking
from storage.people import Member
from storage.rules.access import Act, Thing, may
from storage.rules.set_up import Item
from storage.set_up import SetUpView


def show(member: Member) -> None:
    """Draw what is recorded and the first thing that is not; an officer reads along."""
    with asking() as session:
        years = set_up.everything(session, member.asker)
    frame.heading(text("set_up.title"), text("set_up.lead"))
    if not years:
        st.markdown(text("set_up.no_year"))
        return
    year = _chosen(years)
    writes = may(member.asker, Act.SET_UP_PROGRAMME, Thing()).allowed
    for item in year.asked:
        if item not in year.missing:
            _recorded(year, item, writes)
    if year.complete:
        st.info(text("set_up.complete"), icon=":material/check:")
    else:
        _next(year, writes)
    _papers(year)
    if year.facts.legal_basis:
        set_up_uses.show(year, writes)


def _papers(year: SetUpView) -> None:
    """They come before the set-up too: the officer decides on the assessment."""
    st.header(text("papers.heading"), anchor=False)
    st.markdown(text("papers.lead"))
    st.link_button(
        text("papers.download"),
        f"/papers/{year.programme_id}.zip",
        icon=":material/download:",
        key="set_up.papers",
    )


def _chosen(years: list[SetUpView]) -> SetUpView:
    if len(years) == 1:
        return years[0]
    names = {year.programme_id: year.programme for year in years}
    chosen = st.selectbox(
        text("set_up.which"), list(names), format_func=names.__getitem__, key="set_up.which"
    )
    return next(year for year in years if year.programme_id == chosen)


def _recorded(year: SetUpView, item: Item, writes: bool) -> None:
    """One line for what stands; it opens for who may put it right."""
    line = f":material/check: **{text(f'set_up.items.{item}')}**: {_told(year, item)}"
    if not writes:
        st.markdown(line)
        return
    with st.expander(line, key=f"set_up.done.{item}.{year.programme_id}"):
        _form(year, item, first=False)


def _next(year: SetUpView, writes: bool) -> None:
    """The first thing that is missing as a form, the rest only by name."""
    first, *rest = year.missing
    if not writes:
        rest = [first, *rest]
    else:
        with st.container(border=True, key=f"set_up.next.{year.programme_id}"):
            st.markdown(text("set_up.still", n=len(year.missing), of=len(year.asked)))
            st.header(text(f"set_up.items.{first}"), anchor=False)
            _form(year, first, first=True)
    for item in rest:
        st.markdown(f":material/radio_button_unchecked: {text(f'set_up.items.{item}')}")


def _form(year: SetUpView, item: Item, *, first: bool) -> None:
    st.markdown(text(f"set_up.says.{item}"))
    notices(set_up_forms.place(item))
    set_up_forms.show(year, item, first=first)


def _told(year: SetUpView, item: Item) -> str:
    facts = year.facts
    days = {
        Item.legal_basis: facts.decided_on,
        Item.parents_informed: facts.parents_informed_on,
        Item.works_council: facts.works_council_on,
    }
    day = days.get(item)
    words = {
        "basis": text(f"set_up.bases.{facts.legal_basis}") if facts.legal_basis else "",
        "officer": named(facts.officer),
        "version": named(facts.letter_version),
        "preset": text(f"set_up.presets.{year.preset}"),
        "ceiling": text(f"set_up.presets.{facts.ceiling}") if facts.ceiling else "",
        "day": format_date(day, year=True) if day else "",
    }
    return text(f"set_up.told.{item}", **words)
