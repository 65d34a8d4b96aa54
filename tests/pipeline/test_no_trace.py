"""A whole cycle through the real machine, and then nothing of it in the whole data folder."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from pipeline import chores, engine, speech_steps, workflows
from pipeline.speech import Heard, Segment, Word
from storage import action_summaries, clock, nights, packages, recordings, reflections, talks
from storage.action_summaries import PlannedAction
from storage.clips import Words
from storage.database import acting, asking
from storage.media import media_store
from storage.records import Clip, Recording, Tombstone
from storage.rules.clip import PromptKind
from tests import makers, samples
from tests.makers import Walk
from tests.searching import found_in, words_in
from tests.storage.masking import review

FILM = b"planted-in-the-film-7f3a"
WORDS = (
    "planted-spoken", "planted-fact", "planted-question", "planted-note", "planted-reflection",
    "planted-talk", "planted-summary", "planted-action", "Kijk naar mijn vragen",
)  # fmt: skip
SAID = Word(61_000, 62_000, "planted-spoken", 0.9)
HEARD = Segment(61_000, 62_000, "Dit is planted-spoken.", (SAID,))


async def hears(
    audio: Path,
    language: str | None,
    on_progress: Callable[[float], None],
    on_segment: Callable[[Segment], None],
) -> Heard:
    on_segment(HEARD)
    return Heard(language or "nl", "stand-in", (HEARD,))


@pytest.fixture
def working(sqlite_database: Engine, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The engine in this process, and a log in the data folder of all that is said at INFO."""
    monkeypatch.setattr(speech_steps, "transcribe", hears)
    assert workflows.purge  # the engine must know them
    log, said = logging.getLogger(), logging.FileHandler(home / "lesbeeld.log")
    before = log.level
    log.addHandler(said)
    log.setLevel(logging.INFO)
    try:
        with engine.running():
            yield
    finally:
        log.setLevel(before)
        log.removeHandler(said)
        said.close()


def until(true: Callable[[], object]) -> None:
    give_up = time.monotonic() + 120
    while not true():
        assert time.monotonic() < give_up, "it did not come to that"
        time.sleep(0.05)


def planted_film() -> bytes:
    """A lesson of 100 seconds that names what was planted in its tags and behind its last byte."""
    said = f"-metadata title={FILM.decode()} -metadata comment=planted-note-of-the-camera"
    return samples.film("planted.mp4", 100, 5, said).read_bytes() + FILM


def film_of(walk: Walk) -> Recording:
    with asking() as session:
        return session.get_one(Recording, walk.recording_id)


def ready_lesson() -> Walk:
    walk = Walk(makers.school(least_minutes=1)).uploaded(planted_film())
    until(lambda: film_of(walk).step == "done")
    check = review(walk)
    assert check.finding or check.faces is not None, "faces are looked for as soon as it is done"
    return walk


def clips_without_file() -> int:
    with asking() as session:
        query = select(func.count()).select_from(Clip).where(Clip.file_key.is_(None))
        return session.scalar(query) or 0


def whole_cycle(walk: Walk) -> None:
    """Everything a pair can write, planted."""
    walk.released()
    words = Words(
        "instructional_support", "quality_feedback", PromptKind.nice_work,
        "planted-fact", "planted-question",
    )  # fmt: skip
    walk.cut(words)
    with acting() as session:
        packages.publish(session, walk.coach, walk.cycle_id, "planted-note")
    with acting() as session:
        for clip_id in walk.clip_ids:
            reflections.open_clip(session, walk.teacher, clip_id)
            reflections.save(session, walk.teacher, clip_id, "planted-reflection", False, 0)
        reflections.submit(session, walk.teacher, walk.cycle_id)
        talks.save_notes(session, walk.coach, walk.cycle_id, "planted-talk", 0)
    walk.talked()
    action = PlannedAction("dinsdag", "planted-action", "meer vingers")
    with acting() as session:
        action_summaries.save(session, walk.coach, walk.cycle_id, "planted-summary", [action], 0)
        action_summaries.propose(session, walk.coach, walk.cycle_id)
        action_summaries.agree(session, walk.teacher, walk.cycle_id)


@pytest.mark.slow
def test_after_its_last_day_nothing_of_a_cycle_is_found_in_the_whole_data_folder(
    working: None, home: Path
) -> None:
    walk = ready_lesson()
    whole_cycle(walk)
    until(lambda: clips_without_file() == 0)
    assert words_in(home, [*WORDS, FILM]) == {*WORDS, FILM.decode()}
    for days in (8, 15):
        with clock.at(clock.now() + timedelta(days=days)):
            asyncio.run(chores.sweep())
    for days in (300, 700):  # so long after the last night a person is asked
        with clock.at(clock.now() + timedelta(days=days)):
            nights.run(media_store(), anyway=True)
    assert found_in(home, [*WORDS, FILM, b"planted"]) == {}
    with asking() as session:
        assert session.scalar(select(func.count()).select_from(Tombstone)) >= 8


@pytest.mark.slow
def test_a_film_thrown_away_is_found_nowhere_as_soon_as_it_is_purged(
    working: None, home: Path
) -> None:
    walk = ready_lesson()
    assert words_in(home, [WORDS[0], FILM]) == {WORDS[0], FILM.decode()}
    with acting() as session:
        recordings.discard(session, walk.teacher, walk.recording_id)
    until(lambda: found_in(home, [*WORDS, FILM, b"planted"]) == {})
