"""The form for each thing a school records before filming."""

from collections.abc import Callable, Mapping
from datetime import date

import streamlit as st
from sqlalchemy.orm import Session

from config.retention import presets
from config.texts import text
from review_app.parts.acts import attempt
from storage import clock, set_up
from storage.rules.access import Asker
from storage.rules.set_up import MOST_NAME, MOST_TEST, MOST_VERSION, Item, LegalBasis
from storage.set_up import SetUpView


def place(item: Item) -> str:
    """Where a refusal of this form is told."""
    return f"set_up.{item}"


def show(year: SetUpView, item: Item, *, first: bool) -> None:
    """Draw the form of one thing, filled with what is recorded."""
    with st.form(f"set_up.form.{item}.{year.programme_id}", enter_to_submit=False, border=False):
        _FIELDS[item](year)
        st.form_submit_button(
            text("set_up.record" if first else "set_up.change"),
            type="primary" if first else "secondary",
            key=f"set_up.record.{item}",
            on_click=_record,
            args=(item, year.programme_id),
        )


def day_field(label: str, key: str, value: date | None) -> None:
    """A day in the past; none is filled in beforehand."""
    st.date_input(label, value, max_value=clock.today(), format="DD-MM-YYYY", key=key, width=220)


def _basis(year: SetUpView) -> None:
    bases = list(LegalBasis)
    chosen = year.facts.legal_basis
    st.radio(
        text("set_up.basis"),
        bases,
        index=bases.index(chosen) if chosen else None,
        format_func=_of_basis,
        key="set_up.basis",
    )
    st.text_input(
        text("set_up.officer"), year.facts.officer, max_chars=MOST_NAME, key="set_up.officer"
    )
    day_field(text("set_up.decided_on"), "set_up.decided_on", year.facts.decided_on)


def _of_basis(basis: LegalBasis) -> str:
    # Not as a caption: that one is too pale to read.
    return f"**{text(f'set_up.bases.{basis}')}**. {text(f'set_up.bases_mean.{basis}')}"


def _test(year: SetUpView) -> None:
    st.text_area(
        text("set_up.test"), year.facts.balancing_test, max_chars=MOST_TEST, key="set_up.test"
    )


def _parents(year: SetUpView) -> None:
    day_field(text("set_up.informed_on"), "set_up.informed_on", year.facts.parents_informed_on)
    st.text_input(
        text("set_up.letter"),
        year.facts.letter_version,
        max_chars=MOST_VERSION,
        key="set_up.letter",
    )


def _retention(year: SetUpView) -> None:
    kept = list(presets())
    if year.has_films:
        st.markdown(text("set_up.preset_stays"))
    for key, value in (("set_up.preset", year.preset), ("set_up.ceiling", year.facts.ceiling)):
        st.radio(
            text(key),
            kept,
            index=kept.index(value) if value else None,  # type: ignore[arg-type] # a preset
            format_func=lambda preset: text(f"programme.presets.{preset}"),
            disabled=key == "set_up.preset" and year.has_films,
            key=key,
        )


def _council(year: SetUpView) -> None:
    agreed_on = year.facts.works_council_on
    st.checkbox(text("set_up.agreed"), agreed_on is not None, key="set_up.agreed")
    day_field(text("set_up.agreed_on"), "set_up.agreed_on", agreed_on)


_FIELDS: Mapping[Item, Callable[[SetUpView], None]] = {
    Item.legal_basis: _basis,
    Item.balancing_test: _test,
    Item.parents_informed: _parents,
    Item.retention: _retention,
    Item.works_council: _council,
}


def _record(item: Item, of: str) -> None:
    said = st.session_state  # as filled in now, not as drawn last
    acts: Mapping[Item, Callable[[Session, Asker], None]] = {
        Item.legal_basis: lambda session, me: set_up.record_legal_basis(
            session,
            me,
            of,
            said["set_up.basis"],
            said["set_up.officer"],
            said["set_up.decided_on"],
        ),
        Item.balancing_test: lambda session, me: set_up.record_balancing_test(
            session, me, of, said["set_up.test"]
        ),
        Item.parents_informed: lambda session, me: set_up.record_parents_informed(
            session, me, of, said["set_up.informed_on"], said["set_up.letter"]
        ),
        Item.retention: lambda session, me: set_up.record_retention(
            session, me, of, said["set_up.preset"], said["set_up.ceiling"]
        ),
        Item.works_council: lambda session, me: set_up.record_works_council(
            session, me, of, said["set_up.agreed_on"], agreed=said["set_up.agreed"]
        ),
    }
    attempt(acts[item], place=place(item), done=text("set_up.recorded"))
