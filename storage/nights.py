"""The nightly sweep as a whole: brake, deletion, orphans, backups, traces, and what it tells."""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from config.settings import settings
from storage import (
    access,
    backups,
    beside,
    clock,
    erasures,
    held,
    jobs,
    ledger,
    objections,
    orphans,
    overdue,
    policies,
    retention,
    retention_totals,
    stop_list,
    tombstones,
    traces,
)
from storage.database import acting, asking
from storage.errors import Refused
from storage.media import MediaStore, StoreError
from storage.orphans import Orphans
from storage.records import Night
from storage.rules import night as rule
from storage.rules.access import Act, Asker, Thing
from storage.rules.night import Before
from storage.rules.sentences import Sentence, say

log = logging.getLogger(__name__)

REMEMBERED = timedelta(days=400)
"""So far back the brake looks for the largest night."""


@dataclass(frozen=True)
class Wake:
    """What the last night left for a person to look at."""

    night: Night | None
    """The newest; None before the first."""
    days_late: int = 0
    """So many days ago it was, when one was missed since."""

    @property
    def waits(self) -> bool:
        """Whether it deleted nothing and waits for a person's yes."""
        return bool(self.night and self.night.waits and not self.night.allowed_at)

    @property
    def well(self) -> bool:
        """Whether nobody has to look at anything."""
        night = self.night
        return night is None or not (
            self.days_late
            or self.waits
            or night.backlog
            or night.orphans
            or night.clock_back
            or not night.clean
        )


# Asking


def told(wake: Wake) -> list[Sentence]:
    """What the newest night has to say, the most pressing first; at least one sentence."""
    night = wake.night
    if night is None:
        return [say("night.none")]
    found = [say("night.late", n=wake.days_late)] if wake.days_late else []
    if night.waits and wake.waits:
        found += [say(f"night.waits.{night.waits}"), say("night.due", n=night.due)]
    elif night.backlog and not night.waits:
        found.append(say("night.backlog", n=night.backlog))
    if night.clock_back:
        found.append(say("night.clock_back"))
    if night.orphans:
        found.append(say("night.orphans", n=night.orphans))
    if not night.clean:
        found.append(say("night.not_clean"))
    found = found or [say("night.well", n=night.gone)]
    return [*found, say("night.halves", n=night.halves)] if night.halves else found


def last(session: Session) -> Wake:
    """Return what the newest night left."""
    night = session.scalar(select(Night).order_by(Night.seq.desc()).limit(1))
    return Wake(night, rule.days_late(night.at, clock.now()) if night else 0)


def look(session: Session, asker: Asker) -> Wake:
    """Return what the newest night left, to those who look after retention."""
    access.require(asker, Act.READ_RETENTION_TOTALS, Thing())
    return last(session)


def would_wait(session: Session) -> bool:
    """Whether a sweep would now stop and wait for a person."""
    return rule.why_wait(overdue.count(session), clock.now(), _before(session)) is not None


# Acting


def allow(session: Session, asker: Asker) -> None:
    """Let the sweep that waits go on now: a person looked at the clock and at what is due."""
    access.require(asker, Act.RUN_RETENTION, Thing())
    wake = last(session)
    if not wake.night or not wake.waits:
        raise Refused("refusals.no_sweep_waits")
    wake.night.allowed_by, wake.night.allowed_at = asker.id, clock.now()
    ledger.write(session, asker.id, "allow_sweep", "night", str(wake.night.seq), None)
    jobs.wanted(session, "sweep", "allowed")


def run(store: MediaStore, *, anyway: bool = False) -> Night:
    """Do the night's work, or stop and wait for a person; `anyway`: a person asked for it.

    Safe to stop anywhere and to run again, also twice at once.
    """
    now = clock.now()
    with asking() as session:
        before = _before(session)
        counted = retention_totals.count(session)
    due = sum(each.times for each in counted.due)
    night = Night(at=now, due=due, backlog=due, clock_back=rule.went_back(now, before))
    if night.clock_back:
        log.error("the clock stands before the sweep of %s", before.last_at)
    night.waits = None if anyway else rule.why_wait(due, now, before)
    if night.waits:
        log.error("the sweep waits for a person (%s): %d things are due", night.waits, due)
    else:
        _work(store, night)
    with acting() as session:
        if not night.waits:  # what was due is gone, but for what could not go
            still = overdue.alike(overdue.plan(session)) if night.backlog else []
            counted = replace(counted, due=still)
        night.outlook = retention_totals.in_words(counted)
        night.halves = held.halves(session)
        session.add(night)
        session.execute(delete(Night).where(Night.at < now - policies.ledger_term(session)))
    return night


def _work(store: MediaStore, night: Night) -> None:
    swept = retention.sweep(store)
    with acting() as session:
        objections.forget(session, clock.now() - policies.ledger_term(session))
        tombstones.forget(session, clock.now() - policies.tombstone_term(session))
    night.gone, night.backlog = swept.gone, swept.backlog
    found = _orphans(store)
    night.removed, night.orphans = len(found.removed), found.told
    if folder := settings().backups:
        backups.forget_old(folder)
        beside.forget_old(folder)
    beside.forget_old(settings().home)
    night.clean = traces.wipe()
    erasures.write_down()
    stop_list.write_down()


def _orphans(store: MediaStore) -> Orphans:
    try:
        return orphans.look(store)
    except StoreError as error:  # tomorrow again; nothing due waits for this
        log.error("orphans could not be looked for: %s", type(error).__name__)
        return Orphans(left=["?"])


def _before(session: Session) -> Before:
    since = clock.now() - REMEMBERED
    worked = select(Night.gone).where(Night.waits.is_(None), Night.at > since)
    newest = select(Night.at).where(Night.waits.is_(None)).order_by(Night.seq.desc()).limit(1)
    night = last(session).night
    return Before(
        gone=list(session.scalars(worked)),
        last_at=session.scalar(newest),
        allowed_at=night.allowed_at if night and night.waits else None,
    )
