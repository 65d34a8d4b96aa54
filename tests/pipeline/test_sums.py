"""The sum of a film as it was uploaded: noted once, by who reads it anyway."""

import asyncio
import hashlib
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from pipeline import steps
from pipeline.sums import keep_sum
from storage import jobs, recordings
from storage.database import acting, asking
from storage.errors import NotFound
from storage.records import Rendition, RenditionKind
from tests import makers, samples
from tests.makers import Walk


def original(walk: Walk) -> Rendition:
    with asking() as session:
        kept = session.scalar(
            select(Rendition).where(
                Rendition.recording_id == walk.recording_id,
                Rendition.kind == RenditionKind.original,
            )
        )
    assert kept is not None
    return kept


@pytest.fixture
def film() -> Path:
    return samples.film("lesson.mp4", 8)


@pytest.fixture
def walk(sqlite_database: Engine, film: Path) -> Walk:
    """A film that just came in: nobody has read it yet."""
    with jobs.collecting():
        walk = makers.a_walk().uploaded(film.read_bytes())
    with acting() as session:
        session.get_one(Rendition, original(walk).id).sha256 = None
    return walk


def test_what_was_uploaded_is_summed_when_the_machine_first_looks_at_it(
    walk: Walk, film: Path
) -> None:
    found = asyncio.run(steps.look(walk.recording_id))
    assert original(walk).sha256 == hashlib.sha256(film.read_bytes()).hexdigest()
    assert found is None, "it is too short for a lesson, and summed all the same"


def test_the_first_sum_of_a_film_stays(walk: Walk, film: Path, tmp_path: Path) -> None:
    asyncio.run(keep_sum(walk.recording_id, film))
    other = tmp_path / "other.mp4"
    other.write_bytes(b"not what was uploaded")
    asyncio.run(keep_sum(walk.recording_id, other))
    assert original(walk).sha256 == hashlib.sha256(film.read_bytes()).hexdigest()


def test_a_film_that_was_thrown_away_is_not_summed_any_more(walk: Walk, film: Path) -> None:
    with jobs.collecting(), acting() as session:
        recordings.discard(session, walk.teacher, walk.recording_id)
    with pytest.raises(NotFound):
        asyncio.run(keep_sum(walk.recording_id, film))
    assert original(walk).sha256 is None
