"""Tombstones: a chain that shows when one was changed, left out or put elsewhere."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, delete, inspect, update

from storage import clock, tombstones
from storage.database import acting, asking
from storage.records import Tombstone, TombstoneChain
from storage.tombstones import Broken, Gone


@pytest.fixture
def chain(sqlite_database: Engine) -> None:
    with acting() as session:
        for number in range(1, 6):
            made = Gone(f"thing-{number}", "clip", clock.now(), "standard:1", "cycle_end", "sweep")
            tombstones.add(session, made)


def broken() -> list[Broken]:
    with asking() as session:
        return tombstones.verify(session)


def changes(place: int, **values: object) -> None:
    with acting() as session:
        session.execute(update(Tombstone).where(Tombstone.seq == place).values(**values))


def test_a_chain_nobody_touched_holds(chain: None):
    assert broken() == []


@pytest.mark.parametrize(
    "values",
    [
        {"thing_id": "another"},
        {"kind": "draft"},
        {"actor": "teacher"},
        {"size_bucket": "more"},
        {"wiped": 9},
        {"policy": "long:1"},
        {"trigger": "shorter"},
        {"owner_id": "somebody"},
        {"cycle_id": "some cycle"},
        {"deleted_at": clock.now()},
        {"made_at": clock.now()},
    ],
)
def test_a_changed_tombstone_is_found(chain: None, values: dict[str, object]):
    changes(3, **values)
    assert broken() == [Broken(3, "changed")]


@pytest.mark.parametrize("seq", [1, 3])
def test_a_missing_tombstone_is_found(chain: None, seq: int):
    with acting() as session:
        session.execute(delete(Tombstone).where(Tombstone.seq == seq))
    assert Broken(seq, "missing") in broken()


def test_a_gap_that_was_closed_again_is_found(chain: None):
    with acting() as session:
        session.execute(delete(Tombstone).where(Tombstone.seq == 3))
    changes(4, seq=3)
    changes(5, seq=4)
    assert Broken(3, "order") in broken()
    assert Broken(3, "changed") in broken()


def test_two_that_changed_places_are_found(chain: None):
    changes(2, seq=99)
    changes(3, seq=2)
    changes(99, seq=3)
    assert {place.seq for place in broken()} >= {2, 3}


def test_a_link_that_somebody_without_the_key_made_is_found(chain: None):
    changes(5, thing_id="another", link="0" * 64)
    assert broken() == [Broken(5, "changed")]


def test_a_tombstone_tells_the_size_only_roughly(chain: None):
    assert [tombstones.size_bucket(size) for size in (0, 1, 1000, 1001, 10**11)] == [
        "none", "to_1000", "to_1000", "to_1000000", "more",
    ]  # fmt: skip


def test_a_tombstone_has_no_room_for_content(sqlite_database: Engine):
    columns = {column["name"] for column in inspect(sqlite_database).get_columns("tombstone")}
    assert columns == {
        "seq", "thing_id", "kind", "owner_id", "cycle_id", "size_bucket", "made_at", "deleted_at",
        "policy", "trigger", "actor", "wiped", "before", "link",
    }  # fmt: skip


# Proofs whose own term is over


def forgotten_before(**step: float) -> int:
    with acting() as session:
        return tombstones.forget(session, clock.now() + timedelta(**step))


def of_today(thing_id: str) -> Tombstone:
    with acting() as session:
        made = Gone(thing_id, "clip", clock.now(), "standard:1", "cycle_end", "sweep")
        return tombstones.add(session, made)


def test_proofs_whose_term_is_over_go_and_the_rest_still_proves(chain: None):
    in_a_year = clock.now() + timedelta(days=365)
    with clock.at(in_a_year):
        of_today("later")
        assert forgotten_before(days=-1) == 5
        assert broken() == []
        assert of_today("last").seq == 7
        assert (broken(), forgotten_before(days=-1)) == ([], 0)
    changes(6, thing_id="another")
    assert broken() == [Broken(6, "changed")]


def test_a_chain_of_which_all_was_forgotten_goes_on_where_it_ended(chain: None):
    assert forgotten_before(days=1) == 5
    assert broken() == []
    assert of_today("new").seq == 6
    assert broken() == []


def test_proofs_taken_out_behind_what_was_forgotten_are_missed(chain: None):
    with clock.at(clock.now() + timedelta(days=365)):
        for number in range(6, 9):
            of_today(f"thing-{number}")
        forgotten_before(days=-1)
    with acting() as session:
        session.execute(delete(Tombstone).where(Tombstone.seq == 6))
    assert broken() == [Broken(6, "missing"), Broken(7, "order")]


def test_nobody_without_the_key_says_that_more_was_forgotten(chain: None):
    with clock.at(clock.now() + timedelta(days=365)):
        for number in range(6, 9):
            of_today(f"thing-{number}")
        forgotten_before(days=-1)
    with acting() as session:
        link = session.get_one(Tombstone, 6).link
        session.execute(update(TombstoneChain).values(forgotten_seq=6, forgotten_link=link))
        session.execute(delete(Tombstone).where(Tombstone.seq == 6))
    assert broken() == [Broken(0, "changed")]


def test_one_proof_of_a_clock_that_stood_wrong_takes_none_along(chain: None):
    changes(3, deleted_at=clock.now() - timedelta(days=9999))
    assert forgotten_before(days=-1) == 0
    changes(1, deleted_at=clock.now() - timedelta(days=9999))
    assert forgotten_before(days=-1) == 1
