"""The machine at work for a privacy check: faces found, the film made, what went out gone."""

import asyncio
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from pipeline import chores, engine, workflows
from pipeline.bench_faces_set import Scene, Shown, make
from storage import (
    erasures,
    jobs,
    machine_work,
    privacy_review,
    privacy_work,
    recordings,
    transcripts,
)
from storage.database import acting, asking
from storage.media import media_store
from storage.records import MaskedFile, Recording, Tombstone
from storage.rules.privacy_check import Masks, Zone
from storage.rules.retention import Kind
from storage.spans import Span
from storage.transcripts import HeardWord, Line
from tests import makers, samples
from tests.makers import Walk
from tests.pipeline.machine import Machine, kill
from tests.searching import found_in
from tests.storage.masking import agree, ask, review, save

pytestmark = pytest.mark.slow

SECONDS = 4
PLANTED = "planted-in-the-film"
NAME = "Planteria"


def one_person(_part: float) -> list[Shown]:
    return [Shown(3, 300, 300, 150, 10)]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One drawn face, with sound, and something planted in its tags."""
    folder = tmp_path_factory.mktemp("drawn")
    drawn = asyncio.run(make(Scene("one", one_person), folder, SECONDS)).film
    said = folder / "said.mp4"
    samples.ffmpeg(
        "-i", drawn, "-f", "lavfi", "-i", f"sine=frequency=300:duration={SECONDS}", "-c:v", "copy",
        "-c:a", "aac", "-metadata", f"comment={PLANTED}", "-movflags", "+faststart", said,
    )  # fmt: skip
    return said


def lesson(film: Path) -> Walk:
    """A teacher's own film, ready, with a name that is said in it."""
    with jobs.collecting():  # the machine's own way with a film is not what this is about
        walk = Walk(makers.school(least_minutes=0))
        walk.uploaded(film.read_bytes() + PLANTED.encode()).ready(SECONDS * 1000)
    words = (HeardWord(1_000, 1_200, "Dag", 0.9), HeardWord(1_400, 2_000, f" {NAME}", 0.9))
    line = Line(1_000, 2_000, f"Dag {NAME}", words)
    with acting() as session:
        transcripts.keep(session, walk.recording_id, "nl", "stand-in", [line])
        prefix = session.get_one(Recording, walk.recording_id).prefix
        recordings.note_watched(session, walk.teacher, walk.recording_id, [Span(0, 3_000)])
    media_store().put(f"{prefix}/proxy.mp4", BytesIO(film.read_bytes()))
    return walk


@pytest.fixture
def working(sqlite_database: Engine) -> Iterator[None]:
    assert workflows.mask  # the engine must know them
    with engine.running():
        yield


@pytest.fixture
def machine(home: Path, tmp_path: Path) -> Iterator[Machine]:
    made = Machine(tmp_path / "tools")
    yield made
    made.end()


def until(true: Callable[[], object]) -> None:
    give_up = time.monotonic() + 120
    while not true():
        assert time.monotonic() < give_up, "it did not come to that"
        time.sleep(0.05)


def test_a_face_is_found_covered_looked_at_and_what_was_there_is_nowhere_any_more(
    working: None, film: Path, home: Path
):
    walk = lesson(film)
    with acting() as session:
        privacy_review.find_faces(session, walk.teacher, walk.recording_id)
    until(lambda: review(walk).faces is not None)
    found = review(walk)
    assert (found.finding, found.masks.blur_faces) == (None, True)
    assert len(found.faces or ()) == 1
    save(walk, Masks(Span(500, 4_000), muted=(Span(1_400, 2_000),), blur_faces=True))
    ask(walk)
    until(lambda: review(walk).made)
    made = review(walk)
    assert (made.making, abs((made.made or never()).duration_ms - 3_500) < 100) == (None, True)
    assert found_in(home / "media", [PLANTED]), "until she shares, nothing is gone"
    agree(walk)
    with acting() as session:
        recordings.release(session, walk.teacher, walk.recording_id, pupils_checked=True)
    until(lambda: jobs.fate("unmasked", walk.recording_id) is jobs.Fate.done)
    until(lambda: jobs.fate("captions", walk.recording_id) is jobs.Fate.done)
    chores.traces.wipe()
    assert found_in(home, [PLANTED, NAME]) == {}
    with asking() as session:
        (stone,) = session.scalars(select(Tombstone)).all()
        assert stone.kind == Kind.unmasked_recording
    told = [each.thing_id for each in erasures.read(home / erasures.NAME).stones]
    assert told == [walk.recording_id], "no night came, and a restore knows already"
    with asking() as session:
        said = transcripts.read(session, walk.coach, walk.recording_id).lines
        proxy = machine_work.proxy_key(session, walk.recording_id)
    assert [(each.start_ms, each.text) for each in said] == [(500, "Dag")]
    assert media_store().size(proxy) > 0


def test_faces_that_are_found_ahead_are_there_and_nothing_is_covered(working: None, film: Path):
    walk = lesson(film)
    with acting() as session:
        privacy_work.look_ahead(session, walk.recording_id)
    until(lambda: review(walk).faces is not None)
    found = review(walk)
    assert (len(found.faces or ()), found.finding, found.takes_out) == (1, None, False)


def never() -> privacy_review.FilmFacts:
    raise AssertionError("it was not made")


def test_a_film_is_made_although_its_worker_was_killed_and_not_when_she_changed_her_mind(
    sqlite_database: Engine, machine: Machine, film: Path
):
    walk = lesson(film)
    save(walk, Masks(Span(0, 4_000), zones=(Zone(0.1, 0.1, 0.3, 0.3),)))
    machine.hold("/masks ")
    first = ask(walk)
    worker = machine.start()
    tool = machine.held()
    kill(worker)
    machine.until_gone(tool)
    machine.let_go()
    machine.start()
    machine.until(lambda: review(walk).made, "nothing was made")
    save(walk, Masks(Span(1_000, 4_000)))
    machine.hold("/masks ")
    second = ask(walk)
    tool = machine.held()
    save(walk, Masks(Span(0, 4_000)))
    machine.until_gone(tool)
    machine.until(lambda: jobs.fate("mask", second) in jobs.ENDED, "it did not stop")
    assert review(walk).making is None
    assert {key.split("/")[2] for key in masked_keys()} == {first}


def masked_keys() -> list[str]:
    with asking() as session:
        return list(session.scalars(select(MaskedFile.key)))


def test_work_that_was_lost_is_asked_for_again_and_what_ended_without_an_answer_is_told(
    sqlite_database: Engine,
):
    with jobs.collecting() as wanted:
        walk = makers.a_walk().ready()
        save(walk, Masks(Span(1_000, 9_000)))
        work_id = ask(walk)
        wanted.clear()
        chores.mend()
        assert ("mask", work_id) in wanted
    jobs.enqueue("mask", work_id)
    jobs.cancel("mask", work_id)
    chores.mend_check("mask", work_id)
    assert review(walk).making == privacy_review.Working(None, True)


def test_a_film_no_tool_can_read_is_told_and_can_be_asked_for_again(working: None, film: Path):
    walk = lesson(film)
    with asking() as session:
        proxy = machine_work.proxy_key(session, walk.recording_id)
    media_store().put(proxy, BytesIO(b"no film at all"))
    save(walk, Masks(Span(1_000, 4_000)))
    ask(walk)
    until(lambda: (work := review(walk).making) is not None and work.failed)
    assert masked_keys() == []
