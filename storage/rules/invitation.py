"""Whom somebody may let in, and how long is waited for who does not come.

A yes that takes two must not be one person's to make.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.rules.departure import TAKES_ALONG
from storage.rules.roles import Role
from storage.rules.sentences import Sentence, say


def roles_by(as_role: Role) -> Sequence[Role]:
    """The roles that somebody may give: a coordinator those of a pair, as with leaving."""
    return [role for role in Role if as_role is not Role.coordinator or role in TAKES_ALONG]


def why_not(roles: Collection[Role], as_role: Role) -> tuple[Sentence, ...]:
    """What stands in the way of letting somebody in with these roles."""
    if not roles:
        return (say("refusals.invitation_without_role"),)
    if not set(roles_by(as_role)).issuperset(roles):
        return (say("inviting.refused.for_admin"),)
    return ()


TAKES_PART_WITHIN = timedelta(days=365)
"""So long is waited for who came in and takes part in nothing: a whole school year comes by."""


@dataclass(frozen=True)
class Waits:
    """How it stands with somebody's invitations."""

    expires_at: datetime
    """The last moment of the newest link."""
    came_at: datetime | None = None
    """When the last was used; None while she never came, or begins anew."""


def account_ends(
    last_part: datetime | None, waits: Waits | None, *, looks_after: bool
) -> datetime | None:
    """From when an account counts that nobody left; None while it stays.

    `last_part` is the end of the last part in a programme, `looks_after` whether somebody has a
    task here that is no part of one.
    """
    if waits and waits.came_at is None:
        return max(waits.expires_at, last_part) if last_part else waits.expires_at
    if looks_after:
        return None
    if not waits or not waits.came_at or (last_part and waits.came_at <= last_part):
        return last_part
    return waits.came_at + TAKES_PART_WITHIN
