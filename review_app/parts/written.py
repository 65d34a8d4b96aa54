"""The transcript comes after the film: a screen with both is drawn anew when it is there."""

import streamlit as st

from review_app.parts import frame
from storage import recordings
from storage.database import asking
from storage.errors import NotFound
from storage.people import Member

EVERY = 5
"""Seconds between two looks."""


@frame.panel(every=EVERY)
def follow(member: Member, recording_id: str) -> None:
    """Look whether the whole lesson is written out. Call it last: it shows nothing itself."""
    try:
        with asking() as session:
            written = recordings.look(session, member.asker, recording_id).step == "done"
    except NotFound:  # the film is gone: the whole screen says so
        st.rerun()
    if written:
        st.rerun()
