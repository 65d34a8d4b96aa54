"""What a coordinator has to arrange: part of Today."""

import streamlit as st

from config.texts import plural, text
from review_app.parts import frame
from review_app.parts.plain import named
from review_app.screens import notices
from storage import enrolments, handovers, set_up
from storage.database import asking
from storage.people import Member


def show(member: Member) -> None:
    """Say what still has to be arranged, with one button to where that is done."""
    with asking() as session:
        years = enrolments.programmes(session)
        left = handovers.without_coach(session, member.asker)
        known = {one.teacher_id for one in left} | handovers.ended(session, member.asker)
        found = enrolments.without_pair(session, member.asker)
        alone = [one for one in found if one.id not in known]
        planned = enrolments.first_days(session, member.asker)
        idle = [one for one in enrolments.pairs(session, member.asker) if one.id not in planned]
        unready = [one for one in set_up.everything(session, member.asker) if not one.complete]
    waiting = [] if years else [text("arranging.no_year")]
    if unready:
        waiting.append(text("arranging.set_up"))
    waiting += [
        text("arranging.handover", teacher=named(one.teacher), coach=named(one.coach))
        for one in left
    ]
    if alone:
        waiting.append(plural("arranging.alone", len(alone)))
    if idle:
        waiting.append(plural("arranging.idle", len(idle)))
    lead = text("today.lead.mine") if waiting else text("arranging.nothing")
    frame.heading(text("today.title"), lead)
    notices.board(member)
    for sentence in waiting:
        st.markdown(f":material/arrow_forward: {sentence}")
    kind = "primary" if waiting else "secondary"
    if unready and st.button(text("arranging.go_set_up"), type="primary", key="arranging.set_up"):
        frame.go("set_up")
    if unready:
        kind = "secondary"
    if st.button(text("arranging.go"), type=kind, key="arranging.go"):
        frame.go("programme")
