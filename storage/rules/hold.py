"""Holds: what two people together may keep from deletion, for how long, and what that opens.

Until the second of the two has confirmed, a hold only keeps, and not for long. A hold that is not
reviewed in time goes on keeping, because deleting cannot be taken back, but opens nothing to
anybody any more. A hold is never for judging somebody: there is no reason here that would be.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from storage.rules.sentences import Sentence, say

PENDING_FOR = timedelta(hours=72)
"""So long one person alone keeps something from deletion."""
REVIEW_WITHIN = timedelta(days=30)
"""A hold that nobody looked at again for so long opens nothing any more."""
REVIEW_SOON = timedelta(days=7)
"""So long before that day both are reminded."""


class Reason(StrEnum):
    """Why something may be held; the whole list. Text key ``holds.reasons.<value>``."""

    incident = "incident"
    complaint = "complaint"
    data_breach = "data_breach"
    legal_claim = "legal_claim"
    authority_order = "authority_order"
    """An authority asks for it by law; the only one that may forbid telling the teacher."""


class Standing(StrEnum):
    """How a hold stands at a moment; text key ``holds.standing.<value>``."""

    waiting = "waiting"
    """Set by one; the other has not confirmed."""
    lapsed = "lapsed"
    """The other did not confirm in time."""
    in_force = "in_force"
    overdue = "overdue"
    """In force, but not reviewed in time."""
    lifted = "lifted"


KEEPS = frozenset({Standing.waiting, Standing.in_force, Standing.overdue})
"""Nothing under it is deleted."""
LOCKS = frozenset({Standing.in_force, Standing.overdue})
"""Nobody of the pair opens what is under it."""


@dataclass(frozen=True, kw_only=True)
class HoldFacts:
    """The moments of a hold."""

    created_at: datetime
    review_by: datetime
    confirmed_at: datetime | None = None
    lifted_at: datetime | None = None


def standing(hold: HoldFacts, now: datetime) -> Standing:
    """How a hold stands at `now`."""
    if hold.lifted_at is not None:
        return Standing.lifted
    if hold.confirmed_at is None:
        return Standing.waiting if now < hold.created_at + PENDING_FOR else Standing.lapsed
    return Standing.in_force if now < hold.review_by else Standing.overdue


def why_not_set(reason: str, *, silent: bool, not_for_judging: bool) -> tuple[Sentence, ...]:
    """What stands in the way of a hold for this reason."""
    if reason not in set(Reason):
        return (say("refusals.hold_reason"),)
    if not not_for_judging:
        return (say("refusals.hold_not_for_judging"),)
    if silent and reason != Reason.authority_order:
        return (say("refusals.hold_silent"),)
    return ()


def why_not_confirmed(
    hold: HoldFacts, *, same_person: bool, same_role: bool, now: datetime
) -> tuple[Sentence, ...]:
    """What stands in the way of the second of the two."""
    if standing(hold, now) is not Standing.waiting:
        return (say("refusals.hold_not_waiting"),)
    if same_person or same_role:
        return (say("refusals.hold_needs_another"),)
    return ()
