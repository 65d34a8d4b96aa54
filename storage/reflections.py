"""The teacher's reflection: hers alone until she submits it."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from storage import access, clock, cycle_facts, cycles, held, ledger, packages
from storage.database import one_at_a_time
from storage.errors import ChangedMeanwhile, NotFound, Refused, StepAlreadyTaken
from storage.records import Answer, Clip, Reflection
from storage.rules import reflection as rule
from storage.rules.access import Act, Asker
from storage.rules.sentences import Sentence
from storage.rules.steps import PUBLISHED, Event, Who

MOST_CHARACTERS = 8000


@dataclass(frozen=True)
class AnswerView:
    """What the teacher wrote at one clip so far."""

    clip_id: str
    text: str
    rather_discuss: bool
    opened: bool
    saved_at: datetime | None
    version: int


@dataclass(frozen=True)
class ReflectionView:
    """A reflection with one answer per published clip, in the package's order."""

    cycle_id: str
    submitted_at: datetime | None
    answers: tuple[AnswerView, ...]


# Asking


def read(session: Session, asker: Asker, cycle_id: str) -> ReflectionView:
    """Return the reflection: to its writer always, to the coach once it is submitted."""
    about = access.around(session, cycle_id)
    package = packages.newest(session, cycle_id)
    if not package:
        raise NotFound()
    reflection = _of(session, package.id)
    submitted = bool(reflection and reflection.submitted_at)
    thing = replace(access.cycle_thing(about), published=True, submitted=submitted)
    access.require_sight(asker, Act.READ_REFLECTION, thing)
    written = {answer.clip_id: answer for answer in reflection.answers} if reflection else {}
    return ReflectionView(
        cycle_id=cycle_id,
        submitted_at=reflection.submitted_at if reflection else None,
        answers=tuple(
            _view(clip_id, written.get(clip_id)) for clip_id in _clip_ids(session, package.id)
        ),
    )


def what_is_missing(session: Session, asker: Asker, cycle_id: str) -> tuple[Sentence, ...]:
    """Return everything that is still open before the reflection can be sent."""
    return rule.unmet(_facts(read(session, asker, cycle_id)))


# Acting


def open_clip(session: Session, asker: Asker, clip_id: str) -> None:
    """Remember that the teacher opened a clip; the first time counts."""
    answer, clip = _writable(session, asker, clip_id)
    if not answer.opened_at:
        answer.opened_at = clock.now()
        ledger.write(session, asker.id, "open", "clip", clip.id, clip.owner_id, clip.span)


def save(
    session: Session,
    asker: Asker,
    clip_id: str,
    text: str,
    rather_discuss: bool,
    version: int,
) -> AnswerView:
    """Keep what is typed so far.

    Raises ChangedMeanwhile with the kept text when another tab saved after `version` was read.
    """
    if len(text) > MOST_CHARACTERS:
        raise Refused("refusals.too_many_words", most=MOST_CHARACTERS)
    answer, _ = _writable(session, asker, clip_id)
    held.refuse_change_if_kept(session, answer.reflection_id)
    session.flush()
    claimed = session.execute(
        update(Answer)
        .where(Answer.id == answer.id, Answer.version == version)
        .values(text=text, rather_discuss=rather_discuss, version=version + 1, saved_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        raise ChangedMeanwhile(theirs=answer.text)
    session.refresh(answer)
    return _view(clip_id, answer)


def submit(session: Session, asker: Asker, cycle_id: str) -> None:
    """Send the reflection to the coach. Raises Refused with what is missing."""
    about = access.around(session, cycle_id)
    access.require(asker, Act.SUBMIT_REFLECTION, access.cycle_thing(about))
    seen = read(session, asker, cycle_id)
    rule.refuse_second(_facts(seen))
    facts = replace(cycle_facts.facts_of(session, about.cycle), reflection=_facts(seen))
    cycles.take_step(session, about.cycle, Event.submit_reflection, Who.teacher, facts)
    package = packages.newest(session, cycle_id)
    reflection = _of(session, package.id) if package else None
    if not reflection:
        raise NotFound()
    reflection.submitted_at = clock.now()
    ledger.write(session, asker.id, "submit", "reflection", reflection.id, asker.id)


def skip_to_talk(session: Session, asker: Asker, cycle_id: str) -> None:
    """Go to the talk without a reflection; it can still be added while the cycle runs."""
    about = access.around(session, cycle_id)
    access.require(asker, Act.SUBMIT_REFLECTION, access.cycle_thing(about))
    cycles.take_step(session, about.cycle, Event.skip_to_talk, Who.teacher)
    ledger.write(session, asker.id, "skip_to_talk", "cycle", cycle_id, asker.id)


def _writable(session: Session, asker: Asker, clip_id: str) -> tuple[Answer, Clip]:
    clip = session.get(Clip, clip_id)
    if not clip or clip.removed_at or not clip.package_id or not clip.cycle_id:
        raise NotFound()
    about = access.around(session, clip.cycle_id)
    access.require_sight(asker, Act.WRITE_REFLECTION, access.cycle_thing(about))
    if about.cycle.state not in PUBLISHED:
        raise StepAlreadyTaken()
    one_at_a_time(session, f"reflection:{clip.package_id}")  # two tabs may begin it at once
    reflection = _of(session, clip.package_id)
    if not reflection:
        reflection = Reflection(
            cycle_id=clip.cycle_id,
            package_id=clip.package_id,
            teacher_id=asker.id,
            created_at=clock.now(),
        )
        session.add(reflection)
        session.flush()
    if reflection.submitted_at:
        raise StepAlreadyTaken()
    answer = session.scalar(
        select(Answer).where(Answer.reflection_id == reflection.id, Answer.clip_id == clip_id)
    )
    if not answer:
        answer = Answer(clip_id=clip_id)
        answer.reflection_id = reflection.id
        session.add(answer)
    return answer, clip


def _facts(seen: ReflectionView) -> rule.ReflectionFacts:
    return rule.ReflectionFacts(
        answers=[
            rule.ClipAnswer(
                number=number,
                opened=answer.opened,
                text=answer.text,
                rather_discuss=answer.rather_discuss,
            )
            for number, answer in enumerate(seen.answers, start=1)
        ],
        submitted=seen.submitted_at is not None,
    )


def _clip_ids(session: Session, package_id: str) -> list[str]:
    there = select(Clip.id).where(Clip.package_id == package_id, Clip.removed_at.is_(None))
    return list(session.scalars(there.order_by(Clip.position)))


def _of(session: Session, package_id: str) -> Reflection | None:
    return session.scalar(
        select(Reflection)
        .where(Reflection.package_id == package_id)
        .options(selectinload(Reflection.answers))
    )


def _view(clip_id: str, answer: Answer | None) -> AnswerView:
    if not answer:
        return AnswerView(clip_id, "", False, False, None, 0)
    return AnswerView(
        clip_id,
        answer.text,
        answer.rather_discuss,
        answer.opened_at is not None,
        answer.saved_at,
        answer.version,
    )
