"""The one file of somebody's own material: asked for, made, fetched for a week, gone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session, selectinload

from config.retention import after_withdrawal
from storage import access, clock, departed, jobs, ledger, policies
from storage.database import one_at_a_time
from storage.errors import NotFound
from storage.media import Blob
from storage.records import Cycle, ExportPackage, ExportState, Pair, Person, Recording
from storage.rules.access import Act, Asker, Thing
from storage.rules.retention import Kind, policy_for
from storage.rules.roles import Role

SAME_FETCH = timedelta(minutes=30)
"""A download that was broken off goes on by ranges: that is one fetch."""


@dataclass(frozen=True)
class ExportView:
    """The file as its owner sees it."""

    id: str
    state: ExportState
    percent: int
    size: int
    ends_at: datetime | None


def folder(export_id: str) -> str:
    """Return where in the store a file lies."""
    return f"export/{export_id}"


def key(export_id: str) -> str:
    """Return the name of a file in the store."""
    return f"{folder(export_id)}/own.zip"


# Asking


def newest(session: Session, asker: Asker) -> ExportView | None:
    """Return the asker's own file, being made or there to fetch; None when there is none."""
    _require(asker, asker.id)
    found = _current(session, asker)
    if found is None or (found.ends_at and found.ends_at <= clock.now()):
        return None
    return ExportView(found.id, found.state, found.percent, found.size, found.ends_at)


def open_file(session: Session, asker: Asker, export_id: str) -> str:
    """Give its owner leave to fetch a file now; returns its sum. Raises NotFound.

    Asked again at every range, so that taking it away stops a download at once.
    """
    found = session.get(ExportPackage, export_id)
    if found is None:
        raise NotFound()
    _require_own(asker, found)
    there = found.state is ExportState.ready and not found.removed_at
    if not there or found.ends_at is None or found.ends_at <= clock.now():
        raise NotFound()
    return found.sha256


def fetching_told(session: Session, asker: Asker, export_id: str) -> bool:
    """Whether this fetch already stands in the ledger."""
    since = clock.now() - SAME_FETCH
    return ledger.told_since(session, asker.id, "fetch_own", export_id, since)


def wanted(session: Session, export_id: str) -> tuple[Asker, str]:
    """Return for whom a file is made, and in which language. NotFound when nobody wants it."""
    found = session.get(ExportPackage, export_id)
    if found is None or found.removed_at or found.state is not ExportState.making:
        raise NotFound()
    person = session.get_one(Person, found.owner_id, options=[selectinload(Person.roles)])
    holds = departed.looks_as(session, person)
    role = Role(found.role)
    if role not in holds:
        raise NotFound()
    left = departed.until(session, person.id) is not None
    return Asker(id=person.id, role=role, holds=holds, left=left), person.language


def waiting(session: Session) -> list[str]:
    """Return the ids of files that are still to be made, or to be taken away."""
    open_ones = or_(
        ExportPackage.state == ExportState.making, ExportPackage.removed_at.is_not(None)
    )
    return list(session.scalars(select(ExportPackage.id).where(open_ones)))


def _current(session: Session, asker: Asker) -> ExportPackage | None:
    there = select(ExportPackage).where(
        ExportPackage.owner_id == asker.id, ExportPackage.removed_at.is_(None)
    )
    if not asker.left:
        there = there.where(ExportPackage.role == asker.role)
    return session.scalar(there.order_by(ExportPackage.asked_at.desc()).limit(1))


def _role(asker: Asker) -> Role:
    """Whose things go into it: of who left all of them, in whatever role she looks."""
    return Role.coach if asker.left and Role.coach in asker.roles else asker.role


def _require(asker: Asker, owner_id: str) -> None:
    access.require_sight(asker, Act.TAKE_OWN, Thing(owner_id=owner_id))


def _require_own(asker: Asker, found: ExportPackage) -> None:
    _require(asker, found.owner_id)
    if not asker.left and found.role != asker.role:
        raise NotFound()


# Acting


