"""Sharing a summary with a school leader: the teacher's alone, for a while, and seen by her."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, update

from storage import action_summaries, clock, ledger, notices, share_grants, shared
from storage.database import acting, asking
from storage.errors import ChangedMeanwhile, NotFound, Refused
from storage.records import ActionSummary, Person
from storage.rules.access import Asker
from storage.rules.notice import Word
from storage.rules.roles import Role
from storage.rules.share_grant import Ended, Standing
from tests import makers
from tests.conftest import Clock
from tests.makers import Walk
from tests.storage.sharing import PURPOSE, give, leader, reads, standing

pytestmark = pytest.mark.usefixtures("wanted")


@pytest.fixture
def walk(sqlite_database: Engine, clock: Clock) -> Walk:
    return makers.a_walk().completed()


@pytest.fixture
def leo(walk: Walk) -> Asker:
    return leader("Leo")


def test_the_one_it_is_shared_with_reads_the_words_and_nothing_else(walk: Walk, leo: Asker):
    seen = reads(leo, give(walk, leo))
    assert seen.discussed == "We keken naar wachttijd."
    assert [each.what for each in seen.actions] == ["vijf tellen wachten"]
    assert (seen.teacher, seen.purpose) == ("Tessa", PURPOSE)
    assert clock.day_at_school(seen.until) == clock.today() + timedelta(days=30)
    assert "Carlijn" not in repr(seen), "who coaches is not told"
    told = set(type(seen).__dataclass_fields__)
    assert told == {"teacher", "discussed", "actions", "version", "purpose", "until"}


def test_nobody_else_reads_by_it(walk: Walk, leo: Asker):
    grant_id = give(walk, leo)
    both = leader("Bo", Role.coordinator)
    others = [leader("Lies"), both, walk.coach, walk.teacher, walk.school.coordinator]
    others += [makers.person(f"Een {role}", role) for role in (Role.admin, Role.dpo)]
    others.append(Asker(id=leo.id, role=Role.coach, holds=frozenset({Role.coach})))
    for who in others:
        with pytest.raises(NotFound):
            reads(who, grant_id)
        with asking() as session:
            assert shared.mine(session, who) == []
    with asking() as session, pytest.raises(NotFound):
        action_summaries.read(session, leo, walk.cycle_id)


def test_nobody_but_the_teacher_shares_it_stops_it_or_sees_who_reads(walk: Walk, leo: Asker):
    grant_id = give(walk, leo)
    acts: list[Callable[..., object]] = [
        lambda session, who: share_grants.of_cycle(session, who, walk.cycle_id),
        lambda session, who: share_grants.room(session, who, walk.cycle_id),
        lambda session, who: share_grants.preview(
            session, who, walk.cycle_id, PURPOSE, clock.today()
        ),
        lambda session, who: share_grants.revoke(session, who, grant_id),
    ]
    others = [walk.coach, leo, *(makers.person(f"Als-{role}", role) for role in Role)]
    for who in others:
        for act in acts:
            with acting() as session, pytest.raises(NotFound):
                act(session, who)
        with pytest.raises(NotFound):
            give(walk, leo, by=who)
    assert reads(leo, grant_id), "and none of that changed anything"


def test_it_goes_to_somebody_who_leads_the_school_and_to_nobody_else(walk: Walk, leo: Asker):
    invited = makers.person("Nog-niet", Role.school_leader)
    closed = leader("Weg")
    with acting() as session:
        session.get_one(Person, closed.id).closed_at = clock.now()
    both = leader("Bo", Role.coordinator)
    for who in (walk.coach, walk.teacher, walk.school.coordinator, invited, closed, both):
        with pytest.raises(Refused, match="no_recipient"):
            give(walk, who)
    with asking() as session:
        room = share_grants.room(session, walk.teacher, walk.cycle_id)
    assert room is not None
    assert dict(room.recipients) == {leo.id: "Leo"}


def test_only_an_agreed_summary_is_shared_and_only_the_version_that_was_seen(
    sqlite_database: Engine, clock: Clock
):
    early = makers.a_walk().proposed()
    leo = leader("Leo")
    with pytest.raises(NotFound):
        give(early, leo)
    with acting() as session:
        action_summaries.agree(session, early.teacher, early.cycle_id)
    with pytest.raises(ChangedMeanwhile):
        give(early, leo, version=7)
    grant_id = give(early, leo)
    with acting() as session:
        session.execute(update(ActionSummary).values(version=ActionSummary.version + 1))
    with pytest.raises(NotFound):
        reads(leo, grant_id)
    assert standing(early, grant_id) == (Standing.ended, Ended.changed)


def test_it_needs_a_purpose_and_a_day_and_goes_to_one_person_once(walk: Walk, leo: Asker):
    with pytest.raises(Refused, match="no_purpose"):
        give(walk, leo, purpose=" ")
    with pytest.raises(Refused, match="until"):
        give(walk, leo, days=91)
    give(walk, leo)
    with pytest.raises(Refused, match="already"):
        give(walk, leo)
    give(walk, leader("Lies"))


def test_stopping_holds_at_once_and_it_can_be_shared_anew(walk: Walk, leo: Asker):
    grant_id = give(walk, leo)
    reads(leo, grant_id)
    for _ in range(2):
        with acting() as session:
            share_grants.revoke(session, walk.teacher, grant_id)
    with pytest.raises(NotFound):
        reads(leo, grant_id)
    with asking() as session, pytest.raises(NotFound):
        shared.again(session, leo, grant_id)
    assert standing(walk, grant_id) == (Standing.ended, Ended.revoked)
    reads(leo, give(walk, leo))


def test_each_reading_is_told_to_the_teacher_once_and_to_no_coach(
    walk: Walk, leo: Asker, clock: Clock
):
    grant_id = give(walk, leo)
    with asking() as session:
        assert shared.again(session, leo, grant_id) is None, "not before it stands in the ledger"
    for _ in range(3):
        reads(leo, grant_id)
    with asking() as session:
        assert shared.again(session, leo, grant_id) is not None
    clock.forward(minutes=31)
    reads(leo, grant_id)
    with asking() as session:
        (view,) = share_grants.of_cycle(session, walk.teacher, walk.cycle_id)
        lines = ledger.read(session, walk.teacher)
        coachs = ledger.read(session, walk.coach)
    assert len(view.read_at) == 2
    told = [(line.act, line.actor_id, line.role) for line in lines if line.thing == "share_grant"]
    assert told == [
        ("read_shared", leo.id, "school_leader"),
        ("read_shared", leo.id, "school_leader"),
        ("give_share", walk.teacher.id, "teacher"),
    ]
    assert not [line for line in coachs if line.thing == "share_grant"]


def test_the_recipient_hears_that_there_is_something_until_it_is_read_or_stopped(
    walk: Walk, leo: Asker
):
    def heard() -> list[Word]:
        with asking() as session:
            return [each.word for letter in notices.letters(session) for each in letter.notices]

    grant_id = give(walk, leo)
    assert heard() == [Word.shared]
    with asking() as session:
        (letter,) = notices.letters(session)
    assert letter.screen == "shared"
    reads(leo, grant_id)
    assert heard() == []
    again = give(walk, leader("Lies"))
    with acting() as session:
        share_grants.revoke(session, walk.teacher, again)
    assert heard() == []
