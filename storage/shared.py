"""What a school leader reads because its teacher shares it: the summary's words and nothing else.

Each reading stands in the teacher's ledger before it is shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete
from sqlalchemy.orm import Session

from storage import clock, ledger, people, share_facts
from storage.errors import NotFound
from storage.records import ActionSummary, Notice, ShareGrant
from storage.rules import share_grant as rule
from storage.rules.access import Act, Asker, Thing, may
from storage.rules.share_grant import Standing

NOUN, READ = "share_grant", "read_shared"
"""The words of the ledger for a grant, and for reading by it."""


@dataclass(frozen=True)
class SharedAction:
    """One small experiment as somebody else reads it: not whether it was tried."""

    when: str
    what: str
    sign: str


@dataclass(frozen=True)
class SharedView:
    """All that the recipient sees: no coach, no film, no dates and no number of the cycle."""

    teacher: str
    discussed: str
    actions: tuple[SharedAction, ...]
    version: int
    purpose: str
    until: datetime


@dataclass(frozen=True)
class SharedLine:
    """Something that is shared with the asker now."""

    id: str
    teacher: str
    until: datetime


# Asking


def mine(session: Session, asker: Asker) -> list[SharedLine]:
    """Return what is shared with the asker now, what goes first on top; for others nothing."""
    found = list(_in_force(session, asker, share_facts.open_ones()))
    names = people.names(session, {grant.teacher_id for grant in found})
    lines = [SharedLine(grant.id, names[grant.teacher_id], grant.until) for grant in found]
    return sorted(lines, key=lambda line: line.until)


def again(session: Session, asker: Asker, grant_id: str) -> SharedView | None:
    """Return what is shared where this reading stands in the ledger; None where `read` is due.

    Raises NotFound when it is not shared with the asker (any more).
    """
    grant = _readable(session, asker, grant_id)
    return _as_read(session, grant) if _is_told(session, asker, grant_id) else None


def view(summary: ActionSummary, teacher: str, purpose: str, until: datetime) -> SharedView:
    """What the recipient of a summary sees of it."""
    return SharedView(
        teacher=teacher,
        discussed=summary.discussed,
        actions=tuple(SharedAction(each.when, each.what, each.sign) for each in summary.actions),
        version=summary.version,
        purpose=purpose,
        until=until,
    )


def _readable(session: Session, asker: Asker, grant_id: str) -> ShareGrant:
    about = share_facts.open_ones().where(ShareGrant.id == grant_id)
    found = next(_in_force(session, asker, about), None)
    if found is None:
        raise NotFound()
    return found


def _in_force(session: Session, asker: Asker, wanted: Select[ShareGrant]) -> Iterator[ShareGrant]:
    # No owner and no coach in this question: by a grant reads its recipient, nobody else.
    if not may(asker, Act.READ_SUMMARY, Thing(shared=True)).allowed:
        return
    hers = (ShareGrant.recipient_id == asker.id, ShareGrant.until > clock.now())
    grants = session.scalars(wanted.where(*hers)).all()
    facts = share_facts.of(session, grants)
    for grant in grants:
        if rule.standing(facts[grant.id], clock.now()) is Standing.in_force:
            yield grant


def _as_read(session: Session, grant: ShareGrant) -> SharedView:
    name = people.names(session, {grant.teacher_id})[grant.teacher_id]
    summary = share_facts.agreed(session, grant.cycle_id)
    return view(summary, name, grant.purpose, grant.until)


def _is_told(session: Session, asker: Asker, grant_id: str) -> bool:
    since = clock.now() - ledger.SAME_READING
    return ledger.told_since(session, asker.id, READ, grant_id, since)


# Acting


def read(session: Session, asker: Asker, grant_id: str) -> SharedView:
    """Return what is shared with the asker, and write in its teacher's ledger that it is read.

    Raises NotFound when it is not shared with the asker (any more).
    """
    grant = _readable(session, asker, grant_id)
    if not _is_told(session, asker, grant_id):
        ledger.write(session, asker.id, READ, NOUN, grant_id, grant.teacher_id, role=asker.role)
    session.execute(delete(Notice).where(Notice.thing_id == grant_id))
    return _as_read(session, grant)