def ask(session: Session, asker: Asker) -> str:
    """Have a file made of what is one's own now; an earlier one goes. Returns its id.

    While one is being made, asking again is asking for that one.
    """
    _require(asker, asker.id)
    one_at_a_time(session, f"export:{asker.id}")
    found = _current(session, asker)
    if found and found.state is ExportState.making:
        return found.id
    if found:
        _take_away(session, found)
    made = ExportPackage(owner_id=asker.id, role=_role(asker), asked_at=clock.now())
    session.add(made)
    session.flush()
    ledger.write(session, asker.id, "ask_own", "export", made.id, asker.id, role=asker.role)
    jobs.wanted(session, "export", made.id)
    return made.id


def remove(session: Session, asker: Asker, export_id: str) -> None:
    """Take a file away before its time, also while it is made: from now on nobody fetches it."""
    found = session.get(ExportPackage, export_id)
    if found is None or found.removed_at:
        raise NotFound()
    _require_own(asker, found)
    _take_away(session, found)
    ledger.write(session, asker.id, "remove_own", "export", found.id, asker.id, role=asker.role)


def _take_away(session: Session, found: ExportPackage) -> None:
    found.removed_at = clock.now()
    jobs.wanted(session, "export", found.id)  # the same work lets it go


def note_progress(session: Session, export_id: str, percent: int) -> None:
    """Show its owner how far the making is. NotFound when she took it away meanwhile."""
    wanted(session, export_id)
    session.execute(
        update(ExportPackage)
        .where(ExportPackage.id == export_id)
        .values(percent=max(0, min(100, percent)))
    )


def done(session: Session, export_id: str, blob: Blob) -> None:
    """Note that the file is there, from now until its term is over. NotFound as above."""
    wanted(session, export_id)
    found = session.get_one(ExportPackage, export_id)
    now = clock.now()
    days = policy_for(policies.preset_in_use(session)).rules[Kind.export_package].period_days
    found.state, found.percent, found.made_at = ExportState.ready, 100, now
    found.ends_at = min([now + timedelta(days=days or 0), *_going(session, found.owner_id)])
    found.size, found.sha256 = blob.size, blob.sha256


def _going(session: Session, owner_id: str) -> list[datetime]:
    """When what she stopped with goes: a copy of it does not stay for longer."""
    cycles = select(Cycle.withdrawn_at).join(Pair, Pair.id == Cycle.pair_id)
    films = select(Recording.withdrawn_at).where(
        Recording.owner_id == owner_id, Recording.withdrawn_at.is_not(None)
    )
    stopped = [
        *session.scalars(
            cycles.where(Pair.teacher_id == owner_id, Cycle.withdrawn_at.is_not(None))
        ),
        *session.scalars(films),
    ]
    ends = [at + timedelta(days=after_withdrawal()) for at in stopped if at]
    ends += [end for end in [departed.until(session, owner_id)] if end]
    return [end for end in ends if end > clock.now()]


def take_away_all(session: Session, owner_id: str) -> None:
    """Take away what somebody has to fetch or has being made: it holds what is locked now.

    So may what those who coach her have.
    """
    take_away_of(session, owner_id)
    take_away_coaches(session, owner_id)


def take_away_of(session: Session, owner_id: str) -> None:
    """Take away what somebody has herself: it holds what she threw away."""
    _take_away_each(session, ExportPackage.owner_id == owner_id)


def take_away_coaches(session: Session, teacher_id: str) -> None:
    """Take away what those who coach somebody have: their words about her may be in it."""
    coaches = select(Pair.coach_id).where(Pair.teacher_id == teacher_id)
    of_a_coach = ExportPackage.role == Role.coach
    _take_away_each(session, ExportPackage.owner_id.in_(coaches), of_a_coach)


def _take_away_each(session: Session, *which: ColumnElement[bool]) -> None:
    there = select(ExportPackage).where(ExportPackage.removed_at.is_(None), *which)
    for each in session.scalars(there).all():
        _take_away(session, each)


def fail(session: Session, export_id: str) -> None:
    """Note that it could not be made; a file that is there already stays."""
    session.execute(
        update(ExportPackage)
        .where(ExportPackage.id == export_id, ExportPackage.state == ExportState.making)
        .values(state=ExportState.failed)
    )


def note_fetched(session: Session, asker: Asker, export_id: str) -> None:
    """Write in the ledger that a file was fetched, in the transaction that gave leave."""
    if not fetching_told(session, asker, export_id):
        ledger.write(session, asker.id, "fetch_own", "export", export_id, asker.id, role=asker.role)
