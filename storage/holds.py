"""Holds: the officer and the board together keep something from deletion, and lock it.

The school leader stands for the board. One of the two sets a hold, the other, another person,
confirms it. Until then it keeps and locks nothing; from then on only the officer opens what is
under it. Lifting is the officer's: nobody who has a stake in the school makes proof disappear. In
the first two days of an account nobody confirms, looks again, lifts or opens.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage import access, clock, export_packages, held, jobs, ledger, newcomers, notices
from storage.database import one_at_a_time
from storage.errors import NotFound, Refused
from storage.records import HeldThing, Hold, Recording, RecordingState
from storage.rules import hold as rule
from storage.rules import newcomer
from storage.rules.access import Act, Asker, Thing
from storage.rules.hold import Reason, Standing
from storage.rules.notice import Word
from storage.rules.roles import Role
from storage.rules.sentences import refuse_if

WORDS = ("recording", "clip", "note", "reflection", "talk", "summary")
"""What can be held, in the order of telling."""
MOST_THINGS = 50
"""Things that one hold can name: a hold is about a case, not about a school."""


@dataclass(frozen=True)
class HoldView:
    """A hold as the two who look after it see it."""

    id: str
    reason: Reason
    silent: bool
    standing: Standing
    set_by: str
    set_as: Role
    confirmed_by: str | None
    created_at: datetime
    ends_unless_confirmed_at: datetime
    review_by: datetime
    things: Mapping[str, int]
    """How many of what is under it, in the ledger's words."""
    film_ids: Sequence[str]
    """Only for the officer, and only while the officer may open them."""
    lonely: bool = False
    """It waits for a yes that nobody here can give."""
    closed_until: datetime | None = None
    """Until then who asks is too new for it: only her own that waits she takes back."""


@dataclass(frozen=True)
class HoldNotice:
    """What the owner of something under a hold hears."""

    since: datetime
    reason: Reason | None
    """None: the law forbids telling."""


# Asking


def read(session: Session, asker: Asker) -> list[HoldView]:
    """Return every hold that stands, and those that ended lately, newest first."""
    access.require(asker, Act.READ_HOLDS, Thing())
    found = session.scalars(select(Hold).order_by(Hold.created_at.desc())).all()
    until = newcomers.new_until(session, asker.id)
    return [_view(session, asker, hold, until) for hold in found]


def notice(session: Session, asker: Asker, thing_id: str) -> HoldNotice | None:
    """Return what the owner of a thing hears of the hold that locks it; None when nothing does."""
    now = clock.now()
    rows = session.execute(
        select(Hold)
        .join(HeldThing, HeldThing.hold_id == Hold.id)
        .where(HeldThing.thing_id == thing_id, HeldThing.owner_id == asker.id)
    )
    for (hold,) in rows:
        if rule.standing(held.facts(hold), now) in rule.LOCKS:
            since = hold.confirmed_at or hold.created_at
            return HoldNotice(since, None if hold.silent else Reason(hold.reason))
    return None


def _view(session: Session, asker: Asker, hold: Hold, new_until: datetime | None) -> HoldView:
    things = session.scalars(select(HeldThing).where(HeldThing.hold_id == hold.id)).all()
    now = rule.standing(held.facts(hold), clock.now())
    opens = asker.role is Role.dpo and now is Standing.in_force and new_until is None
    films = [each.thing_id for each in things if each.thing == "recording"] if opens else []
    return HoldView(
        id=hold.id,
        reason=Reason(hold.reason),
        silent=hold.silent,
        standing=now,
        set_by=hold.set_by,
        set_as=Role(hold.set_as),
        confirmed_by=hold.confirmed_by,
        created_at=hold.created_at,
        ends_unless_confirmed_at=hold.created_at + rule.PENDING_FOR,
        review_by=hold.review_by,
        things=Counter(each.thing for each in things),
        film_ids=tuple(films),
        lonely=now is Standing.waiting and not held.confirmers(session, hold),
        closed_until=new_until,
    )


# Acting


def set_on(
    session: Session,
    asker: Asker,
    thing_ids: Sequence[str],
    reason: str,
    *,
    not_for_judging: bool,
    silent: bool = False,
) -> str:
    """Keep these things, and all that was made of a film, from deletion; returns the hold's id.

    It waits for the other of the two, at most `rule.PENDING_FOR`. Raises NotFound for an id that
    is nothing, Refused when something is being deleted at this moment.
    """
    access.require(asker, Act.SET_HOLD, Thing())
    refuse_if(rule.why_not_set(reason, silent=silent, not_for_judging=not_for_judging))
    one_at_a_time(session, "holds")
    wanted = dict.fromkeys(thing_ids)
    if not wanted or len(wanted) > MOST_THINGS:
        raise Refused("refusals.hold_things", most=MOST_THINGS)
    if held.going(session, wanted):
        raise Refused("refusals.hold_too_late")
    scope: dict[str, HeldThing] = {}
    for thing_id in wanted:
        for found in held.with_what_was_made(session, thing_id):
            scope.setdefault(found.thing_id, found)
    _refuse_again(session, asker, wanted)
    if asker.id in {each.owner_id for each in scope.values()}:
        raise Refused("refusals.hold_own_case")
    now = clock.now()
    hold = Hold(
        reason=reason, silent=silent, set_by=asker.id, set_as=asker.role,
        review_by=now + rule.REVIEW_WITHIN, created_at=now,
    )  # fmt: skip
    session.add(hold)
    session.flush()
    for each in scope.values():
        each.hold_id = hold.id
    late = held.going(session, scope)
    session.add_all(each for each in scope.values() if each.thing_id not in late)
    session.flush()
    _tell(session, asker, hold, "set_hold")
    return hold.id


