"""A decision told as a sentence: a text key and what it names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from storage.errors import Refused


@dataclass(frozen=True)
class Sentence:
    """`key` is a text key, `fields` are its parameters (numbers, dates, never names)."""

    key: str
    fields: Mapping[str, Any] = field(default_factory=dict)

    def refusal(self) -> Refused:
        """The error that says this sentence."""
        return Refused(self.key, **self.fields)


def say(key: str, **fields: Any) -> Sentence:
    """Write a sentence down, ``say("guards.talk_too_short", minutes=10)``."""
    return Sentence(key, fields)


def refuse_if(unmet: Iterable[Sentence]) -> None:
    """Raise `Refused` with the first unmet condition; say nothing when all are met."""
    for sentence in unmet:
        raise sentence.refusal()
