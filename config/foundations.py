"""The three foundations and their dimensions (`foundations.yaml`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from config.programme import Level, programme

DECLARATION = Path(__file__).with_suffix(".yaml")

Key = Literal["emotional_support", "classroom_organisation", "instructional_support"]


@dataclass(frozen=True)
class Dimension:
    """One thing to look at. Texts: ``dimensions.<key>.name``, ``.what`` and ``.see``."""

    key: str
    levels: Mapping[Level, str | None]
    """Per level the foundation it belongs to; None where it stands alone."""
    never_first: bool = False
    """Never the tag of the first clip of a package."""

    def fits(self, foundation: str, level: Level) -> bool:
        """Whether a clip at this level may carry it together with this foundation."""
        return level in self.levels and self.levels[level] in (foundation, None)


@dataclass(frozen=True)
class Foundation:
    """One of the three. Texts: ``foundations.<key>`` and ``foundations.<key>.help``."""

    key: str
    hue: str
    """Its colour on light paper, "#rrggbb"."""
    icon: str
    """A Material symbol."""
    dimensions: tuple[Dimension, ...]
    """What may be tagged under it at this level, in the order people see: those that stand
    alone come last, just before them what must never be the first tag."""
    hue_dark: str
    """Its colour on dark paper."""


class ObservationGuide(BaseModel):
    """The kijkwijzer: which set of dimensions and look-fors people observe with."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    version: int


class _Look(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    hue: str
    hue_dark: str
    icon: str


class _Declaration(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    guide: ObservationGuide
    foundations: dict[Key, _Look]
    dimensions: dict[str, dict[Level, Key | Literal["alone"]]]
    never_first: list[str]


@cache
def _declared() -> _Declaration:
    return _Declaration.model_validate(yaml.safe_load(DECLARATION.read_text("utf-8")))


def observation_guide() -> ObservationGuide:
    """The guide that the dimensions and their look-fors make."""
    return _declared().guide


@cache
def dimensions() -> tuple[Dimension, ...]:
    """Every dimension of every level."""
    declared = _declared()
    return tuple(
        Dimension(
            key,
            {level: None if home == "alone" else home for level, home in levels.items()},
            key in declared.never_first,
        )
        for key, levels in declared.dimensions.items()
    )


def dimension(key: str) -> Dimension:
    """The dimension of that name. KeyError when there is none."""
    for known in dimensions():
        if known.key == key:
            return known
    raise KeyError(f"no dimension {key!r}")


@cache
def foundations(level: Level | None = None) -> tuple[Foundation, ...]:
    """The three, each with what may be tagged under it at this level (default: the programme's)."""
    at = level or programme().level
    found = []
    for key, look in _declared().foundations.items():
        own = [each for each in dimensions() if each.fits(key, at)]
        own.sort(key=lambda each: (each.levels[at] is None, each.never_first))
        found.append(Foundation(key, look.hue, look.icon, tuple(own), look.hue_dark))
    return tuple(found)
