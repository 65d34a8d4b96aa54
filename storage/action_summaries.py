"""The written end of a cycle: what was discussed and one or two actions, agreed by both."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, selectinload

from storage import access, clock, cycle_facts, cycles, held, ledger
from storage.errors import ChangedMeanwhile, NotFound, StepAlreadyTaken
from storage.records import Action, ActionSummary, Cycle, Pair, Programme, Tombstone
from storage.rules import action_summary as rule
from storage.rules.access import Act, Asker, may
from storage.rules.retention import Kind
from storage.rules.sentences import Sentence
from storage.rules.steps import Event, State, Who


@dataclass(frozen=True)
class PlannedAction:
    """One small experiment, as it is written."""

    when: str
    what: str
    sign: str
    id: str | None = None
    tried: bool | None = None


@dataclass(frozen=True)
class SummaryView:
    """A summary as both look at it."""

    cycle_id: str
    cycle_number: int
    state: State
    discussed: str
    actions: tuple[PlannedAction, ...]
    version: int
    edited_by: str | None
    proposed_by: str | None
    proposed_at: datetime | None
    asked_change: str
    agreed_at: datetime | None
    teacher_id: str
    coach_id: str


# Asking


def read(session: Session, asker: Asker, cycle_id: str) -> SummaryView:
    """Return the summary of a cycle, empty when nothing is written yet. Raises NotFound."""
    about = access.around(session, cycle_id)
    access.require_sight(asker, Act.READ_SUMMARY, access.cycle_thing(about))
    summary = _of(session, cycle_id)
    actions = tuple(_planned(action) for action in summary.actions) if summary else ()
    return SummaryView(
        cycle_id=cycle_id,
        cycle_number=about.cycle.number,
        state=about.cycle.state,
        discussed=summary.discussed if summary else "",
        actions=actions,
        version=summary.version if summary else 0,
        edited_by=summary.edited_by if summary else None,
        proposed_by=summary.proposed_by if summary else None,
        proposed_at=summary.proposed_at if summary else None,
        asked_change=summary.asked_change if summary else "",
        agreed_at=summary.agreed_at if summary else None,
        teacher_id=about.pair.teacher_id,
        coach_id=about.pair.coach_id,
    )


def what_is_missing(session: Session, asker: Asker, cycle_id: str) -> tuple[Sentence, ...]:
    """Return every reason why the asker cannot propose the summary yet."""
    about = access.around(session, cycle_id)
    seen = read(session, asker, cycle_id)
    return rule.unmet_to_propose(_facts(about, seen), _who(about, asker))


def open_actions_of(
    session: Session, asker: Asker, pair_ids: Collection[str]
) -> dict[str, list[PlannedAction]]:
    """Return by pair the actions of its last agreed summary that nobody told about yet.

    What the asker may not read (any more) is left out, so that one year that is over hides nothing
    of another.
    """
    went = select(Tombstone.cycle_id).where(Tombstone.kind == Kind.action_summary)
    last = (
        select(func.max(Cycle.number))
        .outerjoin(ActionSummary, ActionSummary.cycle_id == Cycle.id)
        # One that was thrown away does not bring back what was agreed before it.
        .where(Cycle.pair_id == Pair.id, ActionSummary.agreed_at.is_not(None) | Cycle.id.in_(went))
        .where(Cycle.withdrawn_at.is_(None))
        .correlate(Pair)
        .scalar_subquery()
    )
    found = session.execute(
        select(Pair, Programme, Cycle, ActionSummary)
        .join(Programme, Programme.id == Pair.programme_id)
        .join(Cycle, Cycle.pair_id == Pair.id)
        .join(ActionSummary, ActionSummary.cycle_id == Cycle.id)
        .where(Pair.id.in_(pair_ids), Cycle.number == last)
        .options(selectinload(ActionSummary.actions))
    )
    actions = {}
    for pair, year, cycle, summary in found:
        thing = access.cycle_thing(access.Around(pair, year, cycle, access.coach_of(session, pair)))
        if not may(asker, Act.READ_SUMMARY, thing).allowed:
            continue
        actions[pair.id] = [_planned(each) for each in summary.actions if each.tried is None]
    return actions


# Acting


def save(
    session: Session,
    asker: Asker,
    cycle_id: str,
    discussed: str,
    actions: Sequence[PlannedAction],
    version: int,
) -> int:
    """Keep what is written so far and return its version.

    Raises ChangedMeanwhile with the other's text when somebody saved after `version` was read.
    """
    about = access.around(session, cycle_id)
    access.require(asker, Act.PROPOSE_SUMMARY, access.cycle_thing(about))
    if about.cycle.state is not State.awaiting_summary:
        raise StepAlreadyTaken()
    summary = _of(session, cycle_id)
    if not summary:
        summary = ActionSummary(cycle_id=cycle_id, created_at=clock.now())
        session.add(summary)
        session.flush()
    held.refuse_change_if_kept(session, summary.id)
    claimed = session.execute(
        update(ActionSummary)
        .where(ActionSummary.id == summary.id, ActionSummary.version == version)
        .values(version=version + 1, discussed=discussed, edited_by=asker.id)
        .execution_options(synchronize_session=False)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        raise ChangedMeanwhile(theirs=summary.discussed)
    session.execute(delete(Action).where(Action.summary_id == summary.id))
    session.expire(summary)
    for position, planned in enumerate(actions, start=1):
        action = Action(position=position, when=planned.when, what=planned.what, sign=planned.sign)
        action.summary_id = summary.id
        session.add(action)
    return version + 1


def propose(session: Session, asker: Asker, cycle_id: str) -> None:
    """Put the summary to the other. Raises Refused with what is missing."""
    about = access.around(session, cycle_id)
    access.require(asker, Act.PROPOSE_SUMMARY, access.cycle_thing(about))
    _take(session, asker, about, Event.propose)
    summary = _get(session, cycle_id)
    summary.proposed_by, summary.proposed_at = asker.id, clock.now()
    summary.asked_change = ""
    ledger.write(session, asker.id, "propose", "action_summary", summary.id, about.pair.teacher_id)


def ask_change(session: Session, asker: Asker, cycle_id: str, comment: str) -> None:
    """Send the summary back with a word about what should change."""
    about = access.around(session, cycle_id)
    access.require(asker, Act.ASK_CHANGE, access.cycle_thing(about))
    summary = _get(session, cycle_id)
    _take(session, asker, about, Event.ask_change, comment)
    summary.asked_change = comment.strip()
    ledger.write(
        session, asker.id, "ask_change", "action_summary", summary.id, about.pair.teacher_id
    )


def agree(session: Session, asker: Asker, cycle_id: str) -> None:
    """Agree; the cycle ends and its clocks start. Two who agree at once: the second hears so."""
    about = access.around(session, cycle_id)
    access.require_sight(asker, Act.READ_SUMMARY, access.cycle_thing(about))
    summary = _get(session, cycle_id)
    if summary.agreed_at:
        raise StepAlreadyTaken()
    access.require(asker, Act.AGREE_SUMMARY, access.cycle_thing(about))
    _take(session, asker, about, Event.agree)
    summary.agreed_by, summary.agreed_at = asker.id, clock.now()
    ledger.write(session, asker.id, "agree", "action_summary", summary.id, about.pair.teacher_id)


def say_tried(session: Session, asker: Asker, action_id: str, tried: bool) -> None:
    """Tell whether an action was tried; the teacher's to tell, never counted per person."""
    found = session.execute(
        select(Action, ActionSummary.cycle_id, ActionSummary.id)
        .join(ActionSummary, ActionSummary.id == Action.summary_id)
        .where(Action.id == action_id)
    ).first()
    if not found:
        raise NotFound()
    action, cycle_id, summary_id = found
    about = access.around(session, cycle_id)
    access.require_sight(asker, Act.READ_SUMMARY, access.cycle_thing(about))
    if asker.id != about.pair.teacher_id:
        raise NotFound()
    action.tried = tried
    ledger.write(session, asker.id, "say_tried", "action_summary", summary_id, asker.id)


