"""Before she releases her film: what must not be seen or heard goes out of it. Hers alone."""

import streamlit as st

from config.texts import text
from review_app.parts import frame
from review_app.parts.privacy_check import privacy_check
from review_app.privacy_check import look_at
from review_app.screens import recordings as shelf
from review_app.screens.workbench import address_of, film_of, filmstrip_of
from storage import access, recordings
from storage.database import asking
from storage.people import Member
from storage.records import RecordingState, RenditionKind

_AGREED = "privacy_check.agreed"


def show(member: Member) -> None:
    """Draw the check of one film. Raises NotFound for somebody else's."""
    recording_id = frame.asked_id()
    if st.session_state.pop(_AGREED, False):
        frame.go("recordings", recording_id)
    with asking() as session:
        recording = recordings.look(session, member.asker, recording_id)
        locked = access.objected(session, recording_id)
    not_now = recording.state is not RecordingState.ready and not locked
    if recording.owner_id == member.id and not_now:
        frame.go("recordings", recording_id)  # it is not ready yet, or shared already
    check = look_at(member.asker, recording_id)
    lead = "privacy_check.lead_objection" if locked else "privacy_check.lead"
    frame.heading(
        text("privacy_check.title_objection" if locked else "privacy_check.title"), text(lead)
    )
    frame.link(
        "recordings",
        text("privacy_check.back", day=shelf.day_of(recording)),
        of=recording_id,
        icon=":material/arrow_back:",
    )
    privacy_check(
        key="privacy_check.desk",
        of=recording_id,
        film=film_of(recording),
        objected=locked,
        check=check,
        peaks=address_of(recording, RenditionKind.peaks, "peaks.json"),
        filmstrip=filmstrip_of(member, recording),
        agreed=_agree,
        gone=_nothing,
    )


def _agree() -> None:
    st.session_state[_AGREED] = True


def _nothing() -> None:
    """The screen runs again, and says itself that there is nothing here."""
