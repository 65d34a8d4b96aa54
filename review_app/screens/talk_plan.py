"""When the two talk, and the way into the school's own call room."""

from datetime import date, datetime, time

import streamlit as st

from config.texts import format_moment, text
from review_app.parts import frame
from review_app.parts.acts import attempt, notices
from review_app.parts.frame import aside
from storage import clock, talks
from storage.database import asking
from storage.errors import NotFound
from storage.people import Member
from storage.rules.cycle import State
from storage.talks import TalkView

PLACE = "talk.plan"
_DAY, _TIME, _LINK = "talk.day", "talk.time", "talk.link"


@frame.panel()
def panel(member: Member, cycle_id: str) -> None:
    """Draw the appointment, and the form behind it that changes it."""
    with asking() as session:
        try:
            seen = talks.look(session, member.asker, cycle_id)
        except NotFound:  # the cycle ended: there is nothing to arrange any more
            return
    st.header(text("talk.call"), anchor=False)
    notices(PLACE)
    if seen.planned_at:
        st.markdown(text("talk.planned", moment=format_moment(seen.planned_at)))
    else:
        st.markdown(text("talk.not_planned"))
    if seen.call_link:
        st.link_button(
            text("talk.join"), seen.call_link, icon=":material/video_call:", key="talk.join"
        )
    else:
        aside(text("talk.no_link"))
    if seen.state in (State.awaiting_reflection, State.awaiting_talk):
        with st.expander(text("talk.change"), key="talk.change"):
            _form(cycle_id, seen)


def _form(cycle_id: str, seen: TalkView) -> None:
    local = seen.planned_at.astimezone(clock.SCHOOL_TIME) if seen.planned_at else None
    with st.form(key="talk.plan.form", border=False):
        st.date_input(
            text("talk.day"),
            value=local.date() if local else clock.today(),
            format="DD-MM-YYYY",
            key=_DAY,
        )
        st.time_input(text("talk.time"), value=local.time() if local else time(15, 30), key=_TIME)
        st.text_input(
            text("talk.link"),
            value=seen.call_link,
            help=text("talk.link_hint"),
            placeholder="https://",
            key=_LINK,
        )
        st.form_submit_button(
            text("talk.save"), key="talk.plan.save", on_click=_save, args=(cycle_id,)
        )


def _save(cycle_id: str) -> None:
    day: date = st.session_state[_DAY]
    at: time = st.session_state[_TIME]
    moment = datetime.combine(day, at, clock.SCHOOL_TIME)
    link: str = st.session_state[_LINK]
    attempt(
        lambda session, me: talks.plan(session, me, cycle_id, moment, link),
        place=PLACE,
        done=text("talk.saved"),
    )
