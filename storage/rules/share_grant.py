"""Letting one school leader read one agreed summary for a while: what is needed, when it ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from storage.rules.sentences import Sentence, say

USUAL_DAYS, MOST_DAYS = 30, 90
"""So long somebody may read it when nothing else is chosen, and at most."""
MOST_PURPOSE = 200
"""Characters of what it is for."""


class Ended(StrEnum):
    """Why nobody reads it by this grant any more; text key ``share_grant.ended.<value>``."""

    over = "over"
    """The day that was chosen has passed."""
    revoked = "revoked"
    """The teacher stopped it."""
    changed = "changed"
    """It was about an earlier version, or the summary is gone."""
    withdrawn = "withdrawn"
    """The teacher stopped with the cycle or the programme."""
    programme = "programme"
    """The programme year is over."""
    teacher_left = "teacher_left"
    recipient_left = "recipient_left"
    """The account is closed, or it no longer leads the school."""
    restored = "restored"
    """A backup was restored, which may not know what was stopped after it."""


class Standing(StrEnum):
    """Whether somebody reads by a grant now; text key ``share_grant.standing.<value>``."""

    in_force = "in_force"
    paused = "paused"
    """A hold or a parent's objection stands: nobody reads, and it goes on when that ends."""
    ended = "ended"


@dataclass(frozen=True, kw_only=True)
class GrantFacts:
    """A grant as it stands. Every fact left out is the one that grants least."""

    until: datetime
    version: int
    """Of the summary that was shared."""
    version_now: int | None = None
    """Of the agreed summary there is; None when there is none."""
    ended_as: Ended | None = None
    """How it ended, once that is written down."""
    withdrawn: bool = True
    programme_open: bool = False
    teacher_there: bool = False
    recipient_leads: bool = False
    """The recipient has an account, leads the school and does not coordinate."""
    locked: bool = True
    """Something of the cycle is held, or a parent objects to its film."""


def why_ended(facts: GrantFacts, now: datetime) -> Ended | None:
    """Why it has ended; None while it has not."""
    if facts.ended_as:
        return facts.ended_as
    reasons = (
        (facts.withdrawn, Ended.withdrawn),
        (not facts.teacher_there, Ended.teacher_left),
        (not facts.recipient_leads, Ended.recipient_left),
        (facts.version_now != facts.version, Ended.changed),
        (not facts.programme_open, Ended.programme),
        (facts.until <= now, Ended.over),
    )
    return next((ended for holds, ended in reasons if holds), None)


def standing(facts: GrantFacts, now: datetime) -> Standing:
    """Whether the recipient reads it now."""
    if why_ended(facts, now):
        return Standing.ended
    return Standing.paused if facts.locked else Standing.in_force


def usual(today: date, programme_ends_on: date) -> date:
    """The day that stands there until another is chosen."""
    return min(today + timedelta(days=USUAL_DAYS), latest(today, programme_ends_on))


def latest(today: date, programme_ends_on: date) -> date:
    """The last day that can be chosen."""
    return min(today + timedelta(days=MOST_DAYS), programme_ends_on)


def why_not_made(
    purpose: str, until: date | None, today: date, programme_ends_on: date
) -> Sequence[Sentence]:
    """What stands in the way of sharing it for this, until this day."""
    found = []
    if not purpose.strip():
        found.append(say("share_grant.refused.no_purpose"))
    elif len(purpose.strip()) > MOST_PURPOSE:
        found.append(say("share_grant.refused.long_purpose", most=MOST_PURPOSE))
    last = latest(today, programme_ends_on)
    if until is None or not today <= until <= last:
        found.append(say("share_grant.refused.until", most=MOST_DAYS))
    return tuple(found)
