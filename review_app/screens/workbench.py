"""The coach chooses moments in a released lesson and publishes them to the teacher."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

import streamlit as st
from sqlalchemy.orm import Session

from config.texts import text
from review_app.parts import frame, written
from review_app.parts.acts import carry_out, notices, quietly
from review_app.parts.plain import named, plain, straight
from review_app.parts.player import Film, captions_in
from review_app.parts.workbench import Acts, Change, ClipOnDesk, Desk, Filmstrip, workbench
from review_app.screens import publishing
from review_app.screens.observation_notes import on_desk
from storage import clips, observation_notes, recordings, today
from storage.clips import ClipView, Words
from storage.clock import day_at_school
from storage.database import asking
from storage.errors import NotFound
from storage.media import media_store
from storage.observation_notes import NoteView
from storage.people import Member
from storage.recordings import RecordingView
from storage.records import RenditionKind
from storage.rules.access import Asker
from storage.rules.clip import PromptKind
from storage.rules.cycle import State, Who
from storage.today import CycleView

Done = TypeVar("Done")
_SEEN = "workbench.seen"
_ACTED = "workbench.acted"
_RESTED = "workbench.rested"


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
    if cycle.state is State.coach_review:
        _bench(member, recording_id)
        _publishing(member, recording_id)
        if recording.step != "done":
            written.follow(member, recording_id)
    else:
        for sentence in _asked(recording, cycle):
            st.markdown(plain(sentence))
        publishing.sent(member, cycle)


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
    """Film and clips run on their own: a save is fast, the film stays.

    What stands below them follows when the coach rests.
    """
    if st.session_state.pop(_RESTED, False):
        st.rerun()
    with asking() as session:
        seen = _just_acted(recording_id) or _look(session, member, recording_id)
        recording, cycle = seen.recording, seen.cycle
        drafts = [] if seen.moved_on else clips.drafts(session, member.asker, recording_id)
    if seen.moved_on:
        st.rerun()
    st.session_state[_SEEN] = seen
    workbench(
        key="workbench.desk",
        of=recording_id,
        by=member.id,
        film=_film(recording),
        desk=Desk(
            clips=[_on_desk(clip) for clip in drafts],
            asked=_asked(recording, cycle),
            peaks=_address(recording, RenditionKind.peaks, "peaks.json"),
            filmstrip=_filmstrip(member, recording),
        ),
        acts=_acts(recording_id),
        notes=on_desk(recording_id, seen.notes, cycle.focus),
    )


@frame.panel()
def _publishing(member: Member, recording_id: str) -> None:
    with asking() as session:
        _, cycle = _found(session, member, recording_id)
    if cycle.state is not State.coach_review:
        st.rerun()
    publishing.panel(member, cycle, recording_id)


@dataclass(frozen=True)
class _Seen:
    """What lies around the clips."""

    recording: RecordingView
    cycle: CycleView
    notes: Sequence[NoteView]

    @property
    def moved_on(self) -> bool:
        return self.cycle.state is not State.coach_review


def _look(session: Session, member: Member, recording_id: str) -> _Seen:
    recording, cycle = _found(session, member, recording_id)
    seen = _Seen(recording, cycle, ())
    if seen.moved_on:
        return seen
    return replace(seen, notes=observation_notes.read(session, member.asker, recording_id))


def _found(session: Session, member: Member, recording_id: str) -> tuple[RecordingView, CycleView]:
    """The lesson and its cycle, for a part that runs on its own.

    Once they are gone the whole screen says so: what stands around the part is gone too.
    """
    try:
        recording = recordings.look(session, member.asker, recording_id)
        return recording, today.cycle(session, member.asker, recording.cycle_id or "")
    except NotFound:
        st.rerun()


def _just_acted(recording_id: str) -> _Seen | None:
    """What was seen last, when this run only follows an act of the coach with a clip.

    That act asked a moment ago whether all of this still holds, and between the key and the word
    that the clip is kept every millisecond is felt.
    """
    acted: str | None = st.session_state.pop(_ACTED, None)
    seen: _Seen | None = st.session_state.get(_SEEN)
    return seen if seen and acted == recording_id == seen.recording.id else None


def _film(recording: RecordingView) -> Film:
    src = _address(recording, RenditionKind.captions, "captions.vtt")
    return Film(
        src=f"/recordings/{recording.id}/proxy.mp4",
        fps=Fraction(*(recording.fps or (25, 1))),
        duration_ms=recording.duration_ms or 0,
        saver=_address(recording, RenditionKind.data_saver, "data-saver.mp4"),
        poster=_address(recording, RenditionKind.poster, "poster.jpg"),
        captions=(captions_in(recording.language, src),) if src else (),
        lines=f"/recordings/{recording.id}/lines.json",
    )


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

    def do(act: Callable[[Session, Asker], Done]) -> Done:
        done = carry_out(act)
        st.session_state[_ACTED] = recording_id
        return done

    def change(it: Change) -> ClipView:
        kind = PromptKind(it.prompt_kind) if it.prompt_kind else None
        words = Words(it.foundation, it.dimension, kind, it.fact, it.question)
        return do(lambda session, me: clips.change(session, me, it.id, it.version, it.span, words))

    return Acts(
        cut=lambda it: do(
            lambda session, me: clips.cut(session, me, recording_id, it.span, it.client_id)
        ),
        change=change,
        remove=lambda it: do(lambda session, me: clips.remove(session, me, it.id)),
        restore=lambda it: do(lambda session, me: clips.restore(session, me, it.id)),
        rested=_rest,
        watched=lambda spans: quietly(
            lambda session, me: recordings.note_watched(session, me, recording_id, spans)
        ),
    )


def _rest() -> None:
    st.session_state[_RESTED] = True
