"""How long something is kept, in words: the same on the screen and in the school's papers."""

from config.texts import plural, text
from storage.rules.retention import RetentionRule, Trigger

_WHEN = frozenset({Trigger.proxy_verified, Trigger.consent_withdrawal, Trigger.objection})
"""Why something went is said as a reason; a term that still has to begin counts from then."""


def how_long(rule: RetentionRule) -> str:
    """Say every term of a rule; the earliest wins."""
    parts = []
    for clock in rule.clocks:
        said = "retention_screen.after" if clock.trigger in _WHEN else "retention.because"
        why = text(f"{said}.{clock.trigger}")
        if clock.period_days:
            days = plural("common.days", clock.period_days)
            parts.append(text("retention_screen.days_after", days=days, because=why))
        else:
            parts.append(text("retention_screen.at_once", because=why))
    if rule.hard_max_days_from_upload:
        days = plural("common.days", rule.hard_max_days_from_upload)
        parts.append(text("retention_screen.at_most", days=days))
    if not rule.own_clock:
        parts.append(text("retention_screen.with_parent"))
    return "; ".join(parts)
