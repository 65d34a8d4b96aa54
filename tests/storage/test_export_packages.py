"""The file of one's own material: one at a time, its owner's alone, there for a week."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from storage import (
    backup_rows,
    clock,
    corrections,
    export_packages,
    exports,
    holds,
    ledger,
    objections,
    orphans,
    own_texts,
    recordings,
    reflections,
    retention,
    withdrawals,
)
from storage.database import acting, asking
from storage.errors import NotFound
from storage.media import media_store
from storage.records import ExportPackage, ExportState, Person, Programme, RoleHeld, Tombstone
from storage.rules.access import Asker
from storage.rules.hold import Reason
from storage.rules.roles import Role
from storage.rules.steps import Unusable
from tests import makers
from tests.makers import Walk
from tests.storage.two import two


@pytest.fixture
def walk(sqlite_database: object, wanted: object) -> Walk:
    return makers.a_walk().completed()


def asked(walk: Walk, who: Asker | None = None) -> str:
    with acting() as session:
        return export_packages.ask(session, who or walk.teacher)


def made(walk: Walk, who: Asker | None = None) -> str:
    export_id = asked(walk, who)
    blob = media_store().put(export_packages.key(export_id), BytesIO(b"a box"))
    with acting() as session:
        export_packages.done(session, export_id, blob)
    return export_id


def as_coach(walk: Walk) -> Asker:
    """The teacher, who coaches somebody else as well, looking as that."""
    holds = frozenset({Role.teacher, Role.coach})
    return Asker(id=walk.teacher.id, role=Role.coach, holds=holds)


def opens(who: Asker, export_id: str) -> bool:
    try:
        with asking() as session:
            export_packages.open_file(session, who, export_id)
    except NotFound:
        return False
    return True


def test_asking_twice_is_asking_once(walk: Walk, wanted: list[tuple[str, str]]) -> None:
    assert asked(walk) == asked(walk)
    assert [each for each in wanted if each[0] == "export"] == [("export", asked(walk))]


def test_only_its_owner_opens_it_and_only_once_it_is_there(walk: Walk) -> None:
    assert not opens(walk.teacher, asked(walk))
    export_id = made(walk)
    assert opens(walk.teacher, export_id)
    other = makers.second_pair(walk.school)
    for nobody in (walk.coach, walk.school.coordinator, other.teacher, as_coach(walk)):
        assert not opens(nobody, export_id)
        with pytest.raises(NotFound), acting() as session:
            export_packages.remove(session, nobody, export_id)


def test_who_neither_teaches_nor_coaches_cannot_ask(walk: Walk) -> None:
    with pytest.raises(NotFound), acting() as session:
        export_packages.ask(session, walk.school.coordinator)


def test_after_a_week_nobody_opens_it_and_the_sweep_lets_it_go(walk: Walk) -> None:
    export_id = made(walk)
    with clock.at(clock.now() + timedelta(days=7, seconds=1)):
        assert not opens(walk.teacher, export_id)
        with asking() as session:
            assert export_packages.newest(session, walk.teacher) is None
        retention.sweep(media_store())
    assert list(media_store().list(export_packages.folder(export_id))) == []
    with asking() as session:
        assert session.get(ExportPackage, export_id) is None
        (stone,) = session.scalars(select(Tombstone).where(Tombstone.thing_id == export_id))
    assert (stone.kind, stone.owner_id) == ("export_package", walk.teacher.id)


def test_a_strict_school_keeps_it_a_day(sqlite_database: object, wanted: object) -> None:
    walk = makers.a_walk("strict").completed()
    export_id = made(walk)
    with clock.at(clock.now() + timedelta(days=1, seconds=1)):
        assert not opens(walk.teacher, export_id)


def test_of_what_she_stopped_with_no_copy_stays_for_longer_than_that(walk: Walk) -> None:
    with clock.at(clock.now() - timedelta(days=6)), acting() as session:
        withdrawals.from_cycle(session, walk.teacher, walk.cycle_id)
    export_id = made(walk)
    assert opens(walk.teacher, export_id)
    with clock.at(clock.now() + timedelta(days=1)):
        assert not opens(walk.teacher, export_id)


def test_when_a_parent_objects_what_was_made_to_fetch_is_closed(walk: Walk) -> None:
    export_id = made(walk)
    with acting() as session:
        objections.enter(session, walk.teacher, walk.recording_id, "3b", clock.today())
    assert not opens(walk.teacher, export_id)


def test_taking_it_away_closes_it_at_once_and_a_newer_one_replaces_it(
    walk: Walk, wanted: list[tuple[str, str]]
) -> None:
    first = made(walk)
    second = made(walk)
    assert not opens(walk.teacher, first)
    assert opens(walk.teacher, second)
    with acting() as session:
        export_packages.remove(session, walk.teacher, second)
    assert not opens(walk.teacher, second)
    assert wanted.count(("export", first)) == wanted.count(("export", second)) == 2
    with asking() as session:
        assert set(export_packages.waiting(session)) == {first, second}


def test_what_was_taken_away_while_it_was_made_is_never_there(walk: Walk) -> None:
    export_id = asked(walk)
    with acting() as session:
        export_packages.remove(session, walk.teacher, export_id)
    blob = media_store().put(export_packages.key(export_id), BytesIO(b"a box"))
    with pytest.raises(NotFound), acting() as session:
        export_packages.done(session, export_id, blob)
    assert not opens(walk.teacher, export_id)


def test_her_ledger_tells_that_it_was_asked_for_and_fetched_once(walk: Walk) -> None:
    export_id = made(walk)
    for _range in range(3):
        with acting() as session:
            export_packages.note_fetched(session, walk.teacher, export_id)
    with asking() as session:
        lines = ledger.read(session, walk.teacher)
    assert [line.act for line in lines if line.thing_id == export_id] == ["fetch_own", "ask_own"]


def test_a_try_that_failed_is_told_and_can_be_made_again(walk: Walk) -> None:
    export_id = asked(walk)
    with acting() as session:
        export_packages.fail(session, export_id)
    with asking() as session:
        found = export_packages.newest(session, walk.teacher)
    assert found is not None
    assert found.state is ExportState.failed
    assert asked(walk) != export_id


def test_no_backup_holds_it_and_no_look_for_orphans_takes_it(walk: Walk) -> None:
    export_id = made(walk)
    with clock.at(clock.now() + timedelta(days=2)):
        found = orphans.look(media_store())
    assert not found.removed
    assert not found.unknown
    with backup_rows.one_moment() as connection:
        assert all(
            export_id not in line.decode()
            for line in backup_rows.lines(connection)
            if b'"table": "ledger_entry"' not in line
        )


@pytest.mark.parametrize("silent", [False, True])
def test_a_hold_takes_away_what_was_to_be_fetched(walk: Walk, silent: bool) -> None:
    export_id, both = made(walk), two()
    hold_id = both.set(walk.recording_id, reason=Reason.authority_order, silent=silent)
    assert opens(walk.teacher, export_id), "one of the two locks nothing"
    with acting() as session:
        holds.confirm(session, both.leader, hold_id)
    assert not opens(walk.teacher, export_id)


def test_a_coach_takes_her_own_words_and_the_teacher_reads_that_she_did(walk: Walk) -> None:
    export_id = made(walk, walk.coach)
    with asking() as session:
        asker, _ = export_packages.wanted(session, asked(walk, walk.coach))
        own = exports.gather(session, asker)
    (cycle,) = own.told["written"]
    assert {clip["fact"] for clip in cycle["clips"]} == {makers.STRENGTH.fact, makers.GROWTH.fact}
    assert (own.told["cycles"], own.files, own.words) == ([], {}, {})
    with asking() as session:
        name = session.get_one(Person, walk.teacher.id).name
        reflection = reflections.read(session, walk.teacher, walk.cycle_id)
    for hers in (name, *(answer.text for answer in reflection.answers)):
        assert hers not in str(own.told)
    with acting() as session:
        exports.note_taken(session, asker, own)
    with asking() as session:
        (line, *_) = ledger.read(session, walk.teacher)
        mine = {line.act for line in ledger.read(session, walk.coach)}
    assert (line.act, line.actor_id) == ("take_words", ledger.MACHINE)
    assert "ask_own" in mine
    assert not opens(walk.teacher, export_id)


def test_who_teaches_and_coaches_has_a_file_of_each(walk: Walk) -> None:
    with acting() as session:
        session.add(RoleHeld(person_id=walk.teacher.id, role=Role.coach))
    hers, second = made(walk), made(walk, as_coach(walk))
    for who, own, other in ((walk.teacher, hers, second), (as_coach(walk), second, hers)):
        assert opens(who, own)
        assert not opens(who, other)


@pytest.mark.parametrize("ends", ["objects", "stops", "stops_all"])
def test_what_ends_for_a_coach_is_not_left_in_her_file(walk: Walk, ends: str) -> None:
    export_id = made(walk, walk.coach)
    with acting() as session:
        if ends == "stops":
            withdrawals.from_cycle(session, walk.teacher, walk.cycle_id)
        elif ends == "stops_all":
            programme_id = session.scalars(select(Programme.id)).one()
            withdrawals.from_programme(session, walk.teacher, programme_id, keep_summaries=True)
        else:
            objections.enter(session, walk.teacher, walk.recording_id, "3b", clock.today())
    assert not opens(walk.coach, export_id)
    with asking() as session:
        assert own_texts.of_coach(session, walk.coach.id) == []


@pytest.mark.parametrize("goes", ["film", "unusable", "name"])
def test_what_goes_at_once_is_not_left_in_a_file_that_waits(
    sqlite_database: object, wanted: object, goes: str
) -> None:
    walk = makers.a_walk().released()
    hers, coachs = made(walk), made(walk, walk.coach)
    with acting() as session:
        if goes == "film":
            recordings.discard(session, walk.teacher, walk.recording_id)
        elif goes == "unusable":
            sensitive = Unusable.sensitive_incident
            recordings.report_unusable(session, walk.coach, walk.recording_id, sensitive)
        else:
            corrections.replace_name(session, walk.teacher, walk.recording_id, "morning")
    assert not opens(walk.teacher, hers)
    assert not opens(walk.coach, coachs)
