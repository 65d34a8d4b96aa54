"""The talk: one of the pair says that it was held, the other confirms (row 11)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from config.programme import TalkNumbers, programme
from storage.rules.sentences import Sentence, say
from storage.rules.steps import Who


@dataclass(frozen=True, kw_only=True)
class TalkFacts:
    """What was said about the talk, and when it is now."""

    now: datetime
    """Aware; its date must be the local one of the school."""
    held_on: date | None = None
    minutes: int | None = None
    said_by: Who | None = None
    """Who said first that it was held."""
    said_at: datetime | None = None
    numbers: TalkNumbers | None = None
    """Default: the programme's."""


def unmet_to_say(facts: TalkFacts) -> tuple[Sentence, ...]:
    """What is missing before one of the pair may say that the talk was held."""
    numbers = facts.numbers or programme().talk
    found = []
    if facts.held_on is None:
        found.append(say("guards.talk_without_date"))
    elif facts.held_on > facts.now.date():
        found.append(say("guards.talk_in_the_future"))
    if facts.minutes is None or facts.minutes < numbers.least_minutes:
        found.append(say("guards.talk_too_short", minutes=numbers.least_minutes))
    return tuple(found)


def unmet_to_confirm(facts: TalkFacts, who: Who) -> tuple[Sentence, ...]:
    """What is missing before `who` may confirm it; the system confirms after 48 h of silence."""
    numbers = facts.numbers or programme().talk
    found = list(unmet_to_say(facts))
    if facts.said_by is None or facts.said_at is None:
        found.append(say("guards.talk_not_said"))
    elif facts.said_by is who:
        found.append(say("guards.other_confirms_talk"))
    elif who is Who.system and facts.now < facts.said_at + timedelta(hours=numbers.silence_hours):
        found.append(say("guards.silence_not_over", hours=numbers.silence_hours))
    return tuple(found)
