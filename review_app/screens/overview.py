"""What a school leader sees: totals over five teachers or more, and nothing of one person."""

import streamlit as st

from config.texts import plural, text
from review_app.parts import frame
from review_app.parts.plain import named
from storage import enrolments, totals
from storage.database import asking
from storage.errors import NotAllowed
from storage.people import Member
from storage.rules.roles import Role
from storage.totals import Totals


def show(member: Member) -> None:
    """Draw the totals of a programme; there is nothing to open here."""
    with asking() as session:
        years = {year.id: year.name for year in enrolments.programmes(session)}
    few = member.role is Role.school_leader  # others arrange these very few, and know them
    frame.heading(text("overview.title"), text("overview.lead" if few else "overview.lead_all"))
    if not years:
        st.markdown(text("overview.none"))
        return
    chosen = next(iter(years))
    if len(years) > 1:
        chosen = st.selectbox(
            text("overview.year"), list(years), format_func=years.__getitem__, key="overview.year"
        )
    else:
        st.header(named(years[chosen]), anchor=False)
    try:
        with asking() as session:
            counted = totals.of_programme(session, member.asker, chosen)
    except NotAllowed as refused:
        st.info(text(refused.key, **refused.fields), icon=":material/info:")
        return
    _figures(counted)


def _figures(counted: Totals) -> None:
    figures = [
        ("enrolled", counted.enrolled),
        ("completed", counted.completed),
        ("under_way", counted.under_way),
        ("planned", counted.planned),
    ]
    for place, (word, number) in zip(st.columns(4), figures, strict=True):
        with place.container(border=True, key=f"overview.{word}", gap="xxsmall", height="stretch"):
            st.markdown(f"## {number}")
            st.markdown(plural(f"overview.{word}", number))
    if counted.median_days is None:
        st.markdown(text("overview.days_unknown"))
    else:
        st.markdown(plural("overview.days", counted.median_days))
