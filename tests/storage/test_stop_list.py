"""The stop list: what was stopped, closed or held after a backup is so again after a restore."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text

from config.settings import settings
from storage import (
    backup_rows,
    clock,
    invitations,
    machine_work,
    passwords,
    people,
    recordings,
    stop_list,
    stops,
    thrown_away,
    withdrawals,
)
from storage.database import acting, asking
from storage.errors import Refused
from storage.records import (
    Cycle,
    Notice,
    Pair,
    Person,
    Programme,
    Reflection,
    RoleHeld,
)
from storage.records.base import Record
from storage.rules.notice import Word
from storage.rules.roles import Role
from storage.rules.steps import State
from tests import makers
from tests.makers import PASSWORD, Walk
from tests.storage.backed_up import backed_up, lost, restored
from tests.storage.kept import later
from tests.storage.leaving import leaves
from tests.storage.stopping import STOPPED_AT, a_school, all_stopped, assert_all_stopped, opens

pytestmark = pytest.mark.usefixtures("wanted", "at_now")

ELSEWHERE = {
    "person.closed_at",  # its tombstone closes it again
    "export_package.removed_at",  # no backup holds what was made to take along
    "share_grant.ended_at",  # a restore ends all sharing
}


@pytest.fixture(autouse=True)
def beside(home: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Backups go to another disk, and so do the lists."""
    monkeypatch.setenv("LESBEELD_BACKUPS", str(elsewhere))
    settings.cache_clear()


def lost_with_rows(home: Path) -> None:
    """The disk is gone, and the database with it."""
    backup_rows.clear()
    lost(home)


def test_what_was_stopped_after_a_backup_is_stopped_after_a_restore(
    database: Engine, home: Path, elsewhere: Path
):
    school = a_school()
    file = backed_up(elsewhere)
    with clock.at(STOPPED_AT):
        hold_id = all_stopped(school)
        assert_all_stopped(school, hold_id)
        lost_with_rows(home)
        done = restored(file)
        assert done.stopped >= 9
        assert done.stopped_as_of == STOPPED_AT
        assert_all_stopped(school, hold_id)
        assert stop_list.is_current(home / stop_list.NAME)
    with asking() as session:
        ends = withdrawals.mine(session, school.cycle.teacher)
        assert [each.goes_at for each in ends] == [STOPPED_AT + timedelta(days=7)]


def test_words_thrown_away_after_a_backup_stay_away_though_no_night_came(
    sqlite_database: Engine, home: Path, elsewhere: Path
):
    walk = makers.a_walk().reflected()
    file = backed_up(elsewhere)
    with acting() as session:
        thrown_away.reflection(session, walk.teacher, walk.cycle_id)
    lost(home)
    assert restored(file).erased == 1
    with asking() as session:
        assert session.scalars(select(Reflection)).all() == []


def test_a_film_thrown_away_after_a_backup_opens_for_nobody_though_its_bytes_were_still_there(
    sqlite_database: Engine, home: Path, elsewhere: Path
):
    walk = makers.a_walk().released()
    file = backed_up(elsewhere)
    with acting() as session:
        recordings.discard(session, walk.teacher, walk.recording_id)
    lost(home)
    restored(file)
    assert not opens(walk.coach, walk)
    assert walk.state is State.awaiting_recording
    with asking() as session:
        assert machine_work.to_purge(session) == [walk.recording_id]


# What stood open by a word


def test_a_word_taken_back_after_a_backup_opens_nothing_after_a_restore(
    sqlite_database: Engine, home: Path, elsewhere: Path
):
    old = makers.school()
    both = makers.second_pair(old)
    changed = makers.person("Wim", Role.coach, password=PASSWORD)
    with acting() as session:
        session.get_one(Pair, both.pair_id).earlier_opened_at = clock.now()
        session.get_one(Programme, old.programme_id).clip_downloads = True
        as_ = old.coordinator
        link = invitations.invite(session, as_, "nel@school.test", "Nel", {Role.teacher})
        kept = invitations.invite(session, as_, "pim@school.test", "Pim", {Role.teacher})
    file = backed_up(elsewhere)
    with acting() as session:
        session.get_one(Pair, both.pair_id).earlier_opened_at = None
        session.get_one(Programme, old.programme_id).clip_downloads = False
        session.get_one(Person, changed.id).password_hash = passwords.hashed("nog veel langer!")
        invitations.accept(session, link.token, PASSWORD)
    lost(home)
    assert restored(file).stopped == 4
    with acting() as session:
        assert session.get_one(Pair, both.pair_id).earlier_opened_at is None
        assert not session.get_one(Programme, old.programme_id).clip_downloads
        assert people.sign_in(session, "wim@school.test", PASSWORD, "here") is None
        with pytest.raises(Refused):
            invitations.whose(session, link.token)
        assert invitations.whose(session, kept.token).name == "Pim"


# The list itself


