"""Both read and sign the same words before the first film; other words are signed anew."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from config.texts import language
from storage import agreements, clock, enrolments, retention, set_up, uploads
from storage.agreements import AgreementView
from storage.database import acting, asking
from storage.errors import NotFound, Refused
from storage.media import media_store
from storage.records import Agreement, LedgerEntry, Pair, Programme, Signature, Tombstone
from storage.rules.access import Asker
from storage.rules.roles import Role
from storage.rules.steps import Who
from tests import makers
from tests.makers import School, Walk, person, signed

pytestmark = pytest.mark.usefixtures("wanted")


@pytest.fixture
def school(database: Engine) -> School:
    """A school that recorded everything, and a pair that has signed nothing."""
    made = makers.school(prepared=False)
    with acting() as session:
        makers.prepare(session, made.coordinator, made.programme_id)
    return made


def read(of: School, who: Asker | None = None) -> AgreementView:
    with asking() as session:
        return agreements.read(session, who or of.teacher, of.pair_id)


def why_not(walk: Walk) -> list[str]:
    with asking() as session:
        return [each.key for each in uploads.why_not_yet(session, walk.teacher, walk.cycle_id)]


def signatures() -> list[Signature]:
    with asking() as session:
        return list(session.scalars(select(Signature)))


def test_a_film_comes_in_once_both_have_signed(school: School):
    walk = Walk(school).started()
    assert why_not(walk) == ["agreement.missing.teacher", "agreement.missing.coach"]
    signed(school, school.coach)
    with pytest.raises(Refused, match="agreement"):
        walk.uploaded()
    signed(school, school.teacher)
    assert set(read(school).signed) == {Who.teacher, Who.coach}
    walk.uploaded()


def test_signing_twice_is_once_and_stands_in_the_ledger_without_a_word(school: School):
    signed(school)
    signed(school)
    assert len(signatures()) == 2
    with asking() as session:
        lines = session.scalars(select(LedgerEntry).where(LedgerEntry.act == "sign")).all()
    assert [line.thing_id for line in lines] == [school.pair_id] * 2
    assert {line.owner_id for line in lines} == {school.teacher.id}


def test_nobody_signs_before_the_school_has_recorded_what_it_must(sqlite_database: Engine):
    bare = makers.school(prepared=False)
    with pytest.raises(Refused, match="legal_basis"):
        signed(bare, bare.teacher)
    assert signatures() == []


def test_only_the_two_read_it_and_nobody_signs_for_another(sqlite_database: Engine):
    school = makers.school()
    other = makers.second_pair(school)
    strangers = [other.teacher, other.coach, school.coordinator]
    strangers += [person(f"Als {role}", role) for role in Role]
    before = len(signatures())
    for who in strangers:
        with pytest.raises(NotFound):
            signed(school, who)
        with asking() as session, pytest.raises(NotFound):
            agreements.read(session, who, school.pair_id)
    with asking() as session, pytest.raises(NotFound):
        agreements.read(session, school.teacher, "elsewhere")
    assert len(signatures()) == before


def test_a_coach_whose_pair_has_ended_signs_nothing(school: School):
    with acting() as session:
        session.get_one(Pair, school.pair_id).ended_at = clock.now()
    with pytest.raises(NotFound):
        signed(school, school.coach)


def test_after_the_programme_nobody_signs_any_more(school: School):
    with clock.at(clock.now() + timedelta(days=300)), pytest.raises(Refused):
        signed(school, school.teacher)


def test_other_words_ask_for_both_signatures_again_and_the_old_ones_can_be_read(school: School):
    walk = Walk(school).started()
    signed(school)
    assert why_not(walk) == []
    before = read(school)
    with acting() as session:
        set_up.record_retention(session, school.coordinator, school.programme_id, "strict", "long")
    now = read(school)
    assert now.fingerprint != before.fingerprint
    assert now.signed == {}
    assert now.before is not None
    assert any("14 dagen" in sentence for sentence in now.before.sentences)
    assert why_not(walk) == ["agreement.missing.teacher", "agreement.missing.coach"]
    with pytest.raises(Refused, match="changed"), acting() as session:
        agreements.sign(session, school.teacher, school.pair_id, before.fingerprint)
    signed(school)
    assert read(school).before is None
    walk.uploaded()


def test_another_sentence_in_either_language_is_another_wording(
    school: School, monkeypatch: pytest.MonkeyPatch
):
    signed(school)
    plain = agreements.text

    def reworded(key: str, **fields: object) -> str:
        said = plain(key, **fields)
        return f"{said} Also on Sundays." if key.endswith("nobody_else") else said

    monkeypatch.setattr(agreements, "text", reworded)
    assert read(school).signed == {}


def test_each_reads_it_in_the_own_language_and_signs_the_same(school: School):
    with language("en"):
        signed(school, school.coach)
        assert (
            "The coach can open a film"
            in read(school).words["confidentiality"]["coach_after_release"]
        )
    assert set(read(school).signed) == {Who.coach}
    with asking() as session:
        assert len(session.scalars(select(Agreement)).all()) == 1


def test_a_new_coach_signs_and_so_does_the_teacher_again(school: School):
    signed(school)
    with acting() as session:
        session.get_one(Pair, school.pair_id).ended_at = clock.now()
    coen = person("Coen", Role.coach)
    with acting() as session:
        pair = enrolments.pair(
            session, school.coordinator, school.programme_id, school.teacher.id, coen.id
        )
    with asking() as session:
        programme = session.get_one(Programme, school.programme_id)
        unsigned = agreements.unsigned(session, session.get_one(Pair, pair.id), programme)
    assert len(unsigned) == 2


def test_who_has_many_pairs_finds_what_is_unsigned_first(school: School):
    signed(school)
    other = person("Thea", Role.teacher)
    with acting() as session:
        pair = enrolments.pair(
            session, school.coordinator, school.programme_id, other.id, school.coach.id
        )
    with asking() as session:
        assert [view.pair_id for view in agreements.mine(session, school.coach)] == [
            pair.id, school.pair_id,
        ]  # fmt: skip
        assert agreements.mine(session, school.coordinator) == []


def test_signatures_and_words_go_a_year_after_the_programme(sqlite_database: Engine):
    makers.school()
    end = clock.now() + timedelta(days=240)
    with clock.at(end + timedelta(days=364)):
        retention.sweep(media_store())
        assert len(signatures()) == 2
    with clock.at(end + timedelta(days=367)):
        assert retention.sweep(media_store()).backlog == 0
    assert signatures() == []
    with asking() as session:
        assert session.scalars(select(Agreement)).all() == []
        assert session.scalars(select(Tombstone.kind)).all().count("agreement") == 2
