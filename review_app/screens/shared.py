"""What a teacher shares with a school leader: to read, for as long as she lets it."""

import streamlit as st

from config.texts import format_date, text
from review_app.parts import frame
from review_app.parts.plain import named, plain
from storage import shared
from storage.clock import day_at_school
from storage.database import acting, asking
from storage.errors import NotFound
from storage.people import Member
from storage.rules.roles import Role
from storage.shared import SharedView

LOOK_AGAIN_S = 5
"""So often an open summary is asked for anew: stopping is noticed within that."""


def show(member: Member) -> None:
    """Draw the one in the address, else the list. Raises NotFound for who leads no school."""
    if member.role is not Role.school_leader:
        raise NotFound()
    frame.heading(text("shared.title"), text("shared.lead"))
    grant_id = st.query_params.get("id", "")[:36]
    if grant_id:
        _one(member, grant_id)
    else:
        _all(member)


def _all(member: Member) -> None:
    with asking() as session:
        lines = shared.mine(session, member.asker)
    if not lines:
        st.markdown(text("shared.nothing"))
        return
    for line in lines:
        with st.container(border=True, key=f"shared.line.{line.id}"):
            day = format_date(day_at_school(line.until), year=True)
            st.markdown(text("shared.line", name=named(line.teacher), day=day))
            frame.link("shared", text("shared.open"), line.id, icon=":material/article:")


@frame.panel(every=LOOK_AGAIN_S)
def _one(member: Member, grant_id: str) -> None:
    """One summary, asked for anew all the time: gone as soon as it is no longer shared."""
    try:
        seen = _read(member, grant_id)
    except NotFound:
        st.info(text("shared.gone"), icon=":material/info:")
        frame.link("shared", text("shared.all"), icon=":material/arrow_back:")
        return
    paper(seen)
    name, day = named(seen.teacher), format_date(day_at_school(seen.until), year=True)
    frame.aside(text("shared.until", name=name, day=day))
    frame.link("shared", text("shared.all"), icon=":material/arrow_back:")


def _read(member: Member, grant_id: str) -> SharedView:
    """What is shared; a reading is written in the teacher's ledger before it is shown."""
    with asking() as session:
        seen = shared.again(session, member.asker, grant_id)
    if seen is None:
        with acting() as session:
            seen = shared.read(session, member.asker, grant_id)
    return seen


def paper(seen: SharedView) -> None:
    """Exactly what is shared; its teacher looks at the same before she shares it."""
    name = named(seen.teacher)
    with st.container(border=True, key="shared.paper"):
        st.header(text("shared.summary", name=name), anchor=False)
        st.markdown(text("shared.purpose", name=name, purpose=named(seen.purpose)))
        st.subheader(text("shared.discussed"), anchor=False)
        st.markdown(plain(seen.discussed))
        for number, action in enumerate(seen.actions, start=1):
            st.subheader(text("summary.action_number", number=number), anchor=False)
            for part in ("when", "what", "sign"):
                st.markdown(f"**{text(f'summary.{part}')}**  \n{plain(getattr(action, part))}")
        frame.aside(text("shared.foot", name=name))
