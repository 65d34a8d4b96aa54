"""Which sentences the agreement of a pair holds, and what still has to be signed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from config.agreement import SENTENCES, agreement
from storage.rules.retention import Kind, Policy, Trigger
from storage.rules.sentences import Sentence, say
from storage.rules.steps import Who


@dataclass(frozen=True)
class Terms:
    """What a programme settled that the sentences name."""

    style: str
    days: int
    """Days after the end of a cycle within which the whole film goes."""
    most: int
    """Days after the upload after which it is gone whatever happens."""


def terms(style: str, policy: Policy) -> Terms:
    """The terms of a programme with this style and this policy."""
    rule = policy.rules[Kind.proxy_recording]
    after = {clock.trigger: clock.period_days for clock in rule.clocks}
    return Terms(style, after[Trigger.cycle_end], rule.hard_max_days_from_upload or 0)


def sentences(of: Terms) -> Mapping[str, Mapping[str, Sentence]]:
    """Every sentence by its promise, part by part, in order."""
    declared = agreement()
    return {
        part: {
            promise: _sentence(promise, of)
            for promise in promises
            if declared.only.get(promise, of.style) == of.style
        }
        for part, promises in declared.parts.items()
    }


def _sentence(promise: str, of: Terms) -> Sentence:
    if promise == "film_goes" and of.days == 0:
        promise = "film_goes_at_once"
    return say(f"{SENTENCES}{promise}", days=of.days, most=of.most)


def unsigned(signed: Iterable[Who]) -> tuple[Sentence, ...]:
    """What is still to be signed before a film comes in, told to the teacher."""
    there = set(signed)
    return tuple(
        say(f"agreement.missing.{who}") for who in (Who.teacher, Who.coach) if who not in there
    )
