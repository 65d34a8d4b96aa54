"""The demo's finished cycle, acted out by its two invented people on the real lesson film."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from pipeline.clip_steps import caption
from pipeline.cut import cut
from pipeline.demo_lesson import PACK, script
from pipeline.film import Film
from pipeline.probe import probe
from pipeline.publish import FILES
from pipeline.transcode import make_renditions
from pipeline.workspace import workspace
from storage import (
    action_summaries,
    clips,
    clock,
    cycles,
    machine_work,
    packages,
    privacy_review,
    recordings,
    reflections,
    sittings,
    talks,
    transcripts,
    uploads,
)
from storage.action_summaries import PlannedAction
from storage.clips import Words
from storage.database import acting
from storage.machine_work import FilmFacts, StoredFile
from storage.media import media_store
from storage.records import RenditionKind
from storage.rules.access import Asker
from storage.rules.clip import PromptKind
from storage.rules.set_up import LegalBasis
from storage.spans import Span
from storage.transcripts import Line

OnDay = Callable[[int], datetime]
"""Gives the moment on the nth day of the cycle."""


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ToldClip(_Declared):
    """A moment the coach chose, and what the teacher wrote back; empty: rather discussed."""

    span: tuple[int, int]
    foundation: str
    dimension: str
    prompt_kind: PromptKind
    fact: str
    question: str
    answer: str

    @property
    def words(self) -> Words:
        """What stands at the clip."""
        return Words(self.foundation, self.dimension, self.prompt_kind, self.fact, self.question)


class ToldTalk(_Declared):
    """How long they talked and what they wrote down."""

    minutes: int
    notes: str


class ToldAction(_Declared):
    """One action of the summary."""

    when: str
    what: str
    sign: str


class ToldSummary(_Declared):
    """What they agreed."""

    discussed: str
    actions: tuple[ToldAction, ...]


class ToldSetUp(_Declared):
    """What the school recorded before filming."""

    legal_basis: LegalBasis
    balancing_test: str
    letter_version: str


class Story(_Declared):
    """Two invented people and what they wrote to each other (packs/demo_lesson/cycle.yaml)."""

    programme: str
    teacher: str
    coach: str
    others: dict[str, str]
    call_link: str
    set_up: ToldSetUp
    focus: str
    intention: str
    clips: tuple[ToldClip, ...]
    talk: ToldTalk
    summary: ToldSummary


@cache
def story() -> Story:
    """Return the story as it is declared."""
    return Story.model_validate(yaml.safe_load((PACK / "cycle.yaml").read_text("utf-8")))


def finished_cycle(
    said: Story, teacher: Asker, coach: Asker, cycle_id: str, film: Path, on: OnDay
) -> None:
    """Walk the planned cycle from its first day to the agreement, two weeks later."""
    with clock.at(on(0)), acting() as session:
        for who in (teacher, coach):
            cycles.choose_focus(session, who, cycle_id, said.focus)
        cycles.start(session, teacher, cycle_id)
    with clock.at(on(2)):
        recording_id = _film_in(said, teacher, cycle_id, film)
    whole = [Span(0, script().length_ms)]
    with clock.at(on(3)), acting() as session:
        sittings.note_of_recording(session, teacher, sittings.SENT, recording_id, whole)
        recordings.note_watched(session, teacher, recording_id, whole)
        privacy_review.agree(session, teacher, recording_id, 0)
        recordings.release(session, teacher, recording_id, pupils_checked=True)
    with clock.at(on(6)):
        with acting() as session:
            chosen = [Span(*told.span) for told in said.clips]
            sittings.note_of_recording(session, coach, sittings.SENT, recording_id, chosen)
        clip_ids = _clips(said, coach, recording_id, film)
        with acting() as session:
            packages.publish(session, coach, cycle_id)
    with clock.at(on(9)):
        _reflection(said, teacher, cycle_id, clip_ids)
    with clock.at(on(12)):
        _talk(said, teacher, coach, cycle_id)
    with clock.at(on(13)):
        _agreement(said, teacher, coach, cycle_id)


def _film_in(said: Story, teacher: Asker, cycle_id: str, film: Path) -> str:
    """Bring the lesson in and make of it what the machine makes, without waiting for one."""
    order = uploads.UploadOrder(
        film.stat().st_size, film.suffix, cycle_id, said.intention, uploads.ATTESTATIONS
    )
    with acting() as session:
        upload = uploads.begin(session, teacher, order)
    blob = media_store().put_file(uploads.original_key(upload), film)
    with acting() as session:
        made = uploads.finish(session, teacher, upload.id, blob.size, blob.sha256)
    asyncio.run(_renditions(made.id, upload.prefix, film))
    lines = [
        Line(moment.start_ms, moment.end_ms, moment.text)
        for moment in script().moments
        if moment.text
    ]
    with acting() as session:
        transcripts.keep(session, made.id, script().language, "script", lines)
        machine_work.done(session, made.id)
    return made.id


async def _renditions(recording_id: str, prefix: str, film: Path) -> None:
    found = await probe(film)
    with workspace(f"demo-{recording_id}") as folder:
        made = await make_renditions(film, found, folder)
        files = {
            RenditionKind.proxy: made.proxy,
            RenditionKind.poster: made.poster,
            RenditionKind.filmstrip: made.filmstrip,
            RenditionKind.filmstrip_plan: made.sheet,
            RenditionKind.peaks: made.peaks,
        }
        stored = [_store(prefix, kind, path) for kind, path in files.items()]
    width, height = found.shown_size
    pace = found.proxy_fps
    facts = FilmFacts(made.duration_ms, width, height, pace.numerator, pace.denominator)
    with acting() as session:
        for file in stored:
            machine_work.add_file(session, recording_id, file)
        machine_work.note_film(session, recording_id, facts)
        machine_work.watchable(session, recording_id)


def _store(prefix: str, kind: RenditionKind, path: Path) -> StoredFile:
    name, media_type = FILES[kind]
    blob = media_store().put_file(f"{prefix}/{name}", path)
    return StoredFile(kind, blob.key, blob.size, blob.sha256, media_type)


def _clips(said: Story, coach: Asker, recording_id: str, film: Path) -> list[str]:
    clip_ids = []
    for number, told in enumerate(said.clips):
        span = Span(*told.span)
        with acting() as session:
            made = clips.cut(session, coach, recording_id, span, f"demo-{number}")
            clips.change(session, coach, made.id, made.version, span, told.words)
        asyncio.run(_clip_file(made.id, span, film))
        clip_ids.append(made.id)
    return clip_ids


async def _clip_file(clip_id: str, span: Span, film: Path) -> None:
    found: Film = await probe(film)
    with workspace(f"demo-{clip_id}") as folder:
        made = await cut(film, found, span, folder / "clip.mp4")
        blob = media_store().put_file(f"{clips.folder(clip_id)}/clip.mp4", Path(made.path))
    caption(clip_id, span)
    file = StoredFile(RenditionKind.proxy, blob.key, blob.size, blob.sha256, "video/mp4")
    pace = (found.proxy_fps.numerator, found.proxy_fps.denominator)
    with acting() as session:
        machine_work.note_clip_file(session, clip_id, file, made.frames, pace)


def _reflection(said: Story, teacher: Asker, cycle_id: str, clip_ids: list[str]) -> None:
    with acting() as session:
        for clip_id, told in zip(clip_ids, said.clips, strict=True):
            reflections.open_clip(session, teacher, clip_id)
            reflections.save(session, teacher, clip_id, told.answer, not told.answer, 0)
        reflections.submit(session, teacher, cycle_id)


def _talk(said: Story, teacher: Asker, coach: Asker, cycle_id: str) -> None:
    with acting() as session:
        talks.save_notes(session, coach, cycle_id, said.talk.notes, 0)
        talks.say_held(session, coach, cycle_id, clock.today(), said.talk.minutes)
        talks.confirm_held(session, teacher, cycle_id)


def _agreement(said: Story, teacher: Asker, coach: Asker, cycle_id: str) -> None:
    actions = [PlannedAction(each.when, each.what, each.sign) for each in said.summary.actions]
    with acting() as session:
        action_summaries.save(session, coach, cycle_id, said.summary.discussed, actions, 0)
        action_summaries.propose(session, coach, cycle_id)
        action_summaries.agree(session, teacher, cycle_id)
