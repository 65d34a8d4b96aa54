"""The coach chooses moments in a released lesson and publishes them to the teacher."""

import json
from fractions import Fraction

import streamlit as st

from config.texts import text
from review_app.parts import frame, written
from review_app.parts.acts import carry_out, notices, quietly
from review_app.parts.plain import named, plain
from review_app.parts.player import Captions, Film, Said
from review_app.parts.workbench import Acts, Change, ClipOnDesk, Desk, Filmstrip, workbench
from review_app.screens import focus, publishing
from review_app.screens.observation_notes import on_desk
from storage import clips, observation_notes, recordings, today, transcripts
from storage.clips import ClipView, Words
from storage.clock import day_at_school
from storage.database import asking
from storage.errors import NotFound
from storage.media import media_store
from storage.people import Member
from storage.recordings import RecordingView
from storage.records import RenditionKind
from storage.rules.clip import PromptKind
from storage.rules.cycle import State, Who
from storage.today import CycleView


def show(member: Member) -> None:
    """Draw the workbench for the recording in the address, or what came of it."""
    recording_id = frame.asked_id()
    with asking() as session:
        recording = recordings.look(session, member.asker, recording_id)
        cycle = today.cycle(session, member.asker, recording.cycle_id or "")
        if cycle.who(member.id) is not Who.coach:
            raise NotFound()
        ends = today.film_ends(session, [cycle]).get(recording_id)
    frame.heading(text("publishing.title", name=named(cycle.teacher)))
    frame.path(member, cycle, key="workbench.path", disappears=day_at_school(ends))
    notices("workbench")
    _asked(recording, cycle)
    if cycle.state is State.coach_review:
        _bench(member, recording_id)
        if recording.step != "done":
            written.follow(member, recording_id)
    else:
        publishing.sent(member, cycle)


def _asked(recording: RecordingView, cycle: CycleView) -> None:
    if recording.intention:
        words = plain(recording.intention)
        st.markdown(text("publishing.asked", name=named(cycle.teacher), words=words))
    if cycle.focus:
        st.markdown(text("publishing.focus", focus=focus.in_words(cycle.focus)))


@frame.panel()
def _bench(member: Member, recording_id: str) -> None:
    """Film, clips and publishing run together on their own: a save is fast, the film stays."""
    with asking() as session:
        recording = recordings.look(session, member.asker, recording_id)
        cycle = today.cycle(session, member.asker, recording.cycle_id or "")
        moved_on = cycle.state is not State.coach_review
        drafts = [] if moved_on else clips.drafts(session, member.asker, recording_id)
        notes = [] if moved_on else observation_notes.read(session, member.asker, recording_id)
    if moved_on:
        st.rerun()
    workbench(
        key="workbench.desk",
        of=recording_id,
        by=member.id,
        film=_film(member, recording),
        desk=Desk(
            clips=[_on_desk(clip) for clip in drafts],
            peaks=_address(recording, RenditionKind.peaks, "peaks.json"),
            filmstrip=_filmstrip(member, recording),
        ),
        acts=_acts(recording_id),
        notes=on_desk(recording_id, notes, cycle.focus),
    )
    publishing.panel(member, cycle, recording_id)


def _film(member: Member, recording: RecordingView) -> Film:
    src = _address(recording, RenditionKind.captions, "captions.vtt")
    language = recording.language or "nl"
    captions = (Captions(src, language, text("player.captions")),) if src else ()
    return Film(
        src=f"/recordings/{recording.id}/proxy.mp4",
        fps=Fraction(*(recording.fps or (25, 1))),
        duration_ms=recording.duration_ms or 0,
        poster=_address(recording, RenditionKind.poster, "poster.jpg"),
        captions=captions,
        said=_said(member, recording),
        still_written=recording.step != "done",
    )


def _said(member: Member, recording: RecordingView) -> tuple[Said, ...]:
    """The transcript; read once when it is whole, because a lesson holds thousands of words."""
    kept: dict[str, tuple[Said, ...]] = st.session_state.setdefault("workbench.said", {})
    if recording.id in kept:
        return kept[recording.id]
    with asking() as session:
        lines = transcripts.read(session, member.asker, recording.id)
    said = tuple(Said(line.id, line.start_ms, line.end_ms, line.text) for line in lines)
    if recording.step == "done":
        kept[recording.id] = said
    return said


def _filmstrip(member: Member, recording: RecordingView) -> Filmstrip | None:
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


def _address(recording: RecordingView, kind: RenditionKind, name: str) -> str | None:
    return f"/recordings/{recording.id}/{name}" if kind in recording.files else None


def _on_desk(clip: ClipView) -> ClipOnDesk:
    return ClipOnDesk(
        id=clip.id,
        client_id=clip.client_id,
        version=clip.version,
        start_ms=clip.span.start_ms,
        end_ms=clip.span.end_ms,
        foundation=clip.words.foundation,
        dimension=clip.words.dimension,
        prompt_kind=clip.words.prompt_kind,
        fact=clip.words.fact,
        question=clip.words.question,
        file_ready=clip.file_ready,
    )


def _acts(recording_id: str) -> Acts:
    """What the coach does, each in a transaction of its own; the desk shows a refusal itself."""

    def change(it: Change) -> ClipView:
        kind = PromptKind(it.prompt_kind) if it.prompt_kind else None
        words = Words(it.foundation, it.dimension, kind, it.fact, it.question)
        return carry_out(
            lambda session, me: clips.change(session, me, it.id, it.version, it.span, words)
        )

    return Acts(
        cut=lambda it: carry_out(
            lambda session, me: clips.cut(session, me, recording_id, it.span, it.client_id)
        ),
        change=change,
        remove=lambda it: carry_out(lambda session, me: clips.remove(session, me, it.id)),
        restore=lambda it: carry_out(lambda session, me: clips.restore(session, me, it.id)),
        watched=lambda spans: quietly(
            lambda session, me: recordings.note_watched(session, me, recording_id, spans)
        ),
    )
