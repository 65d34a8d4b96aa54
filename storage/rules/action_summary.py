"""The written end of a cycle: propose, ask for a change, agree (rows 12 to 14)."""

from collections.abc import Sequence
from dataclasses import dataclass

from config.programme import SummaryNumbers, programme
from storage.rules.sentences import Sentence, say
from storage.rules.steps import Who


@dataclass(frozen=True, kw_only=True)
class ActionFacts:
    """One small experiment."""

    number: int
    when: str = ""
    """Which lesson or moment."""
    what: str = ""
    sign: str = ""
    """How both will see it."""


@dataclass(frozen=True, kw_only=True)
class SummaryFacts:
    """The summary as it stands."""

    discussed: str = ""
    actions: Sequence[ActionFacts] = ()
    proposed_by: Who | None = None
    comment: str = ""
    """What the other asks to change."""
    numbers: SummaryNumbers | None = None
    """Default: the programme's."""


def proposer(facts: SummaryFacts) -> Who:
    """Who writes the summary in this programme."""
    return Who((facts.numbers or programme().summary).proposer)


def unmet_to_propose(facts: SummaryFacts, who: Who) -> tuple[Sentence, ...]:
    """What is missing before `who` may put it to the other: text, one or two whole actions."""
    numbers = facts.numbers or programme().summary
    found = []
    if who is not proposer(facts):
        found.append(say("guards.other_proposes"))
    if not facts.discussed.strip():
        found.append(say("guards.summary_without_text"))
    if not numbers.least_actions <= len(facts.actions) <= numbers.most_actions:
        found.append(
            say("guards.number_of_actions", least=numbers.least_actions, most=numbers.most_actions)
        )
    for action in facts.actions:
        for part in ("when", "what", "sign"):
            if not getattr(action, part).strip():
                found.append(say(f"guards.action_without_{part}", number=action.number))
    return tuple(found)


def unmet_to_answer(facts: SummaryFacts, who: Who) -> tuple[Sentence, ...]:
    """What is missing before `who` may agree: it was proposed, and by the other."""
    if facts.proposed_by is None:
        return (say("guards.summary_not_proposed"),)
    if facts.proposed_by is who:
        return (say("guards.other_agrees"),)
    return ()


def unmet_to_ask_change(facts: SummaryFacts, who: Who) -> tuple[Sentence, ...]:
    """What is missing before `who` may ask for a change: as agreeing, and words what to change."""
    found = list(unmet_to_answer(facts, who))
    if not facts.comment.strip():
        found.append(say("guards.change_without_comment"))
    return tuple(found)


def vague(what: str) -> bool:
    """Whether an action is named in so few words that nobody could try it tomorrow."""
    return 0 < len(what.split()) < 4
