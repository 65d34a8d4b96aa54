"""The coach chooses moments in a released lesson and publishes them to the teacher."""

import json
from fractions import Fraction

import streamlit as st
from sqlalchemy.orm import Session

from config.texts import text
from review_app.desk import look_at
from review_app.parts import frame, written
from review_app.parts.acts import notices, quietly
from review_app.parts.plain import named, plain, straight
from review_app.parts.player import Film, captions_in
from review_app.parts.sentences import filmed_on
from review_app.parts.workbench import Desk, Filmstrip, Hears, workbench
from review_app.screens import publishing
from storage import access, recordings, set_up_facts, today
from storage.clock import day_at_school
from storage.database import asking
from storage.errors import NotFound, Refused
from storage.media import media_store
from storage.people import Member
from storage.recordings import RecordingView
from storage.records import RenditionKind
from storage.rules.cycle import State, Who
from storage.today import CycleView

_RESTED = "workbench.rested"


def show(member: Member) -> None:
    """Draw the workbench for the recording in the address, or what came of it."""
    recording_id = frame.asked_id()
    with asking() as session:
        recording = _looked_at(session, member, recording_id)
        cycle = today.cycle(session, member.asker, recording.cycle_id or "")
        if cycle.who(member.id) is not Who.coach:
            raise NotFound()
        ends = today.film_ends(session, [cycle]).get(recording_id)
        basis = set_up_facts.basis_of(session, recording_id)
    frame.heading(text("publishing.title", name=named(cycle.teacher)))
    frame.path(member, cycle, key="workbench.path", disappears=day_at_school(ends))
    notices("workbench")
    if cycle.state is State.coach_review:
        _bench(member, recording_id)
        _publishing(member, recording_id)
        if recording.step != "done":
            written.follow(member, recording_id)
    else:
        for sentence in _asked(recording, cycle):
            st.markdown(plain(sentence))
        publishing.sent(member, cycle)
    filmed_on(basis)


def _looked_at(session: Session, member: Member, recording_id: str) -> RecordingView:
    """The lesson; whoever was at work when it was locked hears that nothing of it is lost."""
    try:
        return recordings.look(session, member.asker, recording_id)
    except Refused as refused:
        if refused.key == access.LOCKED_BY_OBJECTION:
            raise Refused("refusals.locked_at_work") from refused
        raise


def _asked(recording: RecordingView, cycle: CycleView) -> list[str]:
    """What the teacher wants looked at, and what the two chose to look at in this cycle."""
    name = straight(cycle.teacher)
    found = []
    if recording.intention:
        words = straight(recording.intention)
        found.append(text("publishing.asked", name=name, words=words))
    if cycle.focus:
        focus = text(f"dimensions.{cycle.focus}.name")
        found.append(text("publishing.focus", focus=focus))
    return found


@frame.panel()
def _bench(member: Member, recording_id: str) -> None:
    """Film and clips run on their own: the film stays, whatever happens around it.

    What stands below them follows when the coach rests.
    """
    if st.session_state.pop(_RESTED, False):
        st.rerun()
    with asking() as session:
        recording, cycle = _found(session, member, recording_id)
    if cycle.state is not State.coach_review:
        st.rerun()
    try:
        lying = look_at(member.asker, recording_id)
    except Refused:
        st.rerun()
    workbench(
        key="workbench.desk",
        of=recording_id,
        by=member.id,
        film=film_of(recording),
        desk=Desk(
            lying,
            asked=_asked(recording, cycle),
            focus=cycle.focus,
            peaks=address_of(recording, RenditionKind.peaks, "peaks.json"),
            filmstrip=filmstrip_of(member, recording),
        ),
        hears=_hears(recording_id),
    )


@frame.panel()
def _publishing(member: Member, recording_id: str) -> None:
    with asking() as session:
        _, cycle = _found(session, member, recording_id)
    if cycle.state is not State.coach_review:
        st.rerun()
    publishing.panel(member, cycle, recording_id)


def _found(session: Session, member: Member, recording_id: str) -> tuple[RecordingView, CycleView]:
    """The lesson and its cycle, for a part that runs on its own.

    Once they are gone or locked the whole screen says so: what stands around the part is gone too.
    """
    try:
        recording = recordings.look(session, member.asker, recording_id)
        return recording, today.cycle(session, member.asker, recording.cycle_id or "")
    except Refused:
        st.rerun()


def film_of(recording: RecordingView) -> Film:
    """A whole lesson as the browser is given it."""
    src = address_of(recording, RenditionKind.captions, "captions.vtt")
    return Film(
        src=f"/recordings/{recording.id}/proxy.mp4",
        fps=Fraction(*(recording.fps or (25, 1))),
        duration_ms=recording.duration_ms or 0,
        saver=address_of(recording, RenditionKind.data_saver, "data-saver.mp4"),
        poster=address_of(recording, RenditionKind.poster, "poster.jpg"),
        captions=(captions_in(recording.language, src),) if src else (),
        lines=f"/recordings/{recording.id}/lines.json",
    )


def filmstrip_of(member: Member, recording: RecordingView) -> Filmstrip | None:
    """The stills under the timeline; without a plan that can be read there are none."""
    if RenditionKind.filmstrip_plan not in recording.files:
        return None
    kept: dict[str, Filmstrip | None] = st.session_state.setdefault("workbench.strip", {})
    if recording.id not in kept:
        with asking() as session:
            plan = recordings.open_rendition(
                session, member.asker, recording.id, RenditionKind.filmstrip_plan
            )
        kept[recording.id] = _as_filmstrip(recording.id, b"".join(media_store().open(plan.key)))
    return kept[recording.id]


def _as_filmstrip(recording_id: str, plan: bytes) -> Filmstrip | None:
    try:
        told = json.loads(plan)
        return Filmstrip(f"/recordings/{recording_id}/filmstrip.jpg", **told)
    except (ValueError, TypeError):
        return None


def address_of(recording: RecordingView, kind: RenditionKind, name: str) -> str | None:
    """Where the browser gets this file of a lesson; None when there is none."""
    return f"/recordings/{recording.id}/{name}" if kind in recording.files else None


def _hears(recording_id: str) -> Hears:
    return Hears(
        rested=_rest,
        watched=lambda spans: quietly(
            lambda session, me: recordings.note_watched(session, me, recording_id, spans)
        ),
    )


def _rest() -> None:
    st.session_state[_RESTED] = True
