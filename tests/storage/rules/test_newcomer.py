"""Who came in lately waits before a second yes."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.rules.newcomer import LONGEST, NEW_FOR, TOLD_OF, new_until, why_too_new
from storage.rules.roles import Role

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)  # a Thursday


def test_who_came_in_lately_hears_from_when_it_is_hers_too():
    came = NOW - NEW_FOR + timedelta(minutes=1)
    (waits,) = why_too_new(came, NOW)
    assert waits.key == "refusals.hold_too_new"
    assert waits.fields["moment"] == NOW + timedelta(minutes=1)
    assert why_too_new(NOW - NEW_FOR, NOW) == ()


@pytest.mark.parametrize(
    ("came", "until"),
    [(23, 25), (24, 26), (25, 27), (26, 30), (27, 31), (28, 31), (29, 31)],
    ids=["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
)
def test_a_weekend_does_not_count(came: int, until: int):
    first = datetime(2026, 11, 1, 12, tzinfo=UTC)
    since = first + timedelta(days=came - 1)
    assert new_until(since, since) == first + timedelta(days=until - 1)
    assert new_until(since, since + LONGEST) is None


def test_who_teaches_coaches_or_coordinates_is_told_to_nobody():
    assert {Role.dpo, Role.school_leader, Role.admin} == TOLD_OF
