"""Holds: nothing held is deleted, whatever runs, and nobody of the pair opens it."""

import pytest
from sqlalchemy import Engine, select

from storage import (
    clips,
    clock,
    held,
    holds,
    machine_work,
    nights,
    observation_notes,
    recordings,
    retention,
)
from storage.database import acting, asking
from storage.errors import NotFound, Refused
from storage.media import MediaStore, media_store
from storage.records import Clip, Going, Hold, Person, Recording, RenditionKind, Tombstone
from storage.rules.access import Asker
from storage.rules.hold import PENDING_FOR, Standing
from storage.rules.retention import Kind
from storage.rules.steps import Unusable
from tests import makers
from tests.makers import Walk
from tests.storage.kept import gone, later, sweep_at, whole_cycle
from tests.storage.two import standing, two

pytestmark = pytest.mark.usefixtures("wanted", "at_now")


def opened(who: Asker, recording_id: str) -> bool:
    with asking() as session:
        try:
            recordings.open_rendition(session, who, recording_id, RenditionKind.proxy)
        except NotFound:
            return False
        return True


# Keeping


def test_a_hold_by_two_keeps_the_film_and_all_that_was_made_of_it(database: Engine):
    walk, both = whole_cycle(), two()
    before = list(media_store().list())
    hold_id = both.confirmed(walk.recording_id)
    # What was written apart goes, and who coached; the film with its clips and notes stays, and
    # whose it is.
    sweep_at(later(days=29))
    sweep_at(later(days=400))
    assert list(media_store().list()) == before
    assert gone() == {Kind.reflection, Kind.talk_metadata, Kind.account}
    with asking() as session:
        assert session.get_one(Person, walk.teacher.id).closed_at is None
    with clock.at(later(days=401)):
        both.lift(hold_id)
    sweep_at(later(days=700))
    assert list(media_store().list()) == []


def test_one_person_alone_keeps_something_for_three_days_and_locks_nothing(
    sqlite_database: Engine,
):
    walk, both = makers.a_walk().completed(), two()
    with clock.at(later(days=13)):
        both.set(walk.recording_id)
        assert opened(walk.teacher, walk.recording_id)
        assert not opened(both.officer, walk.recording_id)
    assert sweep_at(later(days=15)).gone == 0
    assert sweep_at(later(days=13) + PENDING_FOR).gone > 0
    with asking() as session:
        assert session.get(Recording, walk.recording_id) is None


def test_who_let_a_hold_lapse_cannot_set_it_again_alone(sqlite_database: Engine):
    walk, both = makers.a_walk().released(), two()
    both.set(walk.recording_id)
    with pytest.raises(Refused, match="hold_already"):
        both.set(walk.recording_id)
    with clock.at(later(days=4)):
        assert standing(both) == [Standing.lapsed]
        with pytest.raises(Refused, match="hold_again"):
            both.set(walk.recording_id)
        with acting() as session:
            holds.set_on(
                session, both.leader, [walk.recording_id], "incident", not_for_judging=True
            )


def test_what_is_held_cannot_be_thrown_away_or_called_unusable(sqlite_database: Engine):
    walk, both = makers.a_walk().released(), two()
    both.set(walk.recording_id)
    with acting() as session:
        with pytest.raises(Refused, match="kept_by_hold"):
            recordings.discard(session, walk.teacher, walk.recording_id)
        with pytest.raises(Refused, match="kept_by_hold"):
            recordings.report_unusable(session, walk.coach, walk.recording_id, Unusable.no_audio)


def test_what_was_thrown_away_just_before_stays_until_the_hold_is_lifted(
    sqlite_database: Engine, wanted: list[tuple[str, str]]
):
    walk, both = makers.a_walk().released(), two()
    with acting() as session:
        recordings.discard(session, walk.teacher, walk.recording_id)
    hold_id = both.confirmed(walk.recording_id)
    before = list(media_store().list())
    retention.purge_recording(media_store(), walk.recording_id)
    assert list(media_store().list()) == before
    with asking() as session:
        assert machine_work.to_purge(session) == []
    wanted.clear()
    both.lift(hold_id)
    assert wanted == [("purge", walk.recording_id)]
    retention.purge_recording(media_store(), walk.recording_id)
    assert list(media_store().list()) == []


# A sweep that runs