def test_a_list_tells_ids_and_no_words(sqlite_database: Engine, home: Path, elsewhere: Path):
    school = a_school()
    all_stopped(school)
    names = ["Tessa", "Carlijn", "Anne", "school.test", "5B", "vier tellen", "Kijk naar mijn"]
    assert (elsewhere / stop_list.NAME).read_bytes() == (home / stop_list.NAME).read_bytes()
    told = (elsewhere / stop_list.NAME).read_text()
    assert school.cycle.cycle_id in told
    assert not [name for name in names if name in told]
    assert (elsewhere / stop_list.NAME).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda lines: lines[1:], "stop_list_broken"),
        (lambda lines: lines[:-1], "stop_list_broken"),
        (lambda lines: [lines[0].replace(b"2026", b"2027"), *lines[1:]], "stop_list_broken"),
        (lambda lines: [], "stop_list_broken"),
        (lambda lines: [*lines[:-1], lines[-1][:-20]], "stop_list_broken"),
    ],
)
def test_a_list_that_was_changed_or_cut_off_is_refused_and_nothing_is_restored(
    sqlite_database: Engine, home: Path, elsewhere: Path,
    change: Callable[[list[bytes]], list[bytes]], refusal: str,
):  # fmt: skip
    school = makers.school()
    leaves(Walk(school), school.teacher)
    file = backed_up(elsewhere)
    beside = elsewhere / stop_list.NAME
    beside.write_bytes(b"".join(change(beside.read_bytes().splitlines(keepends=True))))
    lost(home)
    with pytest.raises(Refused, match=refusal):
        restored(file)
    assert not (home / stop_list.MARK).exists()


def test_without_a_list_or_with_an_old_one_a_person_must_say_so(
    sqlite_database: Engine, home: Path, elsewhere: Path
):
    makers.school()
    beside = elsewhere / stop_list.NAME
    stop_list.write_down()
    old = beside.read_bytes()
    makers.person("Ada", Role.admin, password=PASSWORD)
    with clock.at(later(hours=1)):
        file = backed_up(elsewhere)
        lost(home)
        beside.write_bytes(old)
        with pytest.raises(Refused, match="stop_list_old"):
            restored(file)
        beside.unlink()
        with pytest.raises(Refused, match="no_stop_list"):
            restored(file)
        assert restored(file, even_if_old=True).stopped_as_of is None
        with asking() as session:
            assert {each.word for each in session.scalars(select(Notice))} == {Word.restored_open}


def test_another_backup_restored_later_still_knows_the_stop(
    sqlite_database: Engine, home: Path, elsewhere: Path
):
    """The first was the wrong one, from before she took part."""
    old = backed_up(elsewhere)
    walk = makers.a_walk().started()
    with clock.at(later(hours=1)):
        new = backed_up(elsewhere)
        with acting() as session:
            withdrawals.from_cycle(session, walk.teacher, walk.cycle_id)
        for file in (old, new):
            lost(home)
            restored(file)
    with asking() as session:
        assert session.get_one(Cycle, walk.cycle_id).withdrawn_at == later(hours=1)
        assert session.get(RoleHeld, (walk.teacher.id, Role.teacher))


@pytest.mark.expects_error_log
def test_a_list_of_another_school_is_put_aside_and_never_written_over(
    sqlite_database: Engine, home: Path, elsewhere: Path
):
    makers.school()
    elsewhere.mkdir()
    (elsewhere / stop_list.NAME).write_bytes(b"of another\n")
    stop_list.write_down()
    assert stop_list.is_current(elsewhere / stop_list.NAME)
    aside = [each.read_bytes() for each in elsewhere.glob("stopped-*.jsonl")]
    assert aside == [b"of another\n"]


@pytest.mark.expects_error_log
def test_a_stop_stands_when_its_list_cannot_be_written(
    sqlite_database: Engine, home: Path, elsewhere: Path
):
    walk = makers.a_walk().started()
    elsewhere.write_text("no folder")
    with acting() as session:
        withdrawals.from_cycle(session, walk.teacher, walk.cycle_id)
    assert stop_list.is_current(home / stop_list.NAME)
    elsewhere.unlink()
    stop_list.write_down()
    assert stop_list.is_current(elsewhere / stop_list.NAME)


def test_a_list_that_lets_stand_what_was_taken_back_is_not_current(
    sqlite_database: Engine, home: Path
):
    makers.school()
    stop_list.write_down()
    assert stop_list.is_current(home / stop_list.NAME)
    with acting() as session:
        session.execute(text("DELETE FROM role_held WHERE role = 'coach'"))
    assert not stop_list.is_current(home / stop_list.NAME)


def test_everything_that_can_close_is_on_the_list_or_said_not_to_be() -> None:
    """A new column that says when something ended needs a decision about restores."""
    ends = re.compile(r"^(ended|withdrawn|removed|lifted|closed|left|thrown)\w*_at$|by_choice$")
    columns = {
        f"{table.name}.{column.name}"
        for table in Record.metadata.sorted_tables
        for column in table.columns
        if ends.search(column.name)
    }
    told = {
        f"{kind.record.__tablename__}.{name}"
        for kind in stops.KINDS.values()
        for name in kind.columns
    }
    assert columns - told == ELSEWHERE
