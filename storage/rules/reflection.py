"""The teacher's answers to the clips: when they may be submitted (row 9)."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.errors import StepAlreadyTaken
from storage.rules.sentences import Sentence, say


@dataclass(frozen=True, kw_only=True)
class ClipAnswer:
    """How far the teacher is with one published clip."""

    number: int
    """Its place in the package, from 1."""
    opened: bool = False
    text: str = ""
    rather_discuss: bool = False
    """The teacher would rather talk about this one: an answer too."""


@dataclass(frozen=True, kw_only=True)
class ReflectionFacts:
    """Everything the submit guard needs: one entry per published clip."""

    answers: Sequence[ClipAnswer] = ()
    submitted: bool = False


def unmet(facts: ReflectionFacts) -> tuple[Sentence, ...]:
    """Everything that is still missing before the reflection may be submitted."""
    if not facts.answers:
        return (say("guards.nothing_to_reflect_on"),)
    found = []
    for answer in facts.answers:
        if not answer.opened:
            found.append(say("guards.clip_not_opened", number=answer.number))
        if not (answer.text.strip() or answer.rather_discuss):
            found.append(say("guards.clip_not_answered", number=answer.number))
    return tuple(found)


def refuse_second(facts: ReflectionFacts) -> None:
    """Refuse to reflect twice on one package: what was submitted stands as it is."""
    if facts.submitted:
        raise StepAlreadyTaken()


def is_editable(facts: ReflectionFacts, *, cycle_open: bool) -> bool:
    """Drafts may be typed until they are submitted or the cycle ends."""
    return cycle_open and not facts.submitted
