"""How sharing ends: at once, for good, and with nothing left that should be gone."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, select, update

from storage import (
    clock,
    holds,
    ledger,
    notices,
    objections,
    retention,
    settling,
    share_ends,
    share_grants,
    shared,
    withdrawals,
)
from storage.database import acting, asking
from storage.errors import NotAllowed, NotFound
from storage.media import media_store
from storage.records import ActionSummary, Person, Programme, RoleHeld, ShareGrant, Tombstone
from storage.rules.access import Asker
from storage.rules.notice import Word
from storage.rules.objection import Reason
from storage.rules.roles import Role
from storage.rules.share_grant import Ended, Standing
from tests import makers
from tests.conftest import Clock
from tests.makers import Walk
from tests.storage.backed_up import backed_up, lost, restored
from tests.storage.sharing import give, leader, reads, standing

pytestmark = pytest.mark.usefixtures("wanted")


@pytest.fixture
def walk(sqlite_database: Engine, clock: Clock) -> Walk:
    return makers.a_walk().completed()


@pytest.fixture
def leo(walk: Walk) -> Asker:
    return leader("Leo")


def _later(days: int) -> Callable[[Walk, Asker, Clock], None]:
    return lambda _walk, _leo, clock: clock.forward(days=days)


def _withdraws_cycle(walk: Walk, _leo: Asker, _clock: Clock) -> None:
    with acting() as session:
        withdrawals.from_cycle(session, walk.teacher, walk.cycle_id, keep_summary=True)


def _withdraws_film(walk: Walk, _leo: Asker, _clock: Clock) -> None:
    with acting() as session:
        withdrawals.from_recording(session, walk.teacher, walk.recording_id)


def _withdraws_programme(walk: Walk, _leo: Asker, _clock: Clock) -> None:
    with acting() as session:
        withdrawals.from_programme(
            session, walk.teacher, walk.school.programme_id, keep_summaries=True
        )


def _programme_ends(_walk: Walk, _leo: Asker, _clock: Clock) -> None:
    with acting() as session:
        session.execute(update(Programme).values(ends_on=clock.today() - timedelta(days=1)))


def _closes(teacher: bool) -> Callable[[Walk, Asker, Clock], None]:
    def close(walk: Walk, leo: Asker, _clock: Clock) -> None:
        with acting() as session:
            who = walk.teacher if teacher else leo
            session.get_one(Person, who.id).closed_at = clock.now()

    return close


def _loses_role(_walk: Walk, leo: Asker, _clock: Clock) -> None:
    with acting() as session:
        session.execute(delete(RoleHeld).where(RoleHeld.person_id == leo.id))
        session.add(RoleHeld(person_id=leo.id, role=Role.coach))


def _erased(_walk: Walk, _leo: Asker, _clock: Clock) -> None:
    with acting() as session:
        session.execute(delete(ActionSummary))


ENDS = {
    "its time is up": (_later(31), Ended.over),
    "she stops with the cycle": (_withdraws_cycle, Ended.withdrawn),
    "she takes the film back": (_withdraws_film, Ended.withdrawn),
    "she stops with the programme": (_withdraws_programme, Ended.withdrawn),
    "the programme ends": (_programme_ends, Ended.programme),
    "her account closes": (_closes(teacher=True), Ended.teacher_left),
    "the other's account closes": (_closes(teacher=False), Ended.recipient_left),
    "the other leads no school any more": (_loses_role, Ended.recipient_left),
    "the summary goes": (_erased, Ended.changed),
}


@pytest.mark.parametrize("because", ENDS)
def test_it_ends_at_once_and_for_good_when(walk: Walk, leo: Asker, clock: Clock, because: str):
    happens, ended_as = ENDS[because]
    grant_id = give(walk, leo)
    reads(leo, grant_id)
    happens(walk, leo, clock)
    with pytest.raises(NotFound):
        reads(leo, grant_id)
    assert standing(walk, grant_id) == (Standing.ended, ended_as)
    with acting() as session:
        share_ends.settle(session)
    with asking() as session:
        grant = session.get_one(ShareGrant, grant_id)
        told = [line.act for line in ledger.lines_about(session, walk.teacher.id, grant_id)]
    assert (grant.ended_as, told[-1]) == (ended_as, "end_share")


@pytest.mark.parametrize("teacher", [True, False])
def test_a_role_or_account_that_comes_back_brings_nothing_back(
    walk: Walk, leo: Asker, teacher: bool
):
    grant_id = give(walk, leo)
    with acting() as session:
        share_ends.of_person(session, walk.teacher.id if teacher else leo.id)
    with pytest.raises(NotFound):
        reads(leo, grant_id)
    left = Ended.teacher_left if teacher else Ended.recipient_left
    assert standing(walk, grant_id) == (Standing.ended, left)


def test_a_restored_backup_shares_nothing_it_may_have_been_told_to_stop(
    walk: Walk, leo: Asker, home: Path, elsewhere: Path
):
    grant_id = give(walk, leo)
    file = backed_up(elsewhere)
    with acting() as session:
        share_grants.revoke(session, walk.teacher, grant_id)
    lost(home)
    restored(file)
    with pytest.raises(NotFound):
        reads(leo, grant_id)
    assert standing(walk, grant_id) == (Standing.ended, Ended.restored)
    # What else was stopped since stands open again, and only who stopped it knows.
    with asking() as session:
        letters = {each.name: each for each in notices.letters(session)}
    assert {each.word for each in letters["Leo"].notices} == {Word.restored}
    assert letters["Leo"].screen == ""


def test_while_something_of_the_cycle_is_held_nobody_new_reads_and_nobody_reads_on(
    walk: Walk, leo: Asker
):
    grant_id = give(walk, leo)
    officer = makers.person("Fenna", Role.dpo)
    with acting() as session:
        hold_id = holds.set_on(
            session, officer, [walk.clip_ids[0]], "complaint", not_for_judging=True
        )
    assert reads(leo, grant_id), "a hold that is not confirmed locks nothing"
    with acting() as session:
        holds.confirm(session, leader("Lies"), hold_id)
    _is_paused(walk, leo, grant_id)
    with acting() as session:
        share_ends.settle(session)
        holds.lift(session, officer, hold_id)
    assert reads(leo, grant_id)


def test_while_a_parents_objection_stands_nobody_new_reads_and_nobody_reads_on(
    walk: Walk, leo: Asker
):
    grant_id = give(walk, leo)
    with acting() as session:
        objections.enter(session, walk.teacher, walk.recording_id, "3b", clock.today())
    _is_paused(walk, leo, grant_id)
    with acting() as session:
        settling.lift(session, walk.teacher, walk.recording_id, Reason.not_in_it)
    assert reads(leo, grant_id)


def _is_paused(walk: Walk, leo: Asker, grant_id: str) -> None:
    with pytest.raises(NotFound):
        reads(leo, grant_id)
    with asking() as session:
        assert shared.mine(session, leo) == []
        assert share_grants.room(session, walk.teacher, walk.cycle_id) is None
    assert standing(walk, grant_id) == (Standing.paused, None)
    with pytest.raises(NotAllowed):
        give(walk, leader(f"Nog iemand {grant_id[:4]}"))


def test_what_it_was_for_goes_with_the_summary_and_who_read_it_a_year_after_it_ended(
    walk: Walk, leo: Asker, clock: Clock
):
    grant_id = give(walk, leo)
    with acting() as session:
        withdrawals.from_cycle(session, walk.teacher, walk.cycle_id)
    clock.forward(days=8)
    retention.sweep(media_store())
    with asking() as session:
        assert session.scalar(select(ActionSummary.id)) is None
        assert session.get_one(ShareGrant, grant_id).purpose == ""
    clock.forward(days=356)
    retention.sweep(media_store())
    with asking() as session:
        assert session.get(ShareGrant, grant_id) is not None
    clock.forward(days=2)
    retention.sweep(media_store())
    with asking() as session:
        assert session.get(ShareGrant, grant_id) is None
        stones = select(Tombstone.trigger).where(Tombstone.thing_id == grant_id)
        assert session.scalars(stones).all() == ["revocation"]
