"""Writing the action summary together: each part is kept on its own, as it is typed.

Two people may fill different parts at the same time. A part has no counter of its own: its text is
its version, and `mark` makes a number of it.
"""

from dataclasses import replace
from typing import Literal
from zlib import crc32

from sqlalchemy.orm import Session

from storage import access, action_summaries, talks
from storage.action_summaries import PlannedAction, SummaryView
from storage.database import one_at_a_time
from storage.errors import ChangedMeanwhile, Refused
from storage.rules.access import Asker
from storage.rules.steps import State

Part = Literal["discussed", "when", "what", "sign"]
LONGEST: dict[Part, int] = {"discussed": 8000, "when": 300, "what": 2000, "sign": 2000}
"""Characters of each part."""

# Asking


def mark(words: str) -> int:
    """Return the number that stands for this very text, 0 for none."""
    return crc32(words.encode()) if words else 0


# Acting


def begin(session: Session, asker: Asker, cycle_id: str) -> bool:
    """Start the summary from the notes of the talk; False when there is nothing to do.

    Done once: who empties the text afterwards keeps it empty.
    """
    one_at_a_time(session, f"summary:{cycle_id}")
    seen = action_summaries.read(session, asker, cycle_id)
    if seen.version or access.around(session, cycle_id).cycle.state is not State.awaiting_summary:
        return False
    notes = talks.look(session, asker, cycle_id).notes[: LONGEST["discussed"]]
    if notes:
        action_summaries.save(session, asker, cycle_id, notes, [], 0)
    return bool(notes)


def write(
    session: Session,
    asker: Asker,
    cycle_id: str,
    part: Part,
    words: str,
    based_on: int,
    number: int = 1,
) -> None:
    """Keep one part: what was discussed, or `when`, `what` or `sign` of action `number`.

    Raises ChangedMeanwhile when this part is not the text any more that `based_on` stands for;
    the other parts may have changed.
    """
    if len(words) > LONGEST[part]:
        raise Refused("refusals.too_many_words", most=LONGEST[part])
    one_at_a_time(session, f"summary:{cycle_id}")
    seen = action_summaries.read(session, asker, cycle_id)
    actions = list(seen.actions)
    if part == "discussed":
        _require_same(seen.discussed, words, based_on)
        _save(session, asker, seen, words, actions)
        return
    actions += [PlannedAction("", "", "")] * (number - len(actions))
    _require_same(getattr(actions[number - 1], part), words, based_on)
    actions[number - 1] = _with(actions[number - 1], part, words)
    _save(session, asker, seen, seen.discussed, actions)


def drop_action(session: Session, asker: Asker, cycle_id: str, number: int) -> None:
    """Take one action out of the summary."""
    one_at_a_time(session, f"summary:{cycle_id}")
    seen = action_summaries.read(session, asker, cycle_id)
    left = [each for place, each in enumerate(seen.actions, start=1) if place != number]
    _save(session, asker, seen, seen.discussed, left)


def _with(
    action: PlannedAction, part: Literal["when", "what", "sign"], words: str
) -> PlannedAction:
    if part == "when":
        return replace(action, when=words)
    return replace(action, what=words) if part == "what" else replace(action, sign=words)


def _require_same(now: str, words: str, based_on: int) -> None:
    if now != words and mark(now) != based_on:
        raise ChangedMeanwhile(theirs=now)


def _save(
    session: Session, asker: Asker, seen: SummaryView, discussed: str, actions: list[PlannedAction]
) -> None:
    action_summaries.save(session, asker, seen.cycle_id, discussed, actions, seen.version)
