"""Holds: when they keep, when they lock, and what they are never for."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.rules.hold import (
    KEEPS,
    LOCKS,
    HoldFacts,
    Reason,
    Standing,
    standing,
    why_not_confirmed,
    why_not_set,
)

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SET = HoldFacts(created_at=NOW, review_by=NOW + timedelta(days=30))
CONFIRMED = HoldFacts(
    created_at=NOW, confirmed_at=NOW + timedelta(hours=1), review_by=NOW + timedelta(days=30)
)


@pytest.mark.parametrize(
    ("hold", "after", "expected"),
    [
        (SET, timedelta(), Standing.waiting),
        (SET, timedelta(hours=71, minutes=59), Standing.waiting),
        (SET, timedelta(hours=72), Standing.lapsed),
        (CONFIRMED, timedelta(hours=73), Standing.in_force),
        (CONFIRMED, timedelta(days=29), Standing.in_force),
        (CONFIRMED, timedelta(days=30), Standing.overdue),
        (CONFIRMED, timedelta(days=3000), Standing.overdue),
        (
            HoldFacts(created_at=NOW, review_by=NOW, lifted_at=NOW),
            timedelta(),
            Standing.lifted,
        ),
    ],
)
def test_how_a_hold_stands_follows_from_its_moments(
    hold: HoldFacts, after: timedelta, expected: Standing
):
    assert standing(hold, NOW + after) is expected


def test_what_waits_keeps_and_locks_nothing_and_what_is_forgotten_opens_nothing():
    assert Standing.waiting in KEEPS - LOCKS
    assert Standing.overdue in KEEPS & LOCKS
    assert not {Standing.lapsed, Standing.lifted} & (KEEPS | LOCKS)


def keys(*sentences: object) -> list[str]:
    return [sentence.key for sentence in sentences]  # type: ignore[attr-defined] # Sentences


def test_a_hold_needs_a_reason_of_the_list_and_is_never_for_judging():
    def unmet(reason: str, *, silent: bool = False, not_for_judging: bool = True) -> list[str]:
        return keys(*why_not_set(reason, silent=silent, not_for_judging=not_for_judging))

    assert unmet(Reason.complaint) == []
    assert unmet("evaluation") == ["refusals.hold_reason"]
    assert unmet(Reason.complaint, not_for_judging=False) == ["refusals.hold_not_for_judging"]
    assert unmet(Reason.complaint, silent=True) == ["refusals.hold_silent"]
    assert unmet(Reason.authority_order, silent=True) == []


def test_the_second_is_another_person_in_the_other_role():
    def unmet(hold: HoldFacts, *, same_person: bool = False, same_role: bool = False) -> list[str]:
        return keys(*why_not_confirmed(hold, same_person=same_person, same_role=same_role, now=NOW))

    assert unmet(SET) == []
    assert unmet(SET, same_person=True) == ["refusals.hold_needs_another"]
    assert unmet(SET, same_role=True) == ["refusals.hold_needs_another"]
    assert unmet(CONFIRMED) == ["refusals.hold_not_waiting"]
