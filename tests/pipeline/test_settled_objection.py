"""A parent objected to a film that was shared: what the machine leaves of it, and of its clips."""

from pathlib import Path

import pytest

from pipeline import chores
from storage import clock, jobs, machine_work, objections, recordings, settling
from storage.database import acting, asking
from storage.media import media_store
from storage.records import Annotation, Clip, Recording
from storage.rules.privacy_check import Masks
from storage.spans import Span
from tests.makers import Walk
from tests.pipeline.test_privacy_steps import NAME, PLANTED, film, lesson, until, working
from tests.searching import found_in
from tests.storage.masking import agree, ask, review, save

__all__ = ["film", "working"]
pytestmark = pytest.mark.slow


def shared_with_a_clip(film: Path) -> tuple[Walk, str]:
    """Released, with a clip of the middle."""
    walk = lesson(film)
    agree(walk)
    with jobs.collecting(), acting() as session:
        recordings.release(session, walk.teacher, walk.recording_id, pupils_checked=True)
    with acting() as session:
        clip = Clip(
            recording_id=walk.recording_id, cycle_id=walk.cycle_id, owner_id=walk.teacher.id,
            coach_id=walk.coach.id, start_ms=1_000, end_ms=3_000, created_at=clock.now(),
        )  # fmt: skip
        clip.annotation = Annotation()
        session.add(clip)
        session.flush()
        jobs.wanted(session, "cut", clip.id)
    until(lambda: file_of(clip.id))
    return walk, clip.id


def file_of(clip_id: str) -> str | None:
    with asking() as session:
        return session.get_one(Clip, clip_id).file_sha256


def test_nothing_of_what_she_took_out_is_left_and_the_clip_is_cut_anew(
    working: None, film: Path, home: Path
):
    walk, clip_id = shared_with_a_clip(film)
    before = file_of(clip_id)
    with acting() as session:
        objections.enter(session, walk.teacher, walk.recording_id, "5B", clock.today())
        session.get_one(Recording, walk.recording_id).step = "done"
    save(walk, Masks(Span(500, 4_000), muted=(Span(1_400, 2_000),)))
    ask(walk)
    until(lambda: review(walk).made)
    agree(walk)
    with asking() as session:
        (found,) = objections.of_recording(session, walk.teacher, walk.recording_id)
    with acting() as session:
        settling.settle(session, walk.teacher, walk.recording_id, [found.id])
    until(lambda: jobs.fate("unmasked", walk.recording_id) is jobs.Fate.done)
    until(lambda: file_of(clip_id))
    until(lambda: jobs.fate("captions", walk.recording_id) is jobs.Fate.done)
    until(lambda: jobs.fate("cut", clip_id) is jobs.Fate.done)
    chores.traces.wipe()
    assert found_in(home, [PLANTED, NAME]) == {}
    assert file_of(clip_id) != before
    with asking() as session:
        clip = session.get_one(Clip, clip_id)
        assert clip.span == Span(500, 2_500)
        assert media_store().size(machine_work.proxy_key(session, walk.recording_id)) > 0
