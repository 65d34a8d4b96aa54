"""Who came in lately waits before a second yes."""

from datetime import UTC, datetime, timedelta

from storage.rules.newcomer import NEW_FOR, TOLD_OF, why_too_new
from storage.rules.roles import Role

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_who_came_in_lately_hears_from_when_it_is_hers_too():
    came = NOW - NEW_FOR + timedelta(minutes=1)
    (waits,) = why_too_new(came, NOW)
    assert waits.key == "refusals.hold_too_new"
    assert waits.fields["moment"] == NOW + timedelta(minutes=1)
    assert why_too_new(NOW - NEW_FOR, NOW) == ()


def test_who_teaches_coaches_or_coordinates_is_told_to_nobody():
    assert {Role.dpo, Role.school_leader, Role.admin} == TOLD_OF