def _take(
    session: Session, asker: Asker, about: access.Around, event: Event, comment: str = ""
) -> None:
    seen = read(session, asker, about.cycle.id)
    facts = replace(
        cycle_facts.facts_of(session, about.cycle),
        summary=_facts(about, seen, comment),
        products=cycle_facts.products_of(session, about),
    )
    cycles.take_step(session, about.cycle, event, _who(about, asker), facts)


def _facts(about: access.Around, seen: SummaryView, comment: str = "") -> rule.SummaryFacts:
    proposed_by = None
    if about.cycle.state is State.summary_proposed and seen.proposed_by:
        proposed_by = Who.teacher if seen.proposed_by == about.pair.teacher_id else Who.coach
    return rule.SummaryFacts(
        discussed=seen.discussed,
        actions=[
            rule.ActionFacts(number=number, when=action.when, what=action.what, sign=action.sign)
            for number, action in enumerate(seen.actions, start=1)
        ],
        proposed_by=proposed_by,
        comment=comment,
    )


def _who(about: access.Around, asker: Asker) -> Who:
    return Who.teacher if asker.id == about.pair.teacher_id else Who.coach


def _of(session: Session, cycle_id: str) -> ActionSummary | None:
    return session.scalar(
        select(ActionSummary)
        .where(ActionSummary.cycle_id == cycle_id)
        .options(selectinload(ActionSummary.actions))
    )


def _get(session: Session, cycle_id: str) -> ActionSummary:
    summary = _of(session, cycle_id)
    if not summary:
        raise NotFound()
    return summary


def _planned(action: Action) -> PlannedAction:
    return PlannedAction(action.when, action.what, action.sign, action.id, action.tried)
