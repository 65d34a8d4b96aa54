"""What is under way when a teacher stops: machines, a clip being cut, a coach who is saving."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from storage import clips, clock, machine_work, overdue, packages, privacy_review, withdrawals
from storage.database import acting, asking
from storage.errors import NotFound, Refused
from storage.records import Clip
from storage.rules.privacy_check import Masks
from storage.spans import Span
from tests import makers
from tests.makers import Walk
from tests.storage import kept

WEEK = timedelta(days=7)
Wanted = list[tuple[str, str]]


@pytest.fixture
def school_day(sqlite_database: Engine, wanted: Wanted) -> Iterator[None]:
    with clock.at(kept.NOW):
        yield


def takes_back(walk: Walk) -> None:
    with acting() as session:
        withdrawals.from_recording(session, walk.teacher, walk.recording_id)


def stops(walk: Walk) -> None:
    with acting() as session:
        withdrawals.from_cycle(session, walk.teacher, walk.cycle_id)


def test_queued_and_running_work_stops_and_is_not_asked_for_again(
    school_day: None, wanted: Wanted
) -> None:
    walk = makers.a_walk().uploaded()
    takes_back(walk)
    assert ("stop ingest", walk.recording_id) in wanted
    with asking() as session:
        assert machine_work.waiting(session) == []
        with pytest.raises(NotFound):
            machine_work.still_wanted(session, walk.recording_id)


def test_a_film_that_is_being_made_anew_is_not_made_any_more(
    school_day: None, wanted: Wanted
) -> None:
    walk = makers.a_walk().ready()
    with acting() as session:
        masks = Masks(Span(1_000, makers.LESSON_MS))
        privacy_review.save(session, walk.teacher, walk.recording_id, 0, masks)
        privacy_review.make(session, walk.teacher, walk.recording_id)
    (work_id,) = [each for workflow, each in wanted if workflow == "mask"]
    stops(walk)
    assert ("stop mask", work_id) in wanted


def test_a_clip_that_is_being_cut_is_not_cut_any_more(school_day: None, wanted: Wanted) -> None:
    walk = makers.a_walk().published()
    stops(walk)
    assert {("stop cut", each) for each in walk.clip_ids} <= set(wanted)
    with asking() as session:
        assert machine_work.clips_waiting(session) == []
        with pytest.raises(NotFound):
            machine_work.film_of(session, session.get_one(Clip, walk.clip_ids[0]))


@pytest.mark.usefixtures("school_day")
def test_a_coach_who_saves_after_it_hears_no_and_nothing_changes() -> None:
    walk = makers.a_walk().released()
    clip_id = walk.cut()
    takes_back(walk)
    with pytest.raises(Refused), acting() as session:
        clips.change(session, walk.coach, clip_id, 2, Span(60_000, 80_000), makers.GROWTH)
    with pytest.raises(Refused), acting() as session:
        packages.save_note(session, walk.coach, walk.cycle_id, "Nog een woord", 0)
    with asking() as session:
        assert session.get_one(Clip, clip_id).end_ms == 90_000


@pytest.mark.usefixtures("school_day")
def test_the_dry_run_tells_what_goes_after_the_week() -> None:
    walk = makers.a_walk().published()
    stops(walk)
    with asking() as session:
        assert list(overdue.plan(session)) == []
        later = {each.kept.thing_id for each in overdue.plan(session, kept.NOW + WEEK)}
    assert {walk.recording_id, *walk.clip_ids} <= later
