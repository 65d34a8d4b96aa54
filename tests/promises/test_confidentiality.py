"""Confidential: who sees a film and what is written about it, and who knows that they did."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import inspect

from config.texts import LANGUAGES, catalog
from storage import (
    action_summaries,
    clips,
    clock,
    database,
    ledger,
    monthly_totals,
    packages,
    recordings,
    reflections,
    share_grants,
    talks,
    today,
)
from storage.database import acting, asking
from storage.errors import NotFound, Refused
from storage.records import RenditionKind
from storage.rules.access import Act, Asker, Thing, may
from storage.rules.roles import Role
from storage.spans import Span
from tests import makers
from tests.makers import Walk, person
from tests.storage.doors import DOORS, everybody_else
from tests.storage.sharing import give, leader, reads

TEXTS: dict[str, Callable[..., object]] = {
    "package": packages.read,
    "reflection": reflections.read,
    "talk": talks.look,
    "summary": action_summaries.read,
    "cycle": today.cycle,
}


def opens(walk: Walk, who: Asker) -> set[str]:
    """Every door to a film, a clip or a text that opens for this person."""
    doors: dict[str, Callable[[], object]] = {
        name: lambda door=door: door(walk, who, walk.recording_id)  # type: ignore[misc]
        for name, door in DOORS.items()
    }
    for name, read in TEXTS.items():
        doors[name] = lambda read=read: _asked(read, who, walk.cycle_id)  # type: ignore[misc]
    for clip_id in walk.clip_ids:
        doors[f"clip {clip_id}"] = lambda of=clip_id: _asked(clips.look, who, of)  # type: ignore[misc]
    return {name for name, door in doors.items() if _is_open(door)}


def _asked(read: Callable[..., object], who: Asker, of: str) -> object:
    with asking() as session:
        return read(session, who, of)


def _is_open(door: Callable[[], object]) -> bool:
    try:
        door()
    except Refused:
        return False
    return True


@pytest.mark.promise("coach_after_release")
def test_a_coach_opens_no_part_of_a_film_before_the_teacher_shares_it():
    walk = makers.a_walk().ready()
    assert opens(walk, walk.coach) == {"cycle", "summary"}
    walk.released()
    assert {"look", "transcript", f"open {RenditionKind.proxy}"} <= opens(walk, walk.coach)


@pytest.mark.promise("nobody_else")
def test_apart_from_the_two_nobody_opens_a_film_a_clip_or_a_text():
    walk = makers.a_walk().proposed()
    clip_doors = {f"clip {clip_id}" for clip_id in walk.clip_ids}
    assert {"look", "package", "reflection", "talk", "summary"} | clip_doors <= opens(
        walk, walk.teacher
    )
    others = [who for who in everybody_else(walk) if who.id != walk.coach.id]
    assert {role for who in others for role in who.roles} == set(Role)
    for who in others:
        assert opens(walk, who) == set(), who.role


@pytest.mark.promise("no_report")
def test_a_school_leader_gets_counts_of_five_teachers_and_a_coach_can_hand_on_nothing():
    walk = makers.a_walk().completed()
    leader = person("Leo", Role.school_leader)
    for number in range(4):
        with acting() as session:
            monthly_totals.take(session)
        with asking() as session, pytest.raises(Refused):
            monthly_totals.of_programme(session, leader, walk.school.programme_id)
        makers.joined(walk.school, person(f"Leraar-{number}", Role.teacher))
    with clock.at(clock.now() + timedelta(days=32)):
        with acting() as session:
            monthly_totals.take(session)
        with asking() as session:
            told = monthly_totals.of_programme(session, leader, walk.school.programme_id)
    assert told.enrolled == 5
    assert told.median_days is None, "one teacher finished a cycle: that number is about her"
    thing = Thing(owner_id=walk.teacher.id, coach_id=walk.coach.id, programme_open=True)
    assert not may(walk.coach, Act.GRANT_SHARE, thing)
    assert may(walk.teacher, Act.GRANT_SHARE, thing)


@pytest.mark.promise("sharing_is_hers")
def test_a_school_leader_reads_what_its_teacher_shares_is_seen_to_and_can_be_stopped():
    walk = makers.a_walk().completed()
    leo = leader("Leo")
    assert opens(walk, leo) == set()
    asks = [act for act in Act if may(leo, act, Thing(shared=True, programme_open=True))]
    assert {act.value for act in asks} == {
        "read_summary", "read_holds", "set_hold", "confirm_hold", "review_hold",
    }, "there is no act to ask with"  # fmt: skip
    for who in (walk.coach, leo, walk.school.coordinator):
        with pytest.raises(Refused):
            give(walk, leo, by=who)
    grant_id = give(walk, leo)
    assert reads(leo, grant_id).discussed
    assert opens(walk, leo) == set(), "and nothing comes along with it"
    with asking() as session:
        (told,) = share_grants.of_cycle(session, walk.teacher, walk.cycle_id)
    assert told.read_at
    with acting() as session:
        share_grants.revoke(session, walk.teacher, grant_id)
    with pytest.raises(Refused):
        reads(leo, grant_id)


@pytest.mark.promise("answers_when_sent")
def test_a_coach_reads_answers_only_once_they_are_sent():
    walk = makers.a_walk().published()
    with acting() as session:
        for clip_id in walk.clip_ids:
            reflections.open_clip(session, walk.teacher, clip_id)
            reflections.save(session, walk.teacher, clip_id, "Nog niet af.", False, 0)
    with asking() as session, pytest.raises(Refused):
        reflections.read(session, walk.coach, walk.cycle_id)
    with acting() as session:
        reflections.submit(session, walk.teacher, walk.cycle_id)
    with asking() as session:
        read = reflections.read(session, walk.coach, walk.cycle_id)
    assert {answer.text for answer in read.answers} == {"Nog niet af."}


@pytest.mark.promise("you_see_who_looked")
def test_a_teacher_reads_who_watched_which_part_of_her_film_and_when():
    walk = makers.a_walk().released()
    span = Span(60_000, 90_000)
    with acting() as session:
        recordings.open_rendition(session, walk.coach, walk.recording_id, RenditionKind.proxy)
        recordings.note_watched(session, walk.coach, walk.recording_id, [span])
    with asking() as session:
        lines = ledger.read(session, walk.teacher, walk.recording_id)
    watched = [line for line in lines if line.actor_id == walk.coach.id]
    assert span in [line.span for line in watched]
    assert all(line.at.tzinfo for line in watched)
    with asking() as session, pytest.raises(NotFound):
        ledger.read(session, walk.school.coordinator, walk.recording_id)


@pytest.mark.promise("no_judgement")
def test_nothing_is_kept_or_said_that_rates_a_teacher_or_a_lesson():
    never = {"score", "grade", "rating", "rank", "mark", "points", "stars", "verdict"}
    looked_at = inspect(database.engine())
    columns = [
        (table, column["name"])
        for table in looked_at.get_table_names()
        for column in looked_at.get_columns(table)
    ]
    assert len(columns) > 100
    columns.remove(("ledger_entry", "mark"))  # a seal in the place of a name
    assert [name for _, name in columns if never & set(name.split("_"))] == []
    for lang in LANGUAGES:
        words = " ".join(catalog(lang).singular.values()).lower().split()
        assert not {"score", "scores", "onvoldoende", "unsatisfactory"} & set(words)
