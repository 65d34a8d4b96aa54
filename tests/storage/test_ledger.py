"""The ledger: only added to, in one chain, and forgotten from its beginning alone."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine, delete, insert, inspect, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from storage import clock, ledger, ledger_chain
from storage.chain import Broken
from storage.database import acting, asking
from storage.records import LedgerChain, LedgerEntry
from storage.rules.roles import Role
from tests import makers
from tests.conftest import Clock

OWNER = "owner"


def write(thing_id: str = "film", actor: str = "coach") -> None:
    with acting() as session:
        ledger.write(session, actor, "open_proxy", "recording", thing_id, OWNER, role=Role.coach)


def chained(many: int = 5) -> None:
    for number in range(1, many + 1):
        write(f"film-{number}")


def broken() -> list[Broken]:
    with asking() as session:
        return ledger_chain.verify(session)


def fails(session: Session) -> None:
    ledger.write(session, "coach", "open", "recording", "three", OWNER)
    raise ZeroDivisionError


def lines() -> list[LedgerEntry]:
    with asking() as session:
        return list(session.scalars(select(LedgerEntry).order_by(LedgerEntry.seq)))


def unguarded(session: Session) -> None:
    """As somebody can who has the database file: without what refuses it."""
    for name in ("changed", "deleted", "chain_changed", "chain_deleted"):
        session.execute(text(f"DROP TRIGGER IF EXISTS ledger_{name}"))


def changes(place: int, **values: object) -> None:
    with acting() as session:
        unguarded(session)
        session.execute(update(LedgerEntry).where(LedgerEntry.seq == place).values(**values))


# The chain


def test_lines_stand_one_behind_the_other_and_hold(sqlite_database: Engine):
    chained()
    assert [line.seq for line in lines()] == [1, 2, 3, 4, 5]
    assert broken() == []


def test_lines_of_one_act_join_together_and_none_of_an_act_that_failed(database: Engine):
    with acting() as session:
        for film in ("one", "two"):
            ledger.write(session, "coach", "open", "recording", film, OWNER)
    with pytest.raises(ZeroDivisionError), acting() as session:
        fails(session)
    write("four")
    assert [line.thing_id for line in lines()] == ["one", "two", "four"]
    assert broken() == []


def test_acts_at_the_same_time_make_one_chain(database: Engine):
    start = threading.Barrier(4)

    def one() -> None:
        start.wait()
        chained(5)

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [line.seq for line in lines()] == list(range(1, 21))
    assert broken() == []


def test_an_act_that_takes_its_time_keeps_no_other_from_adding_a_line(postgres_database: Engine):
    with acting() as slow:
        ledger.write(slow, "coach", "open", "recording", "begun first", OWNER)
        slow.flush()
        write("done first")
    assert [line.thing_id for line in lines()] == ["done first", "begun first"]
    assert broken() == []


@pytest.mark.parametrize(
    "values",
    [
        {"at": clock.now()},
        {"until": clock.now()},
        {"actor_id": "another"},
        {"actor_id": None, "salt": None},
        {"role": "admin"},
        {"act": "another"},
        {"thing": "clip"},
        {"thing_id": "another"},
        {"owner_id": "another"},
        {"recording_id": "another"},
        {"start_ms": 1},
        {"end_ms": 1},
        {"mark": "0" * 64},
        {"link": "0" * 64},
    ],
)
def test_a_changed_line_is_found(sqlite_database: Engine, values: dict[str, object]):
    chained()
    changes(3, **values)
    assert Broken(3, "changed") in broken()


@pytest.mark.parametrize("seq", [1, 3, 5])
def test_a_missing_line_is_found_the_last_one_too(sqlite_database: Engine, seq: int):
    chained()
    with acting() as session:
        unguarded(session)
        session.execute(delete(LedgerEntry).where(LedgerEntry.seq == seq))
    assert Broken(seq, "missing") in broken()


def test_lines_that_changed_places_or_were_put_in_are_found(sqlite_database: Engine):
    chained()
    changes(2, seq=99)
    changes(3, seq=2)
    changes(99, seq=3)
    assert {each.seq for each in broken()} >= {2, 3}
    with acting() as session:
        copy = {"at": clock.now(), "act": "open", "thing": "recording", "thing_id": "x"}
        empty = {"mark": "", "before": "", "link": ""}
        session.execute(insert(LedgerEntry).values(seq=0, **copy, **empty))
    assert Broken(0, "order") in broken()


def test_an_end_that_somebody_without_the_key_wrote_is_found(sqlite_database: Engine):
    chained()
    with acting() as session:
        unguarded(session)
        session.execute(delete(LedgerEntry).where(LedgerEntry.seq == 5))
        session.execute(update(LedgerChain).values(last_seq=4, last_link=lines()[3].link))
    assert Broken(0, "changed") in broken()
    with acting() as session:
        session.execute(delete(LedgerChain))
    assert broken() == [Broken(0, "missing")]


def test_the_ledger_has_no_room_for_content(sqlite_database: Engine):
    kept = inspect(sqlite_database)
    assert {column["name"] for column in kept.get_columns("ledger_entry")} == {
        "seq", "at", "until", "actor_id", "salt", "mark", "role", "act", "thing", "thing_id",
        "owner_id", "recording_id", "start_ms", "end_ms", "before", "link",
    }  # fmt: skip
    assert {column["name"] for column in kept.get_columns("sitting")} == {
        "actor_id", "act", "thing_id", "thing", "role", "owner_id", "recording_id", "begun_at",
        "last_at", "parts",
    }  # fmt: skip


# What the database refuses


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET thing_id = 'another'",
        "UPDATE ledger_entry SET actor_id = NULL, salt = NULL",
        "DELETE FROM ledger_entry",
        "DELETE FROM ledger_chain",
        "UPDATE ledger_chain SET last_seq = 1",
    ],
)
def test_the_database_itself_refuses_to_change_or_delete_lines(database: Engine, statement: str):
    chained(3)
    with pytest.raises(DBAPIError, match="only added to"), acting() as session:
        session.execute(text(statement))
    assert len(lines()) == 3
    assert broken() == []


def test_postgres_refuses_to_empty_the_table_too(postgres_database: Engine):
    chained(3)
    with pytest.raises(DBAPIError, match="only added to"), acting() as session:
        session.execute(text("TRUNCATE ledger_entry"))
    assert len(lines()) == 3


# Forgetting


def test_what_is_forgotten_leaves_a_link_that_the_rest_comes_after(database: Engine, clock: Clock):
    chained(3)
    clock.forward(days=10)
    chained(2)
    with acting() as session:
        assert ledger.forget(session, clock.now - timedelta(days=5)) == 3
    assert [line.seq for line in lines()] == [4, 5]
    assert broken() == []
    write()
    assert broken() == []


def test_a_ledger_that_was_wholly_forgotten_goes_on(sqlite_database: Engine, clock: Clock):
    chained(3)
    clock.forward(days=400)
    with acting() as session:
        assert ledger.forget(session, clock.now - timedelta(days=365)) == 3
    assert (lines(), broken()) == ([], [])
    write()
    assert [line.seq for line in lines()] == [4]
    assert broken() == []


def test_the_wrong_clock_holds_nothing_back_and_takes_nothing_along(
    sqlite_database: Engine, clock: Clock
):
    today = clock.now
    write("old")
    clock.set(today + timedelta(days=365))
    write("a year ahead")
    clock.set(today + timedelta(days=10))
    write("young")
    clock.set(today - timedelta(days=365))
    write("a year back")
    clock.set(today + timedelta(days=11))
    with acting() as session:
        assert ledger.forget(session, today + timedelta(days=5)) == 1
    clock.forward(days=10)
    write("younger")
    with acting() as session:
        ledger.forget(session, today + timedelta(days=12))
    assert [line.thing_id for line in lines()] == ["younger"]
    assert broken() == []


def test_who_acted_is_no_longer_told_after_ninety_days_and_the_chain_still_holds(
    database: Engine, clock: Clock
):
    write("old")
    write("by the machine", ledger.MACHINE)
    clock.forward(days=91)
    write("new")
    with acting() as session:
        assert ledger.forget(session, clock.now - timedelta(days=365)) == 0
    named = {line.thing_id: (line.actor_id, line.salt is None) for line in lines()}
    assert named == {
        "old": (None, True),
        "by the machine": ("machine", True),
        "new": ("coach", False),
    }
    assert {line.role for line in lines()} == {"coach"}
    assert broken() == []


# What a line knows of itself


def test_a_line_knows_its_film_also_when_what_it_is_about_is_gone(sqlite_database: Engine):
    walk = makers.a_walk().reflected()
    by_thing = {(line.thing, line.act): line.recording_id for line in lines()}
    for about in [("clip", "cut"), ("package", "publish"), ("reflection", "submit")]:
        assert by_thing[about] == walk.recording_id
    with acting() as session:
        session.execute(text("DELETE FROM answer"))
        session.execute(text("DELETE FROM clip"))
    with acting() as session:
        clip_id, owner = walk.clip_ids[0], walk.teacher.id
        ledger.write(session, ledger.MACHINE, "delete_clip", "clip", clip_id, owner)
    assert lines()[-1].recording_id == walk.recording_id


def test_a_line_knows_in_which_role_somebody_acted(sqlite_database: Engine):
    walk = makers.a_walk().published()
    both = makers.person("Bo", Role.coach, Role.admin)
    with acting() as session:
        ledger.write(session, both.id, "open", "recording", walk.recording_id, walk.teacher.id)
    roles = {line.actor_id: line.role for line in lines()}
    assert roles[walk.teacher.id] == "teacher"
    assert roles[walk.coach.id] == "coach"
    assert roles[both.id] is None
