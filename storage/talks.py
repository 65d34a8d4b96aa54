"""The talk: agenda, shared notes, and the word of both that it was held."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlsplit

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage import access, clock, cycle_facts, cycles, held, ledger
from storage.database import one_at_a_time
from storage.errors import ChangedMeanwhile, NotFound, Refused, StepAlreadyTaken
from storage.records import Cycle, Talk
from storage.rules import talk as rule
from storage.rules.access import Act, Asker
from storage.rules.sentences import refuse_if
from storage.rules.steps import Event, State, Who

MOST_CHARACTERS = 20_000


@dataclass(frozen=True)
class TalkView:
    """A talk as both look at it."""

    cycle_id: str
    state: State
    planned_at: datetime | None
    call_link: str
    notes: str
    notes_version: int
    notes_by: str | None
    notes_at: datetime | None
    held_on: date | None
    minutes: int | None
    held_said_by: str | None
    held_at: datetime | None


# Asking


def look(session: Session, asker: Asker, cycle_id: str) -> TalkView:
    """Return the talk of a cycle, empty when nothing was planned yet. Raises NotFound."""
    about = access.around(session, cycle_id)
    access.require_sight(asker, Act.OPEN_TALK, access.cycle_thing(about))
    talk = _of(session, cycle_id)
    return TalkView(
        cycle_id=cycle_id,
        state=about.cycle.state,
        planned_at=talk.planned_at if talk else None,
        call_link=(talk.call_link if talk else "") or about.pair.call_link,
        notes=talk.notes if talk else "",
        notes_version=talk.notes_version if talk else 0,
        notes_by=talk.notes_by if talk else None,
        notes_at=talk.notes_at if talk else None,
        held_on=talk.held_on if talk else None,
        minutes=talk.minutes if talk else None,
        held_said_by=talk.held_said_by if talk else None,
        held_at=talk.held_at if talk else None,
    )


# Acting


def plan(
    session: Session, asker: Asker, cycle_id: str, planned_at: datetime | None, call_link: str
) -> None:
    """Agree on a moment and the address of the school's own call room."""
    about = access.around(session, cycle_id)
    access.require(asker, Act.WRITE_TALK_NOTES, access.cycle_thing(about))
    talk = _start(session, cycle_id)
    talk.planned_at, talk.call_link = planned_at, safe_link(call_link)
    ledger.write(session, asker.id, "plan", "talk", talk.id, about.pair.teacher_id)


def safe_link(link: str) -> str:
    """Return a web address people may click. Raises Refused for anything else."""
    link = link.strip()
    if not link:
        return ""
    try:
        parts = urlsplit(link)
        reachable = parts.scheme in ("https", "http") and bool(parts.hostname)
    except ValueError:
        reachable = False
    if not reachable or len(link) > 500 or any(sign in link for sign in " <>\"'\\\n\r\t"):
        raise Refused("refusals.not_a_link")
    return link


