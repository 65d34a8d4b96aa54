"""Taking one's own material along: ask for it, see it being made, fetch it, take it away."""

import streamlit as st

from config.texts import format_bytes, format_date, text
from review_app.parts import frame
from review_app.parts.acts import attempt, notices
from storage import clock, export_packages
from storage.database import asking
from storage.export_packages import ExportView
from storage.people import Member
from storage.records import ExportState
from storage.rules.roles import Role

PLACE = "exports"


def show(member: Member) -> None:
    """Draw where it stands, with the one thing to do next."""
    st.header(text("exports.heading"), anchor=False)
    coach = member.role is Role.coach
    st.markdown(text("exports.what_coach" if coach else "exports.what"))
    frame.aside(text("exports.what_not_coach" if coach else "exports.what_not"))
    notices(PLACE)
    found = _read(member)
    if found is None:
        _ask(text("exports.make"))
    elif found.state is ExportState.making:
        _under_way(member)
    elif found.state is ExportState.ready:
        _fetch(found)
    else:
        st.warning(text("exports.failed"), icon=":material/info:")
        _ask(text("exports.make_again"))


def _read(member: Member) -> ExportView | None:
    with asking() as session:
        return export_packages.newest(session, member.asker)


@frame.panel(every=2)
def _under_way(member: Member) -> None:
    """How far it is; looks again every two seconds, and has the screen drawn once it is there."""
    found = _read(member)
    if found is None or found.state is not ExportState.making:
        st.rerun()
    st.progress(found.percent, text=text("exports.making", percent=found.percent))
    frame.aside(text("exports.making_goes_on"))
    _take_away(found, text("exports.stop"))


def _fetch(found: ExportView) -> None:
    on = clock.day_at_school(found.ends_at)
    if on:
        st.markdown(text("exports.ready", day=format_date(on)))
    st.link_button(
        text("exports.fetch", size=format_bytes(found.size)),
        f"/exports/{found.id}.zip",
        icon=":material/download:",
        type="primary",
        key="exports.fetch",
    )
    with st.container(horizontal=True, key="exports.ways"):
        st.button(text("exports.make_again"), key="exports.again", on_click=_make)
        _take_away(found, text("exports.remove"))


def _ask(label: str) -> None:
    st.button(label, type="primary", key="exports.make", icon=":material/archive:", on_click=_make)


def _take_away(found: ExportView, label: str) -> None:
    st.button(label, key="exports.remove", on_click=_remove, args=(found.id,))


def _make() -> None:
    attempt(export_packages.ask, place=PLACE)


def _remove(export_id: str) -> None:
    attempt(
        lambda session, me: export_packages.remove(session, me, export_id),
        place=PLACE,
        done=text("exports.removed"),
    )
