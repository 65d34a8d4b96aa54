"""What is met and what is missing before a step, line by line (``frontend/src/checklist.ts``)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from config.texts import text
from review_app.parts.component import component

_CHECKLIST = component("checklist")
Way = int | Literal["note"]
"""The way to what is missing: a clip on the desk by its number, or the note."""


@dataclass(frozen=True)
class Check:
    """One line: met, or what is missing (plain text)."""

    met: bool
    says: str
    to: Way | None = None


def checklist(checks: Sequence[Check], *, key: str) -> None:
    """Draw the lines in this order."""
    lines = [
        {
            "met": check.met,
            "says": check.says,
            "state": text("publishing.check.met" if check.met else "publishing.check.unmet"),
            "to": check.to,
            "way": _way(check.to),
        }
        for check in checks
    ]
    _CHECKLIST(key=key, data={"checks": lines}, triggers={})


def _way(to: Way | None) -> str:
    if to is None:
        return ""
    return (
        text("publishing.check.to_note") if to == "note" else text("publishing.check.to_clip", n=to)
    )
