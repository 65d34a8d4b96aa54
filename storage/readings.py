"""Who read the words of a cycle: once for each reading in the ledger, and never one's own words."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import access, clock, ledger, packages
from storage.records import ActionSummary, Reflection
from storage.rules.access import Act, Asker, Thing, may

PACKAGE, REFLECTION, SUMMARY = "package", "reflection", "action_summary"
_ACTS = {
    PACKAGE: (Act.READ_PACKAGE, "read_package"),
    REFLECTION: (Act.READ_REFLECTION, "read_reflection"),
    SUMMARY: (Act.READ_SUMMARY, "read_summary"),
}


@dataclass(frozen=True)
class _Words:
    """Words of a cycle that somebody may read now."""

    noun: str
    id: str
    writer_id: str | None


# Asking


def untold(session: Session, asker: Asker, cycle_id: str, *nouns: str) -> list[str]:
    """Return of which of these words the asker's reading does not stand in the ledger yet."""
    return [words.noun for words, _ in _untold(session, asker, cycle_id, nouns)]


# Acting


def note(session: Session, asker: Asker, cycle_id: str, *nouns: str) -> None:
    """Write that the asker reads these words of a cycle, as far as that may be and is not told."""
    for words, thing in _untold(session, asker, cycle_id, nouns):
        act = _ACTS[words.noun][1]
        ledger.write(session, asker.id, act, words.noun, words.id, thing.owner_id, role=asker.role)


def _untold(
    session: Session, asker: Asker, cycle_id: str, nouns: tuple[str, ...]
) -> Iterator[tuple[_Words, Thing]]:
    about = access.around(session, cycle_id)
    since = clock.now() - ledger.SAME_READING
    for noun in nouns:
        words = _words(session, cycle_id, noun)
        if words is None or words.writer_id == asker.id:
            continue
        act, told = _ACTS[noun]
        thing = replace(access.cycle_thing(about), submitted=noun == REFLECTION)
        if not may(asker, act, thing).allowed:
            continue
        if not ledger.told_since(session, asker.id, told, words.id, since):
            yield words, thing


def _words(session: Session, cycle_id: str, noun: str) -> _Words | None:
    if noun == SUMMARY:
        written = select(ActionSummary.id).where(ActionSummary.cycle_id == cycle_id)
        summary_id = session.scalar(written)
        return _Words(noun, summary_id, None) if summary_id else None
    package = packages.newest(session, cycle_id)
    if package is None or noun == PACKAGE:
        return _Words(noun, package.id, package.published_by) if package else None
    sent = select(Reflection).where(
        Reflection.package_id == package.id, Reflection.submitted_at.is_not(None)
    )
    reflection = session.scalar(sent)
    return _Words(noun, reflection.id, reflection.teacher_id) if reflection else None