def test_a_hold_that_comes_during_a_sweep_wins_for_all_that_is_not_yet_wiped(
    sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch
):
    first, both = makers.a_walk().completed(), two()
    walks = [first, Walk(makers.second_pair(first.school)).completed()]
    with asking() as session:
        prefixes = [session.get_one(Recording, walk.recording_id).prefix for walk in walks]
    store = media_store()
    purge, came = type(store).purge, []

    def interrupted(self: MediaStore, prefix: str) -> list[str]:
        if not came:  # whichever film the sweep begins with, the other is held just then
            came.append(1 if prefix.startswith(prefixes[0]) else 0)
            both.confirmed(walks[came[0]].recording_id)
        return purge(self, prefix)

    monkeypatch.setattr(type(store), "purge", interrupted)
    sweep_at(later(days=15))
    held_film, swept = walks[came[0]], walks[1 - came[0]]
    with asking() as session:
        assert session.get(Recording, swept.recording_id) is None
        assert session.get(Recording, held_film.recording_id)
        assert held_film.recording_id not in set(session.scalars(select(Tombstone.thing_id)))
    assert f"{prefixes[came[0]]}/original.mp4" in list(store.list())


def test_a_hold_that_comes_too_late_says_so(
    sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch
):
    walk, both = makers.a_walk().completed(), two()
    store = media_store()
    purge, told = type(store).purge, []

    def late(self: MediaStore, prefix: str) -> list[str]:
        with asking() as session:
            whole = {each.kind for each in session.scalars(select(Going))} - held.PARTS
        if whole:
            with pytest.raises(Refused, match="hold_too_late"):
                both.set(walk.recording_id)
            told.append(prefix)
        return purge(self, prefix)

    monkeypatch.setattr(type(store), "purge", late)
    sweep_at(later(days=15))
    assert told
    with asking() as session:
        assert session.scalars(select(Going)).all() == []
        assert session.scalars(select(Hold)).all() == []


def test_what_a_crash_left_claimed_is_finished_by_the_next_sweep(sqlite_database: Engine):
    walk = makers.a_walk().completed()
    with acting() as session:
        assert held.claim(session, Kind.proxy_recording, walk.recording_id)
    with clock.at(later(days=15)):
        assert nights.run(media_store(), anyway=True).halves == 1
    with asking() as session:
        assert session.get(Recording, walk.recording_id) is None
        assert session.scalars(select(Going)).all() == []
        said = [each.key for each in nights.told(nights.last(session))]
        assert said == ["night.well", "night.halves"]


# Opening


def test_from_the_second_on_only_the_officer_opens_it(sqlite_database: Engine):
    walk, both = makers.a_walk().released(), two()
    hold_id = both.confirmed(walk.recording_id)
    for who in (walk.teacher, walk.coach):
        assert not opened(who, walk.recording_id)
        with asking() as session, pytest.raises(Refused, match="locked_by_hold"):
            recordings.look(session, who, walk.recording_id)
    assert opened(both.officer, walk.recording_id)
    assert not opened(both.leader, walk.recording_id)
    with asking() as session, pytest.raises(NotFound):
        recordings.look(session, both.leader, walk.recording_id)
    both.lift(hold_id)
    assert opened(walk.coach, walk.recording_id)
    assert not opened(both.officer, walk.recording_id)


def test_a_hold_that_nobody_reviews_keeps_and_opens_to_nobody(sqlite_database: Engine):
    walk, both = makers.a_walk().completed(), two()
    hold_id = both.confirmed(walk.recording_id)
    with clock.at(later(days=31)):
        assert standing(both) == [Standing.overdue]
        assert not opened(both.officer, walk.recording_id)
        assert sweep_at(later(days=31)).backlog == 0
        with acting() as session:
            holds.review(session, both.leader, hold_id)
        assert opened(both.officer, walk.recording_id)


def test_what_the_coach_makes_between_the_two_yeses_is_under_the_hold(sqlite_database: Engine):
    walk, both = makers.a_walk().released(), two()
    hold_id = both.set(walk.recording_id)
    walk.published()
    with acting() as session:
        note = observation_notes.write(session, walk.coach, walk.recording_id, 5_000, "Zag", "n")
    with acting() as session:
        holds.confirm(session, both.leader, hold_id)
    with asking() as session:
        assert {note.id, *walk.clip_ids} <= held.kept(session)
        for who in (walk.teacher, walk.coach):
            with pytest.raises((NotFound, Refused)):
                clips.look(session, who, walk.clip_ids[0])
        assert clips.look(session, both.officer, walk.clip_ids[0])
    sweep_at(later(days=700))
    with asking() as session:
        assert set(session.scalars(select(Clip.id))) == set(walk.clip_ids)


def test_a_held_clip_is_locked_and_stays_when_its_film_goes(sqlite_database: Engine):
    walk, both = makers.a_walk().completed(), two()
    both.confirmed(walk.clip_ids[0])
    with asking() as session, pytest.raises(NotFound):
        clips.look(session, walk.teacher, walk.clip_ids[0])
    sweep_at(later(days=700))
    with asking() as session:
        assert session.scalars(select(Clip.id)).all() == [walk.clip_ids[0]]
