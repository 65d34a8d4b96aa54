"""One cycle of the invented school that is measured with, as far as it has to come."""

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

from pipeline.publish import FILES
from storage import (
    clips,
    clock,
    machine_work,
    packages,
    privacy_review,
    recordings,
    reflections,
    talks,
    transcripts,
    uploads,
)
from storage.clips import Words
from storage.database import acting
from storage.machine_work import FilmFacts, StoredFile
from storage.media import media_store
from storage.records import RenditionKind
from storage.rules.access import Asker
from storage.rules.clip import PromptKind
from storage.spans import Span
from storage.transcripts import HeardWord, Line

LINES, LINE_MS, WORDS_IN_LINE = 600, 4_500, 8
LESSON_MS = LINES * LINE_MS
CLIP_MS = 40_000
LEFT_OUT = (RenditionKind.sound, RenditionKind.transcript)
FACT = "Je wacht vier tellen en drie vingers gaan omhoog."
QUESTION = "Wat deed je vlak hiervoor?"
CLIPS = [
    Words("instructional_support", "quality_feedback", PromptKind.nice_work, FACT, QUESTION),
    Words("emotional_support", "teacher_sensitivity", PromptKind.nice_work, FACT, QUESTION),
    Words("emotional_support", "teacher_sensitivity", PromptKind.consider_this, FACT, QUESTION),
    Words("instructional_support", "quality_feedback", PromptKind.consider_this, FACT, QUESTION),
]


@dataclass
class Pair:
    """A teacher, a coach and their running cycle."""

    teacher: Asker
    coach: Asker
    cycle_id: str
    recording_id: str = ""
    clip_ids: list[str] = field(default_factory=list)


def walk(pair: Pair, stage: str) -> None:
    """Take a cycle from waiting for its film as far as its stage."""
    for name, step in STEPS.items():
        step(pair)
        if name == stage:
            return


def order(pair: Pair, length: int) -> uploads.UploadOrder:
    """Return what a browser announces before a film of so many bytes."""
    return uploads.UploadOrder(length, ".mp4", pair.cycle_id, QUESTION, uploads.ATTESTATIONS)


def _film(pair: Pair) -> None:
    """A film came in and was made ready: its owner can look."""
    stand_in = b"a film"
    with acting() as session:
        upload = uploads.begin(session, pair.teacher, order(pair, len(stand_in)))
    blob = media_store().put(uploads.original_key(upload), BytesIO(stand_in))
    with acting() as session:
        recording = uploads.finish(session, pair.teacher, upload.id, blob.size, blob.sha256)
        pair.recording_id = recording.id
        for kind, (name, media_type) in FILES.items():
            if kind not in LEFT_OUT:
                blob = media_store().put(f"{upload.prefix}/{name}", BytesIO(b"{}"))
                file = StoredFile(kind, blob.key, blob.size, blob.sha256, media_type)
                machine_work.add_file(session, recording.id, file)
        machine_work.note_film(session, recording.id, FilmFacts(LESSON_MS, 1280, 720, 25, 1))
        machine_work.watchable(session, recording.id)
        transcripts.keep(session, recording.id, "nl", "stand-in", _lines())
        machine_work.done(session, recording.id)


def _lines() -> list[Line]:
    word_ms = LINE_MS // WORDS_IN_LINE
    return [
        Line(
            start,
            start + LINE_MS,
            " ".join(["woord"] * WORDS_IN_LINE),
            tuple(
                HeardWord(at, at + word_ms, "woord", 0.9)
                for at in range(start, start + WORDS_IN_LINE * word_ms, word_ms)
            ),
        )
        for start in range(0, LESSON_MS, LINE_MS)
    ]


def _drafts(pair: Pair) -> None:
    """She let her coach look, who chose moments."""
    with acting() as session:
        recordings.note_watched(session, pair.teacher, pair.recording_id, [Span(0, LINE_MS)])
        privacy_review.agree(session, pair.teacher, pair.recording_id, 0)
        recordings.release(session, pair.teacher, pair.recording_id, pupils_checked=True)
        for number, words in enumerate(CLIPS):
            start = LESSON_MS // len(CLIPS) * number
            span = Span(start, start + CLIP_MS)
            made = clips.cut(session, pair.coach, pair.recording_id, span, f"bench-{number}")
            clips.change(session, pair.coach, made.id, made.version, span, words)
            pair.clip_ids.append(made.id)


def _package(pair: Pair) -> None:
    with acting() as session:
        packages.publish(session, pair.coach, pair.cycle_id)


def _reflection(pair: Pair) -> None:
    with acting() as session:
        for clip_id in pair.clip_ids:
            reflections.open_clip(session, pair.teacher, clip_id)
            reflections.save(session, pair.teacher, clip_id, FACT, False, 0)
        reflections.submit(session, pair.teacher, pair.cycle_id)


def _talk(pair: Pair) -> None:
    with acting() as session:
        talks.say_held(session, pair.coach, pair.cycle_id, clock.today(), 25)
        talks.confirm_held(session, pair.teacher, pair.cycle_id)


STEPS: dict[str, Callable[[Pair], None]] = {
    "filmed": _film,
    "chosen": _drafts,
    "published": _package,
    "reflected": _reflection,
    "talked": _talk,
}
STAGES = tuple(STEPS)
"""How far a cycle can have come: the film is in, … , the talk was held."""
