"""Who may write down that somebody left the school, and until when that can be taken back."""

from collections.abc import Collection
from datetime import datetime, timedelta

from config.retention import after_withdrawal
from storage.rules.roles import Role
from storage.rules.sentences import Sentence, say

TAKES_ALONG = frozenset({Role.teacher, Role.coach})
"""The roles in which somebody makes something that is her own."""


def window() -> timedelta:
    """How long who left can take her own things along, and a mistake can be put right."""
    return timedelta(days=after_withdrawal())


def in_window(left_at: datetime, now: datetime) -> bool:
    """Whether that time has not gone by."""
    return now < left_at + window()


def why_not(
    roles: Collection[Role], as_role: Role, other_admins: int, name: str, typed: str
) -> tuple[Sentence, ...]:
    """What stands in the way of writing down that somebody with these roles left.

    A coordinator does so for teachers and coaches: who looks after the system, the law or the
    school is another's to send away, or one person could undo what takes two. `other_admins`: who
    could look after the system then.
    """
    found = [*why_not_touch(roles, as_role)]
    if Role.admin in roles and not other_admins:
        found.append(say("departures.refused.last_admin"))
    if not found and _same(typed) != _same(name):
        found.append(say("departures.refused.name"))
    return tuple(found)


def why_not_touch(roles: Collection[Role], as_role: Role) -> tuple[Sentence, ...]:
    """Why this is another's to say."""
    if as_role is Role.coordinator and not TAKES_ALONG.issuperset(roles):
        return (say("departures.refused.for_admin"),)
    return ()


def _same(name: str) -> str:
    return " ".join(name.split()).casefold()
