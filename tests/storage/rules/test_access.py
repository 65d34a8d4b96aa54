"""Access: the matrix of the method, by role, by act and by the state of the thing.

The matrix below is written as the privacy chapter has it: per object a cell per role. Every cell
is checked over every combination of facts, so a word too few in a row cannot hide.
"""

from itertools import product

import pytest

from config.texts import LANGUAGES, catalog
from storage.rules import access_predicates
from storage.rules.access import MAY, Act, Asker, Role, Thing, Verdict, may
from tests.storage.rules.matrix import MATRIX, ME, SOMEBODY, never

CONTENT = {
    Act.WATCH_RECORDING, Act.HANDLE_OBJECTION,
    Act.READ_TRANSCRIPT,
    Act.READ_OBSERVATION_NOTES,
    Act.READ_CLIP_DRAFT,
    Act.WATCH_CLIP,
    Act.DOWNLOAD_CLIP,
    Act.READ_PACKAGE,
    Act.READ_REFLECTION,
    Act.OPEN_TALK,
    Act.READ_SUMMARY,
    Act.DOWNLOAD_SUMMARY, Act.TAKE_OWN,
}  # fmt: skip

FLAGS = [name for name, field in Thing.__dataclass_fields__.items() if field.type in (bool, "bool")]


def things() -> list[Thing]:
    """Every combination of facts, for me as teacher, as coach, as author and as a stranger."""
    people = [
        {"owner_id": ME, "coach_id": SOMEBODY},
        {"owner_id": SOMEBODY, "coach_id": ME},
        {"owner_id": SOMEBODY, "coach_id": ME, "author_id": ME},
        {"owner_id": SOMEBODY, "coach_id": SOMEBODY},
    ]
    return [
        Thing(**who, people_counted=counted, **dict(zip(FLAGS, flags, strict=True)))
        for who in people
        for flags in product((False, True), repeat=len(FLAGS))
        for counted in ((4, 5) if not any(flags) else (5,))
    ]


THINGS = things()


def test_the_flags_of_a_thing_are_all_in_the_test():
    assert FLAGS == [
        "on_behalf", "released", "published", "submitted", "cycle_open", "programme_open",
        "withdrawn", "locked", "held", "shared", "downloads",
    ]  # fmt: skip


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("act", list(Act))
def test_access_is_what_the_matrix_says(act: Act, role: Role):
    expected = MATRIX[act.value].get(role.value, never)
    person = Asker(id=ME, role=role)
    wrong = [thing for thing in THINGS if may(person, act, thing).allowed != expected(thing)]
    assert not wrong, wrong[0]


def test_every_act_is_in_the_table_and_in_the_matrix():
    assert set(MAY) == set(Act)
    assert set(MATRIX) == {act.value for act in Act}


def test_before_release_nobody_but_the_owner_opens_any_part_of_it():
    unreleased = [t for t in THINGS if not (t.released or t.published or t.submitted or t.held)]
    for act in CONTENT - {Act.READ_SUMMARY, Act.DOWNLOAD_SUMMARY}:
        # A coach takes her own words along, and nothing that is another's.
        owners = {Role.teacher, Role.coach} if act is Act.TAKE_OWN else {Role.teacher}
        for role in Role:
            seen = [t for t in unreleased if may(Asker(id=ME, role=role), act, t)]
            assert all(t.owner_id == ME and role in owners for t in seen), (act, role)


@pytest.mark.parametrize("role", [Role.admin, Role.coordinator])
def test_who_runs_the_programme_never_sees_content(role: Role):
    assert not [act for act in CONTENT for t in THINGS if may(Asker(id=ME, role=role), act, t)]


def test_a_school_leader_sees_only_a_summary_that_is_shared():
    leader = Asker(id=ME, role=Role.school_leader)
    seen = {act for act in CONTENT for t in THINGS if may(leader, act, t)}
    assert seen == {Act.READ_SUMMARY}
    assert not may(leader, Act.READ_SUMMARY, Thing(owner_id=SOMEBODY))


def test_the_data_protection_officer_sees_content_only_under_hold():
    officer = Asker(id=ME, role=Role.dpo)
    assert not [act for act in CONTENT for t in THINGS if not t.held and may(officer, act, t)]
    assert may(officer, Act.WATCH_RECORDING, Thing(owner_id=SOMEBODY, held=True))


def test_an_officer_who_came_in_just_now_sees_no_content_at_all():
    officer = Asker(id=ME, role=Role.dpo, new=True)
    assert not [act for act in CONTENT for t in THINGS if may(officer, act, t)]


def test_a_person_looks_through_one_role_at_a_time():
    both = frozenset({Role.teacher, Role.coach})
    my_lesson = Thing(owner_id=ME, coach_id=SOMEBODY)
    assert may(Asker(id=ME, role=Role.teacher, holds=both), Act.WATCH_RECORDING, my_lesson)
    assert not may(Asker(id=ME, role=Role.coach, holds=both), Act.WATCH_RECORDING, my_lesson)


def test_a_role_somebody_does_not_hold_gives_nothing():
    pretender = Asker(id=ME, role=Role.admin, holds=frozenset({Role.teacher}))
    assert may(pretender, Act.RUN_RETENTION, Thing()) == Verdict(False, "access.role_not_held")


def test_a_coordinator_who_leads_the_school_gets_the_stricter_row():
    both = frozenset({Role.coordinator, Role.school_leader})
    as_coordinator = Asker(id=ME, role=Role.coordinator, holds=both)
    as_leader = Asker(id=ME, role=Role.school_leader, holds=both)
    for act in (Act.SEE_ENROLMENT, Act.MANAGE_PAIR, Act.PLAN_CYCLE):
        assert not may(as_coordinator, act, Thing())
    assert not may(as_coordinator, Act.SEE_TOTALS, Thing(people_counted=5))
    assert not may(as_coordinator, Act.SEE_MONTHLY_TOTALS, Thing(people_counted=4))
    assert may(as_coordinator, Act.SEE_MONTHLY_TOTALS, Thing(people_counted=5))
    assert not may(as_leader, Act.READ_SUMMARY, Thing(shared=True))


def test_what_is_not_known_is_denied_with_a_reason():
    assert may(Asker(id=ME, role=Role.teacher), "fly", Thing()) == Verdict(False, "access.nobody")


def test_a_refusal_names_what_is_missing_to_the_one_who_came_furthest():
    coach = Asker(id=ME, role=Role.coach)
    waiting = Thing(owner_id=SOMEBODY, coach_id=ME, cycle_open=True)
    assert may(coach, Act.WATCH_RECORDING, waiting).because == "access.once_released"
    assert may(coach, Act.WATCH_RECORDING, Thing()).because == "access.of_this_pair"
    admin = Asker(id=ME, role=Role.admin)
    assert may(admin, Act.WATCH_RECORDING, waiting).because == "access.nobody"
    assert may(admin, Act.RUN_RETENTION, Thing()).because == "access.granted"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_and_every_role_has_words(lang):
    words = {
        name for row in MAY.values() for words in row for name in (word.__name__ for word in words)
    }
    wanted = {f"access.{word}" for word in words} | {f"roles.{role}" for role in Role}
    assert not wanted - catalog(lang).keys


def test_every_predicate_is_used():
    defined = {
        name
        for name, value in vars(access_predicates).items()
        if callable(value) and value.__module__ == access_predicates.__name__
    }
    used = {word.__name__ for rows in MAY.values() for row in rows for word in row}
    assert defined == used
