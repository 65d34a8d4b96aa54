"""What a teacher made with an earlier coach: hers to open to the coach she has now."""

import streamlit as st

from config.texts import format_date, plural, text
from review_app.parts import frame
from review_app.parts.acts import attempt, notices
from review_app.parts.plain import named
from storage import earlier
from storage.database import asking
from storage.people import Member

PLACE = "earlier"


def show(member: Member, pair_id: str, coach: str) -> None:
    """Draw the choice of a teacher; nothing where she made nothing before."""
    with asking() as session:
        found = earlier.of_pair(session, member.asker, pair_id)
    if found is None:
        return
    st.header(text("earlier.title"), anchor=False)
    notices(PLACE)
    name = named(coach)
    if found.opened_at:
        day = format_date(found.opened_at, year=True)
        st.markdown(text("earlier.open", name=name, day=day))
    else:
        st.markdown(plural("earlier.closed", found.cycles, name=name))
    frame.aside(text("earlier.means", name=name))
    st.button(
        text("earlier.close_it" if found.opened_at else "earlier.open_it", name=name),
        key=f"earlier.{pair_id}",
        on_click=_say,
        args=(pair_id, not found.opened_at),
    )


def _say(pair_id: str, opened: bool) -> None:
    attempt(
        lambda session, me: earlier.open_to_coach(session, me, pair_id, opened=opened),
        place=PLACE,
        done=text("earlier.opened" if opened else "earlier.closed_again"),
    )
