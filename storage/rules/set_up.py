"""Whether a school has recorded what must be known before filming, and what its basis allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from config.retention import presets
from config.set_up import set_up as declared
from storage.rules.sentences import Sentence, say

MOST_NAME = 120
MOST_REFERENCE = 120
MOST_VERSION = 40
MOST_TEST = 20_000
"""Characters of the balancing test."""


class LegalBasis(StrEnum):
    """On which ground of the law a programme films; the officer says which."""

    legitimate_interest = "legitimate_interest"
    consent = "consent"
    public_task = "public_task"


class Use(StrEnum):
    """What goes beyond coaching by a colleague, inside the school. A closed list."""

    external_coach = "external_coach"
    exemplar_library = "exemplar_library"
    outside_school = "outside_school"
    """A film, or a part of one, leaves the school's server: a clip as a file, for one."""


class Item(StrEnum):
    """What the school records, in the order in which it is asked."""

    legal_basis = "legal_basis"
    """The basis, who the officer is, and on which day that was decided."""
    balancing_test = "balancing_test"
    parents_informed = "parents_informed"
    retention = "retention"
    works_council = "works_council"


@dataclass(frozen=True)
class SetUpFacts:
    """What is recorded of one programme. Everything left out is not recorded."""

    legal_basis: LegalBasis | None = None
    officer: str = ""
    decided_on: date | None = None
    balancing_test: str = ""
    parents_informed_on: date | None = None
    letter_version: str = ""
    ceiling: str | None = None
    """Recorded together with the preset, so either stands for both."""
    works_council_on: date | None = None
    decisions: frozenset[Use] = frozenset()
    """What the officer decided in writing that may be."""


def asked(basis: LegalBasis | None) -> tuple[Item, ...]:
    """What the school must record with this basis, in order."""
    wanted = declared().always
    if basis:
        wanted |= declared().legal_bases[basis].needs
    return tuple(item for item in Item if item.value in wanted)


def recorded(facts: SetUpFacts, item: Item) -> bool:
    """Whether this is recorded."""
    return {
        Item.legal_basis: bool(facts.legal_basis and facts.officer and facts.decided_on),
        Item.balancing_test: bool(facts.balancing_test),
        Item.parents_informed: bool(facts.parents_informed_on and facts.letter_version),
        Item.retention: facts.ceiling is not None,
        Item.works_council: facts.works_council_on is not None,
    }[item]


def missing(facts: SetUpFacts) -> tuple[Item, ...]:
    """What is still to be recorded, in order; films come in once this is empty."""
    return tuple(item for item in asked(facts.legal_basis) if not recorded(facts, item))


def unmet(facts: SetUpFacts) -> tuple[Sentence, ...]:
    """The same as sentences: what is missing, and who records it."""
    return tuple(say(f"set_up.missing.{item}") for item in missing(facts))


def allows(facts: SetUpFacts, use: Use) -> bool:
    """Whether this use may be: by the basis itself, or by a written decision of the officer."""
    if facts.legal_basis is None:
        return False
    return use in declared().legal_bases[facts.legal_basis].allows or use in facts.decisions


def why_not_use(facts: SetUpFacts, use: Use) -> tuple[Sentence, ...]:
    """What stands in the way of a use."""
    return () if allows(facts, use) else (say(f"set_up.not_allowed.{use}"),)


def why_not_day(day: date | None, today: date) -> tuple[Sentence, ...]:
    """What is wrong with the day on which something was decided or done."""
    if day is None:
        return (say("set_up.refused.no_day"),)
    return (say("set_up.refused.day_ahead"),) if day > today else ()


def why_not_words(words: str, most: int) -> tuple[Sentence, ...]:
    """What is wrong with a name, a reference or a text."""
    if not words.strip():
        return (say("set_up.refused.no_words"),)
    return (say("set_up.refused.too_long", most=most),) if len(words.strip()) > most else ()


def why_not_ceiling(preset: str, ceiling: str | None) -> tuple[Sentence, ...]:
    """What is wrong with a ceiling: it is never stricter than what holds."""
    known: Sequence[str] = presets()
    if preset not in known or ceiling not in known:
        return (say("set_up.refused.no_preset"),)
    if known.index(ceiling) < known.index(preset):
        return (say("set_up.refused.ceiling_too_low"),)
    return ()
