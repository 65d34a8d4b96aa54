"""Whom somebody may let in: a yes that takes two must not be one person's to make."""

from collections.abc import Collection, Sequence

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
