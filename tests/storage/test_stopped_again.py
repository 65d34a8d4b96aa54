"""What a list may end, fill and bring after a restore, and what it may not."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from config.settings import settings
from storage import (
    backup_rows,
    clock,
    invitations,
    objection_entries,
    objections,
    passwords,
    people,
    settling,
    stop_list,
    uploads,
)
from storage.database import acting, asking
from storage.errors import Refused
from storage.records import Departure, HeldThing, Hold, Objection, Person, Recording, RoleHeld
from storage.rules.access import Asker
from storage.rules.objection import About, Reason
from storage.rules.roles import Role
from tests import makers
from tests.makers import PASSWORD, Walk
from tests.storage.backed_up import backed_up, lost, restored
from tests.storage.kept import NOW
from tests.storage.leaving import comes_back, leaves
from tests.storage.masking import let_go, masked
from tests.storage.objecting import begins, is_locked
from tests.storage.stopping import opens, plays
from tests.storage.two import two

pytestmark = pytest.mark.usefixtures("wanted", "at_now")

Lose = Callable[[], None]


@pytest.fixture
def lose(home: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> Lose:
    """The disk is gone, and the database with it; backups and lists lie elsewhere."""
    monkeypatch.setenv("LESBEELD_BACKUPS", str(elsewhere))
    settings.cache_clear()

    def gone() -> None:
        backup_rows.clear()
        lost(home)

    return gone


def objects(officer: Asker) -> None:
    with acting() as session:
        objections.enter_for(session, officer, About("5B", clock.today()))


def settles(walk: Walk) -> None:
    """She takes the child out, and the machine wipes what the child was in."""
    masked(walk)
    with asking() as session:
        open_ = objections.of_recording(session, walk.teacher, walk.recording_id)
    with acting() as session:
        settling.settle(session, walk.teacher, walk.recording_id, [each.id for each in open_])
    let_go(walk)


def reasons() -> list[str | None]:
    with asking() as session:
        return list(session.scalars(select(Objection.reason)))


# A parent's objection


@pytest.mark.parametrize("first", ["objection", "backup"])
def test_a_film_that_still_shows_the_child_is_locked_though_its_objection_was_settled_since(
    database: Engine, elsewhere: Path, lose: Lose, first: str
):
    walk, officer = makers.a_walk().published(), makers.person("Fien", Role.dpo)
    if first == "objection":
        objects(officer)
    file = backed_up(elsewhere)
    if first == "backup":
        objects(officer)
    settles(walk)
    assert opens(walk.coach, walk)
    lose()
    restored(file)
    assert not opens(walk.coach, walk)
    assert not plays(walk.coach, walk.clip_ids[0])
    settles(walk)
    assert opens(walk.coach, walk)


def test_a_film_without_the_child_is_open_after_a_restore(
    sqlite_database: Engine, elsewhere: Path, lose: Lose
):
    walk, officer = makers.a_walk().published(), makers.person("Fien", Role.dpo)
    objects(officer)
    settles(walk)
    file = backed_up(elsewhere)
    lose()
    restored(file)
    assert opens(walk.coach, walk)
    assert reasons() == [Reason.made_unseen]


@pytest.mark.parametrize("reason", [Reason.not_in_it, Reason.deleted])
def test_an_objection_that_a_person_ended_or_that_has_no_film_any_more_is_not_open_again(
    sqlite_database: Engine, elsewhere: Path, lose: Lose, reason: Reason
):
    walk, officer = makers.a_walk().published(), makers.person("Fien", Role.dpo)
    objects(officer)
    file = backed_up(elsewhere)
    with acting() as session:
        if reason is Reason.deleted:
            settling.delete_all(session, walk.teacher, walk.recording_id)
        else:
            settling.lift(session, walk.teacher, walk.recording_id, reason)
    lose()
    restored(file)
    assert reasons() == [reason]
    assert opens(walk.coach, walk) is (reason is Reason.not_in_it)
    with asking() as session:
        assert session.scalars(select(Objection.class_group)).all() == [""]
        assert [each.ended for each in objection_entries.read(session, officer)] == [1]


def test_a_film_that_came_in_after_the_backup_stops_no_restore_and_is_locked_when_it_comes_again(
    database: Engine, elsewhere: Path, lose: Lose
):
    walk, officer = makers.a_walk().started(), makers.person("Fien", Role.dpo)
    upload = begins(walk, "5B", clock.today())
    objects(officer)
    file = backed_up(elsewhere)

    def last_byte() -> str:
        with acting() as session:
            return uploads.finish(session, walk.teacher, upload.id, 10, "0" * 64).id

    assert is_locked(last_byte())
    lose()
    restored(file)
    assert is_locked(last_byte())


def test_an_objection_to_a_film_that_no_backup_has_locks_nothing_else(
    sqlite_database: Engine, elsewhere: Path, lose: Lose
):
    walk, officer = makers.a_walk().started(), makers.person("Fien", Role.dpo)
    file = backed_up(elsewhere)
    walk.released()
    objects(officer)
    lose()
    restored(file)
    assert reasons() == []


# Lists of another version


def rewritten(file: Path, change: Callable[[dict[str, object]], None], *more: object) -> None:
    """The list as another version would have sealed it."""
    *lines, last = map(json.loads, file.read_bytes().splitlines())
    for line in lines:
        change(line)
    body = b"".join(json.dumps(line).encode() + b"\n" for line in [*lines, *more])
    end = {"as_of": last["as_of"], "mark": stop_list._mark(body, last["as_of"])}
    file.write_bytes(body + json.dumps(end).encode() + b"\n")


@pytest.mark.expects_error_log
def test_a_list_of_before_an_update_closes_what_it_knows(
    sqlite_database: Engine, home: Path, elsewhere: Path, lose: Lose
):
    """It lacks columns that came since, asked for or not, and has kinds that are no more."""
    both = two()
    stopped = makers.a_walk().released()
    left = Walk(makers.joined(stopped.school, makers.person("Els", Role.teacher)))
    file = backed_up(elsewhere)
    hold_id = both.confirmed(stopped.recording_id)
    leaves(left, left.teacher)

    def older(line: dict[str, object]) -> None:
        if line.get("of") == "hold":
            del line["silent"]
        if line.get("of") == "departure":
            del line["roles"]

    gone = {"of": "sealed_box", "id": "1"}, {"open": "window", "key": ["1"]}
    rewritten(elsewhere / stop_list.NAME, older, *gone)
    lose()
    restored(file)
    with asking() as session:
        assert session.get_one(Hold, hold_id).confirmed_at == NOW
        assert session.get(Departure, left.teacher.id) is None


def test_a_hold_comes_back_with_what_it_holds_in_whatever_order_a_list_tells(
    sqlite_database: Engine, home: Path, elsewhere: Path, lose: Lose
):
    both, walk = two(), makers.a_walk().released()
    file = backed_up(elsewhere)
    both.confirmed(walk.recording_id)
    beside = elsewhere / stop_list.NAME
    *lines, last = beside.read_bytes().splitlines(keepends=True)
    beside.write_bytes(b"".join([*reversed(lines), last]))
    rewritten(beside, lambda line: None)
    lose()
    restored(file)
    with asking() as session:
        assert walk.recording_id in session.scalars(select(HeldThing.thing_id)).all()


# Who had an account


def test_who_chose_a_password_after_the_backup_gets_no_account_on_the_screen(
    sqlite_database: Engine, elsewhere: Path, lose: Lose
):
    school = makers.school()
    wim = makers.person("Wim", Role.coach, password=PASSWORD)
    file = backed_up(elsewhere)
    with acting() as session:
        session.get_one(Person, wim.id).password_hash = passwords.hashed("nog veel langer!")
    lose()
    restored(file)
    with pytest.raises(Refused, match="already_has_account"), acting() as session:
        invitations.invite(session, school.coordinator, "wim@school.test", "Wim", {Role.teacher})
    with acting() as session:
        assert people.sign_in(session, "wim@school.test", PASSWORD, "here") is None
        link = invitations.by_hand(session, "wim@school.test", "Iemand", {Role.teacher})
        invitations.accept(session, link.token, "nu weer een ander")
        assert session.get_one(Person, wim.id).name == "Wim"
        assert people.sign_in(session, "wim@school.test", "nu weer een ander", "here")


def test_who_came_back_after_the_backup_keeps_what_is_hers(
    sqlite_database: Engine, elsewhere: Path, lose: Lose
):
    walk = makers.a_walk().released()
    leaves(walk, walk.teacher)
    file = backed_up(elsewhere)
    comes_back(walk.teacher, walk.school.coordinator)
    lose()
    restored(file)
    with asking() as session:
        assert session.scalars(select(Departure)).all() == []
        assert session.get(RoleHeld, (walk.teacher.id, Role.teacher))
        assert session.get_one(Recording, walk.recording_id).withdrawn_at is None
