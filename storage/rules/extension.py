"""Keeping a film longer: its teacher's alone, once, with a reason, never beyond the ceiling."""

from datetime import datetime, timedelta
from enum import StrEnum

from storage.rules.retention import ends_at
from storage.rules.retention_words import Holding, Policy
from storage.rules.sentences import Sentence, say

MOST_WORDS = 500
"""Characters of the teacher's own words about why."""


class Reason(StrEnum):
    """Why a film stays longer; text key ``extension.reasons.<value>``."""

    absence = "absence"
    holiday = "holiday"
    more_time = "more_time"
    talk_moved = "talk_moved"
    other = "other"
    """Then her own words say it."""


def latest(holding: Holding, policy: Policy) -> datetime | None:
    """The last moment up to which this may stay; None when it cannot stay longer than it does."""
    days = policy.rules[holding.kind].max_extension_days
    ending = ends_at(holding, policy).at
    chosen = holding.longer_until is not None or holding.shorter_until is not None
    if not days or policy.ceiling is None or ending is None or chosen:
        return None
    most = ends_at(holding, policy.ceiling).at
    last = ending + timedelta(days=days)
    last = min(last, most) if most else last
    return last if last > ending else None


def why_not_longer(
    wish: datetime, holding: Holding, policy: Policy, reason: str, words: str
) -> tuple[Sentence, ...]:
    """What stands in the way of keeping this until `wish`."""
    if holding.longer_until is not None:
        return (say("guards.extended_before"),)
    last = latest(holding, policy)
    if last is None:
        return (say("guards.no_extension"),)
    if wish > last:
        return (say("guards.extension_too_long"),)
    if wish <= (ends_at(holding, policy).at or wish):
        return (say("guards.extension_not_later"),)
    if reason not in set(Reason):
        return (say("guards.extension_reason"),)
    if reason == Reason.other and not words.strip():
        return (say("guards.extension_words"),)
    if len(words) > MOST_WORDS:
        return (say("refusals.too_many_words", most=MOST_WORDS),)
    return ()
