"""Whom somebody may let in."""

from datetime import UTC, datetime, timedelta

from storage.rules import invitation as rule
from storage.rules.invitation import TAKES_PART_WITHIN, Waits
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


LAPSES = datetime(2026, 12, 6, tzinfo=UTC)
CAME = LAPSES - timedelta(days=3)
LATER = LAPSES + timedelta(days=240)


def ends(last_part: datetime | None, waits: Waits | None, *, looks_after: bool = False) -> object:
    return rule.account_ends(last_part, waits, looks_after=looks_after)


def test_who_never_came_is_waited_for_until_the_link_is_too_old():
    never = Waits(LAPSES)
    assert ends(None, never) == LAPSES
    assert ends(None, never, looks_after=True) == LAPSES, "nobody looks after anything unseen"
    assert ends(CAME, never) == LAPSES
    assert ends(LATER, never) == LATER, "her place in a programme is kept"


def test_who_came_and_takes_part_in_nothing_is_waited_for_a_year():
    came = Waits(LAPSES, CAME)
    assert ends(None, came) == CAME + TAKES_PART_WITHIN
    assert ends(CAME - timedelta(days=1), came) == CAME + TAKES_PART_WITHIN, "she came back"
    assert ends(LATER, came) == LATER
    assert ends(None, came, looks_after=True) is None


def test_who_was_never_invited_counts_from_the_last_part():
    assert ends(None, None) is None
    assert ends(LATER, None) == LATER