def save_notes(session: Session, asker: Asker, cycle_id: str, text: str, version: int) -> int:
    """Keep the shared notes and return their version.

    Raises ChangedMeanwhile with the other's text when somebody saved after `version` was read.
    """
    if len(text) > MOST_CHARACTERS:
        raise Refused("refusals.too_many_words", most=MOST_CHARACTERS)
    about = access.around(session, cycle_id)
    access.require(asker, Act.WRITE_TALK_NOTES, access.cycle_thing(about))
    talk = _start(session, cycle_id)
    held.refuse_change_if_kept(session, talk.id)
    claimed = session.execute(
        update(Talk)
        .where(Talk.id == talk.id, Talk.notes_version == version)
        .values(notes=text, notes_version=version + 1, notes_by=asker.id, notes_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        raise ChangedMeanwhile(theirs=talk.notes)
    session.expire(talk)
    return version + 1


def say_held(session: Session, asker: Asker, cycle_id: str, held_on: date, minutes: int) -> None:
    """Say that the talk was held; the other confirms. Raises Refused with what is missing."""
    about = access.around(session, cycle_id)
    access.require(asker, Act.CONFIRM_TALK, access.cycle_thing(about))
    if about.cycle.state is not State.awaiting_talk:
        raise StepAlreadyTaken()
    talk = _start(session, cycle_id)
    now = clock.now().astimezone(clock.SCHOOL_TIME)
    refuse_if(rule.unmet_to_say(rule.TalkFacts(now=now, held_on=held_on, minutes=minutes)))
    claimed = session.execute(
        update(Talk)
        .where(Talk.id == talk.id, Talk.held_said_by.is_(None))
        .values(held_on=held_on, minutes=minutes, held_said_by=asker.id, held_said_at=now)
        .execution_options(synchronize_session=False)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        raise StepAlreadyTaken()
    session.expire(talk)
    ledger.write(session, asker.id, "say_held", "talk", talk.id, about.pair.teacher_id)


def take_back_held(session: Session, asker: Asker, cycle_id: str) -> None:
    """Take the word back, or disagree with the other's: the talk waits again."""
    about = access.around(session, cycle_id)
    access.require(asker, Act.CONFIRM_TALK, access.cycle_thing(about))
    talk = _start(session, cycle_id)
    if talk.held_at:
        raise StepAlreadyTaken()
    talk.held_on = talk.minutes = talk.held_said_by = talk.held_said_at = None
    ledger.write(session, asker.id, "take_back_held", "talk", talk.id, about.pair.teacher_id)


def confirm_held(session: Session, asker: Asker, cycle_id: str) -> None:
    """Confirm what the other said; the summary can be written."""
    about = access.around(session, cycle_id)
    access.require(asker, Act.CONFIRM_TALK, access.cycle_thing(about))
    who = Who.teacher if asker.id == about.pair.teacher_id else Who.coach
    _confirm(session, about, who, asker.id)


def confirm_silent(session: Session) -> list[str]:
    """Confirm what one said and the other let pass for 48 hours; returns the cycles' ids."""
    moved = []
    waiting = session.scalars(
        select(Talk.cycle_id)
        .join(Cycle, Cycle.id == Talk.cycle_id)
        .where(Talk.held_said_at.is_not(None), Talk.held_at.is_(None))
        .where(Cycle.state == State.awaiting_talk)
    )
    for cycle_id in list(waiting):
        about = access.around(session, cycle_id)
        if not rule.unmet_to_confirm(_facts(about, _get(session, cycle_id)), Who.system):
            _confirm(session, about, Who.system, ledger.MACHINE)
            moved.append(cycle_id)
    return moved


def _confirm(session: Session, about: access.Around, who: Who, actor_id: str) -> None:
    one_at_a_time(session, f"talk:{about.cycle.id}")  # the other may take the word back just now
    talk = _get(session, about.cycle.id)
    facts = replace(cycle_facts.facts_of(session, about.cycle), talk=_facts(about, talk))
    cycles.take_step(session, about.cycle, Event.talk_held, who, facts)
    talk.held_at = clock.now()
    ledger.write(session, actor_id, "confirm_held", "talk", talk.id, about.pair.teacher_id)


def _facts(about: access.Around, talk: Talk) -> rule.TalkFacts:
    said_by = None
    if talk.held_said_by:
        said_by = Who.teacher if talk.held_said_by == about.pair.teacher_id else Who.coach
    return rule.TalkFacts(
        now=clock.now().astimezone(clock.SCHOOL_TIME),
        held_on=talk.held_on,
        minutes=talk.minutes,
        said_by=said_by,
        said_at=talk.held_said_at,
    )


def _start(session: Session, cycle_id: str) -> Talk:
    one_at_a_time(session, f"talk:{cycle_id}")  # both may write its first word at once
    talk = _of(session, cycle_id)
    if not talk:
        talk = Talk(cycle_id=cycle_id, created_at=clock.now())
        session.add(talk)
        session.flush()
    return talk


def _of(session: Session, cycle_id: str) -> Talk | None:
    return session.scalar(select(Talk).where(Talk.cycle_id == cycle_id))


def _get(session: Session, cycle_id: str) -> Talk:
    talk = _of(session, cycle_id)
    if not talk:
        raise NotFound()
    return talk
