"""Changing how long a school keeps things: sooner after a week's notice, longer for what comes."""

from datetime import datetime, timedelta

from storage.rules.retention_words import Policy, RetentionRule

NOTICE = timedelta(days=7)
"""So long before what becomes shorter is valid."""
_EVER = float("inf")


def valid_from(old: Policy, new: Policy, now: datetime) -> datetime:
    """From when a new version is valid: at once, unless something goes sooner under it."""
    earliest = now + NOTICE if shortens(old, new) else now
    return max(earliest, old.valid_from) if old.valid_from else earliest


def shortens(old: Policy, new: Policy) -> bool:
    """Whether anything goes sooner under the new version."""
    return any(_sooner(old.rules[kind], rule) for kind, rule in new.rules.items())


def lengthens(old: Policy, new: Policy) -> bool:
    """Whether anything stays longer under the new version."""
    return shortens(new, old)


def _sooner(old: RetentionRule, new: RetentionRule) -> bool:
    before, after = _periods(old), _periods(new)
    if "cycle_end" in before and "cycle_end" not in after:
        after.pop("programme_end", None)  # it counts from later: never sooner than it did
    return any(days < before.get(trigger, _EVER) for trigger, days in after.items())


def _periods(rule: RetentionRule) -> dict[str, float]:
    found: dict[str, float] = {str(clock.trigger): clock.period_days for clock in rule.clocks}
    if rule.hard_max_days_from_upload is not None:
        found["hard_max"] = rule.hard_max_days_from_upload
    return found