def confirm(session: Session, asker: Asker, hold_id: str) -> None:
    """Let a hold that the other set come into force: playback is locked to the officer.

    What was made of a held film meanwhile comes under it, too.
    """
    hold = _get(session, asker, Act.CONFIRM_HOLD, hold_id)
    refuse_if(
        rule.why_not_confirmed(
            held.facts(hold),
            same_person=hold.set_by == asker.id,
            same_role=hold.set_as == asker.role,
            now=clock.now(),
        )
    )
    _refuse_if_new(session, asker)
    owners = select(HeldThing.owner_id).where(HeldThing.hold_id == hold_id)
    if asker.id in set(session.scalars(owners)):
        raise Refused("refusals.hold_own_case")
    hold.confirmed_by, hold.confirmed_at = asker.id, clock.now()
    hold.review_by = clock.now() + rule.REVIEW_WITHIN
    _hold_what_was_made_since(session, hold_id)
    _tell(session, asker, hold, "confirm_hold")
    for owner_id in set(session.scalars(owners)):
        export_packages.take_away_all(session, owner_id)  # what is locked now may be in it
        if not hold.silent:
            notices.give(session, owner_id, Word.on_hold, hold_id, clock.now())


def review(session: Session, asker: Asker, hold_id: str) -> None:
    """Say that a hold is still needed, for at most another `rule.REVIEW_WITHIN`."""
    hold = _get(session, asker, Act.REVIEW_HOLD, hold_id)
    _refuse_if_new(session, asker)
    if rule.standing(held.facts(hold), clock.now()) not in rule.LOCKS:
        raise Refused("refusals.hold_not_in_force")
    hold.review_by = clock.now() + rule.REVIEW_WITHIN
    _tell(session, asker, hold, "review_hold")


def lift(session: Session, asker: Asker, hold_id: str) -> None:
    """End a hold: what is due goes with the next sweep, what was thrown away at once.

    The officer's; who set one that still waits for the other may take it back.
    """
    hold = session.get(Hold, hold_id)
    waits = hold and rule.standing(held.facts(hold), clock.now()) is Standing.waiting
    own = hold is not None and waits and hold.set_by == asker.id
    hold = _get(session, asker, Act.SET_HOLD if own else Act.LIFT_HOLD, hold_id)
    if not own:
        _refuse_if_new(session, asker)
    if hold.lifted_at is not None:
        raise Refused("refusals.hold_not_in_force")
    hold.lifted_by, hold.lifted_at = asker.id, clock.now()
    _tell(session, asker, hold, "lift_hold")
    thrown_away = (RecordingState.discarded, RecordingState.refused)
    films = (
        select(Recording.id)
        .join(HeldThing, HeldThing.thing_id == Recording.id)
        .where(HeldThing.hold_id == hold_id, Recording.state.in_(thrown_away))
    )
    for recording_id in session.scalars(films):
        jobs.wanted(session, "purge", recording_id)


def forget(session: Session, before: datetime) -> int:
    """Delete holds that ended before `before`; returns how many."""
    never = Hold.confirmed_at.is_(None) & (Hold.created_at < before - rule.PENDING_FOR)
    gone = session.execute(delete(Hold).where((Hold.lifted_at < before) | never))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _get(session: Session, asker: Asker, act: Act, hold_id: str) -> Hold:
    access.require(asker, act, Thing())
    one_at_a_time(session, "holds")
    hold = session.get(Hold, hold_id)
    if not hold:
        raise NotFound()
    return hold


def _refuse_again(session: Session, asker: Asker, thing_ids: Mapping[str, None]) -> None:
    """One person alone cannot keep something for ever by setting a hold again and again."""
    since = clock.now() - rule.REVIEW_WITHIN
    before = session.scalars(
        select(Hold)
        .join(HeldThing, HeldThing.hold_id == Hold.id)
        .where(HeldThing.thing_id.in_(list(thing_ids)))
    )
    for hold in before:
        stands = rule.standing(held.facts(hold), clock.now())
        if stands in rule.KEEPS:
            raise Refused("refusals.hold_already")
        alone = hold.confirmed_at is None and hold.set_by == asker.id
        if alone and hold.created_at > since:
            raise Refused("refusals.hold_again", days=timedelta(days=30).days)


def _refuse_if_new(session: Session, asker: Asker) -> None:
    refuse_if(newcomer.why_too_new(newcomers.since(session, asker.id), clock.now()))


def _hold_what_was_made_since(session: Session, hold_id: str) -> None:
    """Between the two yeses the pair goes on: what comes of a held film is the film's, too."""
    there = session.scalars(select(HeldThing).where(HeldThing.hold_id == hold_id)).all()
    films = [each.thing_id for each in there if each.thing == "recording"]
    found = [
        each
        for film in films
        if session.get(Recording, film)
        for each in held.with_what_was_made(session, film)
    ]
    known = {each.thing_id for each in there}
    known |= held.going(session, [each.thing_id for each in found])
    for each in found:
        if each.thing_id not in known:
            each.hold_id = hold_id
            session.add(each)
    session.flush()


def _tell(session: Session, asker: Asker, hold: Hold, act: str) -> None:
    """Write what happened; of a silent hold nothing reaches its owner's part of the ledger."""
    things = session.scalars(select(HeldThing).where(HeldThing.hold_id == hold.id)).all()
    for each in things:
        if each.thing in ("recording", "clip"):
            owner = None if hold.silent else each.owner_id
            ledger.write(session, asker.id, act, each.thing, each.thing_id, owner)
    ledger.write(session, asker.id, act, "hold", hold.id, None)
