"""The coach chooses moments in a released lesson and publishes them to the teacher."""

import json
from dataclasses import dataclass
from fractions import Fraction

import streamlit as st

from config.texts import text
from review_app.parts import frame
from review_app.parts.acts import carry_out, notices, quietly
from review_app.parts.plain import plain
from review_app.parts.player import Captions, Film, Said
from review_app.parts.workbench import Acts, Change, ClipOnDesk, Desk, Filmstrip, workbench
from review_app.screens import focus, publishing
from storage import clips, recordings, today, transcripts
from storage.clips import ClipView, Words
from storage.database import asking
from storage.errors import NotFound
from storage.media import media_store
from storage.people import Member
from storage.recordings import RecordingView
from storage.records import RenditionKind
from storage.rules.clip import PromptKind
from storage.rules.cycle import State, Who
from storage.today import CycleView
from storage.transcripts import Line


@dataclass(frozen=True)
class _Lesson:
    """What does not change while the coach works."""

    recording: RecordingView
    cycle: CycleView
    lines: tuple[Line, ...]
    strip_key: str | None
    """Where in the store the plan of the filmstrip lies."""


def show(member: Member) -> None:
    """Draw the workbench for the recording in the address, or what came of it."""
    recording_id = frame.asked_id()
    with asking() as session:
        recording = recordings.look(session, member.asker, recording_id)
        cycle = today.cycle(session, member.asker, recording.cycle_id or "")
        if cycle.who(member.id) is not Who.coach:
            raise NotFound()
        ends = today.film_ends(session, [cycle]).get(recording_id)
    frame.heading(text("publishing.title", name=cycle.teacher))
    frame.path(member, cycle, key="workbench.path", disappears=ends.date() if ends else None)
    notices("workbench")
    _asked(recording, cycle)
    if cycle.state is State.coach_review:
        _bench(member, recording_id)
    else:
        publishing.sent(member, cycle)


def _asked(recording: RecordingView, cycle: CycleView) -> None:
    if recording.intention:
        words = plain(recording.intention)
        st.markdown(text("publishing.asked", name=cycle.teacher, words=words))
    if cycle.focus:
        st.markdown(text("publishing.focus", focus=focus.in_words(cycle.focus)))


@frame.panel()
def _bench(member: Member, recording_id: str) -> None:
    """Film, clips and publishing run together on their own: a save is fast, the film stays."""
    with asking() as session:
        lesson = _read(session, member, recording_id)
        drafts = clips.drafts(session, member.asker, recording_id)
    workbench(
        key="workbench",
        of=recording_id,
        film=_film(lesson),
        desk=Desk(
            clips=[_on_desk(clip) for clip in drafts],
            peaks=_address(lesson.recording, RenditionKind.peaks, "peaks.json"),
            filmstrip=_filmstrip(lesson),
        ),
        acts=_acts(recording_id),
    )
    publishing.panel(member, lesson.cycle, recording_id)


def _read(session, member: Member, recording_id: str) -> _Lesson:  # noqa: ANN001
    raise NotImplementedError
