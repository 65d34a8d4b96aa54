"""Changing what a school keeps how long, and keeping one film longer, through the acts."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from storage import clock, extensions, policies, retention
from storage.database import acting, asking
from storage.errors import NotAllowed, NotFound, Refused
from storage.records import Extension, Recording
from storage.rules.extension import Reason
from storage.rules.retention import Because, Kind
from storage.rules.roles import Role
from tests import makers
from tests.makers import Walk, person
from tests.storage.kept import NOW, later, sweep_at

pytestmark = pytest.mark.usefixtures("wanted", "at_now")


def ends(walk: Walk, kind: Kind = Kind.proxy_recording) -> datetime | None:
    with asking() as session:
        views = retention.endings(session, walk.teacher, walk.recording_id)
    return next(view.ending.at for view in views if view.kind is kind)


def change(walk: Walk, preset: str) -> datetime:
    officer = person("Fien", Role.dpo)
    with acting() as session:
        return policies.choose(session, officer, walk.school.programme_id, preset)


# Versions


def test_a_shorter_rule_holds_a_week_later_for_what_is_there_too(database: Engine):
    walk = Walk(makers.school(preset="long")).released()
    assert ends(walk) == later(days=120)
    with clock.at(later(days=58)):
        assert change(walk, "standard") == later(days=65)
        assert ends(walk) == later(days=65)
    assert sweep_at(later(days=64, hours=23)).backlog == 0
    with asking() as session:
        assert session.get(Recording, walk.recording_id)
    assert sweep_at(later(days=65)).backlog == 0
    with asking() as session:
        assert session.get(Recording, walk.recording_id) is None


def test_a_longer_rule_needs_the_teachers_yes_for_what_was_there(sqlite_database: Engine):
    walk = makers.a_walk().released()
    with clock.at(later(days=1)):
        change(walk, "long")
    assert ends(walk) == later(days=60)
    other = makers.second_pair(walk.school).teacher
    with acting() as session:
        (told,) = policies.mine(session, walk.teacher)
        assert (told.lengthens, told.accepted) == (True, False)
        policies.accept(session, other, told.id)
    assert ends(walk) == later(days=60)
    with acting() as session:
        policies.accept(session, walk.teacher, told.id)
    assert ends(walk) == later(days=120)


def test_only_the_officer_writes_a_version_and_only_a_teacher_says_yes(sqlite_database: Engine):
    walk = makers.a_walk().released()
    leader, officer = person("Lies", Role.school_leader), person("Fien", Role.dpo)
    admin, stranger = person("Ada", Role.admin), person("Toos", Role.teacher)
    with acting() as session:
        for who in (walk.teacher, walk.school.coordinator, admin, leader):
            with pytest.raises(NotAllowed):
                policies.choose(session, who, walk.school.programme_id, "long")
        for preset, key in (("standard", "policy_same"), ("endless", "policy_unknown")):
            with pytest.raises(Refused, match=key):
                policies.choose(session, officer, walk.school.programme_id, preset)
        with pytest.raises(NotFound):
            policies.choose(session, officer, "no programme", "long")
        policies.choose(session, officer, walk.school.programme_id, "long")
        newest = policies.history(session, officer)[0]
        assert (newest.version, newest.preset) == (2, "long")
        with pytest.raises(NotAllowed):
            policies.accept(session, walk.coach, newest.id)
        with pytest.raises(NotFound):
            policies.accept(session, stranger, newest.id)


# Keeping one film longer


def extend(walk: Walk, until: datetime, who: makers.Asker | None = None) -> None:
    with acting() as session:
        extensions.extend(
            session, who or walk.teacher, walk.recording_id, until, Reason.holiday, ""
        )


def test_a_teacher_keeps_a_film_longer_once_and_all_of_it_stays(sqlite_database: Engine):
    walk = makers.a_walk().published()
    with pytest.raises(Refused, match="extension_too_long"):
        extend(walk, later(days=121))
    extend(walk, later(days=100))
    assert ends(walk) == ends(walk, Kind.transcript_full) == later(days=100)
    with asking() as session:
        views = retention.endings(session, walk.teacher, walk.recording_id)
    assert Because.extended in {view.ending.because for view in views}
    with pytest.raises(Refused, match="extended_before"):
        extend(walk, later(days=110))
    sweep_at(later(days=99))
    with asking() as session:
        assert session.get(Recording, walk.recording_id)
    sweep_at(later(days=100))
    with asking() as session:
        assert session.get(Recording, walk.recording_id) is None
        assert session.get(Extension, walk.recording_id) is None


def test_the_coach_asks_and_only_the_teacher_keeps_it(sqlite_database: Engine):
    walk = makers.a_walk().released()
    with pytest.raises(NotAllowed):
        extend(walk, later(days=100), walk.coach)
    for nobody in (makers.second_pair(walk.school).teacher, person("Fien", Role.dpo)):
        with pytest.raises(NotFound):
            extend(walk, later(days=100), nobody)
    with acting() as session:
        with pytest.raises(NotAllowed):
            extensions.ask(session, walk.teacher, walk.recording_id)
        extensions.ask(session, walk.coach, walk.recording_id)
        extensions.ask(session, walk.coach, walk.recording_id)
    with asking() as session:
        seen = extensions.look(session, walk.teacher, walk.recording_id)
    assert (seen.asked_at, seen.until, seen.latest) == (NOW, None, later(days=120))
    extend(walk, later(days=120))
    with asking() as session:
        assert extensions.look(session, walk.coach, walk.recording_id).latest is None


def test_who_withdraws_is_not_kept_by_an_extension(sqlite_database: Engine):
    walk = makers.a_walk().published()
    extend(walk, later(days=100))
    with acting() as session:
        makers.cycles.withdraw(session, walk.teacher, walk.cycle_id)
    assert ends(walk) == later(days=7)
