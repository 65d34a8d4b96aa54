"""What the officer may choose from to hold, and that nobody else may look."""

import pytest
from sqlalchemy import Engine

from storage import held, hold_search, recordings, wiping
from storage.database import acting, asking
from storage.errors import NotAllowed
from storage.hold_search import Choice, What
from storage.rules.access import Asker
from storage.rules.retention import Kind
from storage.rules.roles import Role
from tests import makers
from tests.makers import Walk, person
from tests.storage.leaving import leaves
from tests.storage.two import Two

pytestmark = pytest.mark.usefixtures("wanted")


def choices(walk: Walk, who: Asker) -> list[Choice]:
    with asking() as session:
        return hold_search.of_teacher(session, who, walk.teacher.id)


def test_the_officer_chooses_films_and_what_was_written_in_a_cycle(sqlite_database: Engine):
    walk, officer = makers.a_walk().talked(), person("Fien", Role.dpo)
    film, writings = choices(walk, officer)
    assert (film.what, film.cycle, film.thing_ids) == (What.film, 1, (walk.recording_id,))
    assert (writings.what, writings.cycle) == (What.writings, 1)
    assert len(writings.thing_ids) == 2, "the reflection that was written, and the talk"
    other = makers.second_pair(walk.school)
    with asking() as session:
        assert hold_search.of_teacher(session, officer, other.teacher.id) == []


def test_a_film_thrown_away_can_be_chosen_as_long_as_it_is_there(sqlite_database: Engine):
    walk, officer = makers.a_walk().ready(), person("Fien", Role.dpo)
    with acting() as session:
        recordings.discard(session, walk.teacher, walk.recording_id)
    assert [each.what for each in choices(walk, officer)] == [What.film]


def test_clips_whose_film_is_gone_can_be_held(sqlite_database: Engine):
    walk, officer = makers.a_walk().published(), person("Fien", Role.dpo)
    assert [each.what for each in choices(walk, officer)] == [What.film]
    with acting() as session:
        wiping.delete_rows(session, Kind.proxy_recording, walk.recording_id)
    (found,) = choices(walk, officer)
    assert (found.what, found.cycle) == (What.clips, 1)
    assert sorted(found.thing_ids) == sorted(walk.clip_ids)
    Two(officer, person("Lies", Role.school_leader)).confirmed(*found.thing_ids)
    with asking() as session:
        assert held.kept(session) == set(walk.clip_ids)


def test_of_who_just_left_something_can_be_held_as_long_as_it_is_there(sqlite_database: Engine):
    walk, officer = makers.a_walk().released(), person("Fien", Role.dpo)
    leaves(walk, walk.teacher)
    with asking() as session:
        assert hold_search.teachers(session, officer) == {walk.teacher.id: "Tessa"}
    assert [each.what for each in choices(walk, officer)] == [What.film]


def test_nobody_but_the_officer_learns_what_there_is(sqlite_database: Engine):
    walk = makers.a_walk().released()
    for role in set(Role) - {Role.dpo}:
        somebody = person(f"Iemand-{role}", role)
        with pytest.raises(NotAllowed):
            choices(walk, somebody)
        with pytest.raises(NotAllowed), asking() as session:
            hold_search.teachers(session, somebody)
    for who in (walk.teacher, walk.coach):
        with pytest.raises(NotAllowed):
            choices(walk, who)
