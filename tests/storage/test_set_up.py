"""Nobody films before the school has recorded what it must, and the basis decides what may be."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from storage import clock, command_line, policies, retention, set_up, uploads
from storage.database import acting, asking
from storage.errors import NotAllowed, NotFound, Refused
from storage.media import Blob, media_store
from storage.records import (
    LedgerEntry,
    PermissionAttest,
    Recording,
    RetentionPolicy,
    SetUp,
    Tombstone,
    Upload,
    UseDecision,
)
from storage.rules.access import Asker
from storage.rules.roles import Role
from storage.rules.set_up import Item, LegalBasis, Use
from storage.set_up import SetUpView
from storage.uploads import UploadOrder
from tests import makers
from tests.makers import ATTESTED, School, Walk

pytestmark = pytest.mark.usefixtures("wanted")
Record = Callable[[Session, Asker, str], None]


def day() -> date:
    return clock.today()


RECORDS: dict[Item, Record] = {
    Item.legal_basis: lambda session, who, of: set_up.record_legal_basis(
        session, who, of, LegalBasis.legitimate_interest, " Fenna Vos ", day()
    ),
    Item.balancing_test: lambda session, who, of: set_up.record_balancing_test(
        session, who, of, "Leren weegt zwaar."
    ),
    Item.parents_informed: lambda session, who, of: set_up.record_parents_informed(
        session, who, of, day(), "2026-1"
    ),
    Item.retention: lambda session, who, of: set_up.record_retention(
        session, who, of, "standard", "long"
    ),
    Item.works_council: lambda session, who, of: set_up.record_works_council(
        session, who, of, day(), agreed=True
    ),
}


def unprepared() -> Walk:
    """A cycle that waits for its film, in a school that recorded nothing yet."""
    return Walk(makers.school(prepared=False)).started()


def record(of: School, item: Item, who: Asker | None = None) -> None:
    with acting() as session:
        RECORDS[item](session, who or of.coordinator, of.programme_id)


def view(of: School, who: Asker | None = None) -> SetUpView:
    with asking() as session:
        return set_up.read(session, who or of.coordinator, of.programme_id)


def begin(walk: Walk) -> Upload:
    with acting() as session:
        order = UploadOrder(1000, ".mp4", walk.cycle_id, "", ATTESTED)
        return uploads.begin(session, walk.teacher, order)


def why_not(walk: Walk) -> list[str]:
    with asking() as session:
        return [each.key for each in uploads.why_not_yet(session, walk.teacher, walk.cycle_id)]


# Before everything is recorded


def test_no_film_comes_in_until_the_last_thing_is_recorded(database: Engine):
    walk = unprepared()
    left = [Item.legal_basis, Item.retention, Item.works_council]
    assert why_not(walk) == [f"set_up.missing.{item}" for item in left]
    for item in Item:
        with pytest.raises(Refused, match=f"set_up.missing.{view(walk.school).missing[0]}"):
            begin(walk)
        record(walk.school, item)
    assert view(walk.school).complete
    makers.signed(walk.school)
    assert why_not(walk) == []
    assert begin(walk).cycle_id == walk.cycle_id


def test_a_film_on_its_way_when_a_school_must_record_first_waits_and_comes_in_later(
    sqlite_database: Engine,
):
    walk = makers.a_walk().started()
    upload = begin(walk)
    with acting() as session:
        session.delete(session.get_one(SetUp, walk.school.programme_id))
    with acting() as session, pytest.raises(Refused, match="legal_basis"):
        uploads.finish(session, walk.teacher, upload.id, 1000)
    with asking() as session:
        assert session.scalar(select(func.count()).select_from(Recording)) == 0
    with acting() as session:
        makers.prepare(session, walk.school.coordinator, walk.school.programme_id)
        assert uploads.finish(session, walk.teacher, upload.id, 1000).owner_id == walk.teacher.id


def test_a_film_from_the_command_line_waits_for_a_programme_that_runs(sqlite_database: Engine):
    place = command_line.new_place(".mp4")
    blob = Blob(place.key, 10, "0" * 64)
    with acting() as session:
        command_line.bring_in(session, place, blob, None)  # no programme: nothing to record
    school = makers.school(prepared=False)
    other = command_line.new_place(".mp4")
    with acting() as session, pytest.raises(Refused, match="legal_basis"):
        command_line.bring_in(session, other, blob, None)
    with acting() as session:
        makers.prepare(session, school.coordinator, school.programme_id)
        command_line.bring_in(session, other, Blob(other.key, 10, "0" * 64), None)


def test_a_stranger_does_not_learn_what_a_school_has_recorded(sqlite_database: Engine):
    walk = unprepared()
    stranger = makers.person("Thijs", Role.teacher)
    for who in (stranger, walk.coach, walk.school.coordinator):
        with asking() as session, pytest.raises(NotFound):
            uploads.why_not_yet(session, who, walk.cycle_id)


# Who records, and what


@pytest.mark.parametrize("item", Item)
def test_only_coordinator_and_admin_record_and_each_time_the_ledger_says_so(
    sqlite_database: Engine, item: Item
):
    school = makers.school(prepared=False)
    for role in set(Role) - {Role.coordinator, Role.admin}:
        with pytest.raises(NotAllowed):
            record(school, item, makers.person(f"Als {role}", role))
    assert len(view(school).missing) == 3
    admin = makers.person("Beer", Role.admin)
    record(school, item, admin)
    assert item not in view(school).missing
    with asking() as session:
        lines = session.scalars(
            select(LedgerEntry.act).where(LedgerEntry.actor_id == admin.id)
        ).all()
    assert lines == [f"record_{item}"]


def test_an_officer_reads_along_and_those_who_film_have_no_part_in_it(sqlite_database: Engine):
    school = makers.school()
    officer = makers.person("Fenna", Role.dpo)
    assert view(school, officer).facts.officer == "Fenna Vos"
    leader = makers.person("Leo", Role.school_leader)
    for who in (school.teacher, school.coach, leader):
        with asking() as session, pytest.raises(NotFound):
            set_up.read(session, who, school.programme_id)
        with asking() as session, pytest.raises(NotFound):
            set_up.everything(session, who)
    with asking() as session, pytest.raises(NotFound):
        set_up.read(session, officer, "elsewhere")


REFUSED: dict[str, tuple[str, Record]] = {
    "no basis": ("no_basis", lambda s, c, of: set_up.record_legal_basis(
        s, c, of, None, "F", day())),
    "no officer": ("no_words", lambda s, c, of: set_up.record_legal_basis(
        s, c, of, LegalBasis.consent, " ", day())),
    "a long name": ("too_long", lambda s, c, of: set_up.record_legal_basis(
        s, c, of, LegalBasis.consent, "F" * 121, day())),
    "no day": ("no_day", lambda s, c, of: set_up.record_legal_basis(
        s, c, of, LegalBasis.consent, "F", None)),
    "a day ahead": ("day_ahead", lambda s, c, of: set_up.record_legal_basis(
        s, c, of, LegalBasis.consent, "F", day() + timedelta(1))),
    "an empty test": ("no_words", lambda s, c, of: set_up.record_balancing_test(s, c, of, "")),
    "no letter": ("no_words", lambda s, c, of: set_up.record_parents_informed(s, c, of, day(), "")),
    "no letter day": ("no_day", lambda s, c, of: set_up.record_parents_informed(
        s, c, of, None, "1")),
    "no ceiling": ("no_preset", lambda s, c, of: set_up.record_retention(
        s, c, of, "standard", None)),
    "a low ceiling": ("ceiling_too_low", lambda s, c, of: set_up.record_retention(
        s, c, of, "long", "standard")),
    "no agreement": ("not_agreed", lambda s, c, of: set_up.record_works_council(
        s, c, of, day(), agreed=False)),
    "no council day": ("no_day", lambda s, c, of: set_up.record_works_council(
        s, c, of, None, agreed=True)),
    "no use": ("no_use", lambda s, c, of: set_up.record_decision(s, c, of, None, day(), "7")),
    "no use day": ("no_day", lambda s, c, of: set_up.record_decision(
        s, c, of, Use.outside_school, None, "7")),
    "no reference": ("no_words", lambda s, c, of: set_up.record_decision(
        s, c, of, Use.outside_school, day(), "")),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_whole_is_not_recorded(sqlite_database: Engine, what: str):
    school = makers.school(prepared=False)
    key, act = REFUSED[what]
    with pytest.raises(Refused, match=f"set_up.refused.{key}"), acting() as session:
        act(session, school.coordinator, school.programme_id)
    with asking() as session:
        assert session.get(SetUp, school.programme_id) is None
    with pytest.raises(NotFound), acting() as session:
        act(session, school.coordinator, "elsewhere")


def test_another_preset_holds_until_there_is_a_film_and_not_afterwards(sqlite_database: Engine):
    walk = makers.a_walk().started()

    def keep(preset: str) -> None:
        with acting() as session:
            set_up.record_retention(
                session, walk.school.coordinator, walk.school.programme_id, preset, "long"
            )

    keep("strict")
    with asking() as session:
        newest = select(RetentionPolicy.preset).order_by(RetentionPolicy.version.desc())
        assert session.scalars(newest).all() == ["strict", "standard"]
    makers.signed(walk.school)  # other terms are other words
    walk.uploaded()
    keep("strict")
    with pytest.raises(Refused, match="preset_in_use"):
        keep("long")
    assert view(walk.school).preset == "strict"


# What stays of it


def test_what_a_teacher_declared_outlives_her_film_and_goes_a_year_after_the_programme(
    sqlite_database: Engine,
):
    walk = makers.a_walk().completed()
    makers.decided(walk.school, Use.outside_school)
    with asking() as session:
        attest = session.scalars(select(PermissionAttest)).one()
    assert (attest.owner_id, attest.recording_id) == (walk.teacher.id, walk.recording_id)
    assert attest.legal_basis is LegalBasis.legitimate_interest
    end = timedelta(days=240)
    with clock.at(clock.now() + end + timedelta(days=364)):
        retention.sweep(media_store())
        with asking() as session:
            assert session.get(Recording, walk.recording_id) is None
            assert session.get(PermissionAttest, attest.id)
    with clock.at(clock.now() + end + timedelta(days=367)):
        assert retention.sweep(media_store()).backlog == 0
    with asking() as session:
        for record_of in (PermissionAttest, SetUp, UseDecision):
            assert session.scalars(select(record_of)).all() == []
        kinds = session.scalars(select(Tombstone.kind)).all()
    assert kinds.count("permission_attest") == 2


def test_nothing_is_kept_longer_than_the_ceiling_the_school_recorded(sqlite_database: Engine):
    school, officer = makers.school(), makers.person("Fenna", Role.dpo)
    with acting() as session:
        of = school.programme_id
        set_up.record_retention(session, school.coordinator, of, "standard", "standard")
    with asking() as session:
        policy = policies.by_programme(session)[school.programme_id]
    assert policy.ceiling is not None
    assert policy.ceiling.preset == "standard"
    with acting() as session, pytest.raises(Refused, match="ceiling_too_low"):
        policies.choose(session, officer, school.programme_id, "long")
    with acting() as session:
        policies.choose(session, officer, school.programme_id, "strict")
