"""Whom somebody may let in."""

from storage.rules import invitation as rule
from storage.rules.roles import Role


def test_an_admin_gives_every_role_and_a_coordinator_those_of_a_pair():
    assert rule.roles_by(Role.admin) == list(Role)
    assert set(rule.roles_by(Role.coordinator)) == {Role.teacher, Role.coach}
    assert rule.why_not({Role.teacher, Role.coach}, Role.coordinator) == ()
    assert rule.why_not({Role.dpo}, Role.admin) == ()


def test_what_another_must_do_is_said():
    (no,) = rule.why_not({Role.teacher, Role.dpo}, Role.coordinator)
    assert no.key == "inviting.refused.for_admin"
    (no,) = rule.why_not(set(), Role.admin)
    assert no.key == "refusals.invitation_without_role"
