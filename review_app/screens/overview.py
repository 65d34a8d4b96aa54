"""Totals: for who arranges a programme as it stands, for the school leader once a month."""

import streamlit as st

from config.texts import format_date, plural, text
from review_app.parts import frame
from review_app.parts.plain import named
from review_app.screens import notices
from storage import access, enrolments, monthly_totals, shared, totals
from storage.database import asking
from storage.errors import NotAllowed
from storage.monthly_totals import Month
from storage.people import Member
from storage.rules.access import Act, Thing, may
from storage.rules.access_predicates import LEAST_COUNTED
from storage.rules.roles import Role
from storage.totals import Totals


def show(member: Member) -> None:
    """Draw the totals of a programme; there is nothing to open here.

    Raises NotFound for a role that totals are not for, however many they would be about.
    """
    enough = Thing(people_counted=LEAST_COUNTED)
    access.require_sight(member.asker, Act.SEE_MONTHLY_TOTALS, enough)
    with asking() as session:
        years = {year.id: year.name for year in enrolments.programmes(session)}
        lines = shared.mine(session, member.asker)
    # Who arranges these few knows them; who also leads the school reads as the school leader.
    knows = may(member.asker, Act.SEE_TOTALS, Thing()).allowed
    frame.heading(text("overview.title"), text("overview.lead_all" if knows else "overview.lead"))
    if member.role is Role.school_leader:
        notices.board(member)
    if lines:
        frame.link("shared", text("overview.shared"), icon=":material/article:")
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
            if knows:
                _as_it_stands(totals.of_programme(session, member.asker, chosen))
            else:
                _this_month(monthly_totals.of_programme(session, member.asker, chosen))
    except NotAllowed as refused:
        st.info(text(refused.key, **refused.fields), icon=":material/info:")


def _as_it_stands(counted: Totals) -> None:
    _figures(
        ("enrolled", counted.enrolled),
        ("completed", counted.completed),
        ("under_way", counted.under_way),
        ("planned", counted.planned),
    )
    _days(counted.median_days)


def _this_month(month: Month) -> None:
    figures = [("enrolled", month.enrolled), ("aimed", month.aimed)]
    if month.completed is None:
        _figures(*figures)
        st.markdown(text("overview.completed_unknown"))
    else:
        _figures(figures[0], ("completed", month.completed), figures[1])
    _days(month.median_days)
    taken = text("overview.taken", day=format_date(month.taken_on, year=True))
    frame.aside(f"{taken} {text('overview.by_five')}")


def _figures(*figures: tuple[str, int]) -> None:
    for place, (word, number) in zip(st.columns(len(figures)), figures, strict=True):
        with place.container(border=True, key=f"overview.{word}", gap="xxsmall", height="stretch"):
            st.markdown(f"## {number}")
            st.markdown(plural(f"overview.{word}", number))


def _days(days: int | None) -> None:
    if days is None:
        st.markdown(text("overview.days_unknown"))
    else:
        st.markdown(plural("overview.days", days))
