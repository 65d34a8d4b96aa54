"""What goes when, and that it is gone: bytes, rows and words."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from storage import (
    clips,
    overdue,
    packages,
    reflections,
    retention,
    tombstones,
)
from storage.database import acting, asking
from storage.errors import NotFound, Refused
from storage.media import MediaStore, media_store
from storage.records import Clip, Cycle, Recording, Transcript
from storage.retention import Swept
from storage.rules.retention import Kind
from tests import makers
from tests.makers import Walk
from tests.storage.kept import (
    WORDS,
    YEAR_ENDS,
    gone,
    later,
    sweep_at,
    whole_cycle,
    with_files,
    words_left,
)

pytestmark = pytest.mark.usefixtures("wanted", "at_now")


# The standard preset, from the first day to the last


def the_year_of_a_cycle(engine: Engine) -> None:
    walk = whole_cycle()
    store = media_store()
    assert words_left(engine) == set(WORDS)
    with asking() as session:
        prefix = session.get_one(Recording, walk.recording_id).prefix

    assert sweep_at(later(days=6, hours=23)) == Swept(0, 0)
    assert f"{prefix}/original.mp4" in list(store.list())

    assert sweep_at(later(days=7, hours=1)) == Swept(1, 0)
    assert gone() == {Kind.raw_recording}
    assert f"{prefix}/original.mp4" not in list(store.list())

    assert sweep_at(later(days=13, hours=23)) == Swept(0, 0)
    sweep_at(later(days=14, hours=1))
    assert gone() >= {Kind.proxy_recording, Kind.transcript_full, Kind.derived_media}
    assert list(store.list()) == sorted(f"clip/{clip}/clip.mp4" for clip in walk.clip_ids)
    with asking() as session:
        assert session.get(Recording, walk.recording_id) is None
        assert session.scalars(select(Transcript)).all() == []
        assert [each.published for each in packages.read(session, walk.coach, walk.cycle_id).clips]

    assert sweep_at(YEAR_ENDS + timedelta(days=29)) == Swept(0, 0)
    sweep_at(YEAR_ENDS + timedelta(days=31))
    assert list(store.list()) == []
    assert gone() >= {Kind.clip, Kind.annotation, Kind.reflection, Kind.talk_metadata}
    assert words_left(engine) == {
        "We keken naar wachttijd", "vijf tellen wachten", "meer vingers",
    }  # fmt: skip

    sweep_at(YEAR_ENDS + timedelta(days=366))
    assert words_left(engine) == set()
    with asking() as session:
        assert tombstones.verify(session) == []
        assert session.get_one(Cycle, walk.cycle_id).reached_step == 6


def test_everything_goes_on_its_day_and_no_word_stays(database: Engine):
    the_year_of_a_cycle(database)


def test_everything_goes_from_a_bucket_as_well(sqlite_database: Engine, s3_store: MediaStore):
    the_year_of_a_cycle(sqlite_database)


def test_what_is_left_lying_goes_sixty_days_after_it_came_in(sqlite_database: Engine):
    walk = makers.a_walk().published()
    sweep_at(later(days=59))
    with asking() as session:
        assert session.get(Recording, walk.recording_id)
    sweep_at(later(days=60, hours=1))
    with asking() as session:
        assert session.get(Recording, walk.recording_id) is None
        assert len(packages.read(session, walk.coach, walk.cycle_id).clips) == 2


def test_a_film_that_was_never_released_goes_after_two_weeks(sqlite_database: Engine):
    walk = makers.a_walk().ready()
    sweep_at(later(days=13))
    assert Kind.unreleased_recording not in gone()
    sweep_at(later(days=14, hours=1))
    assert Kind.unreleased_recording in gone()
    assert list(media_store().list()) == []
    assert walk.recording_id


def test_a_draft_goes_a_week_after_the_end_and_a_removed_one_after_a_day(sqlite_database: Engine):
    walk = makers.a_walk().published()
    with acting() as session:
        reflections.save(session, walk.teacher, walk.clip_ids[0], "Een half idee", False, 0)
        holdings_before = len(list(overdue.plan(session, later(days=6))))
        makers.cycles.close_early(session, walk.teacher, walk.cycle_id)
    assert holdings_before == 0
    sweep_at(later(days=6))
    assert Kind.draft not in gone()
    sweep_at(later(days=7, hours=1))
    assert Kind.draft in gone()
    with asking() as session:
        assert reflections.read(session, walk.teacher, walk.cycle_id).answers[0].text == ""

    other = Walk(makers.second_pair(walk.school)).released()
    clip_id = other.cut()
    with acting() as session:
        clips.remove(session, other.coach, clip_id)
    sweep_at(later(hours=25))
    with asking() as session:
        assert session.get(Clip, clip_id) is None


def test_who_stops_loses_everything_after_a_week_to_take_it_along(sqlite_database: Engine):
    walk = with_files(makers.a_walk().reflected())
    with acting() as session:
        makers.cycles.withdraw(session, walk.teacher, walk.cycle_id)
    assert sweep_at(later(days=6)) == Swept(0, 0)
    sweep_at(later(days=7, hours=1))
    assert list(media_store().list()) == []
    assert words_left(sqlite_database) - {"Kijk naar mijn vragen"} == set()
    sweep_at(later(days=8))
    assert words_left(sqlite_database) == set()


# What people see and choose


def ends(walk: Walk, who: makers.Asker | None = None) -> dict[Kind, datetime | None]:
    with asking() as session:
        views = retention.endings(session, who or walk.teacher, walk.recording_id)
    return {view.kind: view.ending.at for view in views}


def choose(walk: Walk, at: datetime, who: makers.Asker | None = None) -> None:
    with acting() as session:
        retention.choose_end(session, who or walk.teacher, walk.recording_id, at)


def test_a_teacher_chooses_an_earlier_end_and_the_original_goes_with_it(sqlite_database: Engine):
    walk = makers.a_walk().released()
    choose(walk, later(days=2))
    assert set(ends(walk).values()) == {later(days=2)}
    sweep_at(later(days=2, hours=1))
    assert list(media_store().list()) == []
    assert gone() >= {Kind.proxy_recording, Kind.raw_recording, Kind.transcript_full}


def test_an_end_is_never_later_than_the_rule_nor_in_the_past(sqlite_database: Engine):
    walk = makers.a_walk().released()
    with pytest.raises(Refused, match="end_not_earlier"):
        choose(walk, later(days=61))
    with pytest.raises(Refused, match="end_in_the_past"):
        choose(walk, later(days=-1))
    with pytest.raises(Refused):
        choose(walk, later(days=2), walk.coach)
    with pytest.raises(NotFound):
        choose(walk, later(days=2), makers.second_pair(walk.school).teacher)


def test_a_teacher_does_not_learn_of_drafts_from_what_disappears(sqlite_database: Engine):
    walk = makers.a_walk().released()
    before = ends(walk)
    walk.cut()
    assert ends(walk) == before
    assert Kind.draft in ends(walk, walk.coach)
    with asking() as session:
        assert Kind.draft not in {view.kind for view in retention.coming(session, walk.teacher)}


def test_the_page_says_the_day_on_which_the_sweep_takes_it(sqlite_database: Engine):
    walk = makers.a_walk().completed()
    told = {kind: at for kind, at in ends(walk).items() if at}
    for at in sorted(set(told.values())):
        sweep_at(at - timedelta(seconds=1))
        assert gone() & set(told) == {kind for kind, ends in told.items() if ends < at}
        sweep_at(at)
        assert gone() & set(told) == {kind for kind, ends in told.items() if ends <= at}
