"""How sharing ends: stopped, over, or with what it leaned on. An end that is written down stays."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, update
from sqlalchemy.orm import Session

from storage import clock, ledger, share_facts
from storage.records import Notice, ShareGrant
from storage.rules import share_grant as rule
from storage.rules.share_grant import Ended
from storage.shared import NOUN

# Acting


def end(session: Session, grant: ShareGrant, as_: Ended, actor_id: str) -> None:
    """Write down that a grant ended, and take back what its recipient was not told yet."""
    if grant.ended_at is not None:
        return
    grant.ended_at = grant.until if as_ is Ended.over else clock.now()
    grant.ended_as = as_
    session.execute(delete(Notice).where(Notice.thing_id == grant.id))
    ledger.write(session, actor_id, "end_share", NOUN, grant.id, grant.teacher_id)


def of_cycle(session: Session, actor_id: str, cycle_id: str) -> None:
    """Stop sharing the summary of a cycle that its teacher withdrew from."""
    for grant in _open(session, ShareGrant.cycle_id == cycle_id):
        end(session, grant, Ended.withdrawn, actor_id)


def of_person(session: Session, person_id: str) -> None:
    """Stop all sharing of and with somebody whose account closes, or who leads no school now."""
    theirs = (ShareGrant.teacher_id == person_id) | (ShareGrant.recipient_id == person_id)
    for grant in _open(session, theirs):
        left = Ended.teacher_left if grant.teacher_id == person_id else Ended.recipient_left
        end(session, grant, left, ledger.MACHINE)


def of_everybody(session: Session) -> None:
    """Stop all sharing: a restored backup does not know what was stopped after it was made."""
    for grant in _open(session):
        end(session, grant, Ended.restored, ledger.MACHINE)


def of_gone(session: Session, summary_id: str) -> None:
    """Forget what a summary was shared for, once it is gone; who could read it stays."""
    about = ShareGrant.summary_id == summary_id
    for grant in _open(session, about):
        end(session, grant, Ended.changed, ledger.MACHINE)
    session.execute(update(ShareGrant).where(about).values(purpose=""))


def settle(session: Session) -> None:
    """Write down what has ended, so that nothing begins again when a role or a day comes back."""
    grants = _open(session)
    facts = share_facts.of(session, grants)
    for grant in grants:
        if ended := rule.why_ended(facts[grant.id], clock.now()):
            end(session, grant, ended, ledger.MACHINE)


def _open(session: Session, *about: ColumnElement[bool]) -> Sequence[ShareGrant]:
    """Grants without an end, each for this transaction alone: of two ends the first stays."""
    return session.scalars(share_facts.open_ones().where(*about).with_for_update()).all()
