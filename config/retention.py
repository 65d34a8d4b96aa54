"""How long everything is kept, as the school declares it (`retention.yaml`)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

DECLARATION = Path(__file__).with_suffix(".yaml")

Preset = Literal["strict", "standard", "long"]
_PERIOD = re.compile(r"(\d+) (h|d|mo)")


def days(period: str) -> int:
    """A written period in whole days: "7 d", "72 h" (whole days only), "12 mo".

    A month is 365/12 days and the sum is rounded down, so nothing stays longer than was said.
    """
    found = _PERIOD.fullmatch(period)
    if not found:
        raise ValueError(f"not a period: {period!r}; write '7 d', '72 h' or '12 mo'")
    count, unit = int(found[1]), found[2]
    if unit == "h" and count % 24:
        raise ValueError(f"hours make whole days here: {period!r}")
    return {"h": count // 24, "d": count, "mo": count * 365 // 12}[unit]


Period = Annotated[int, BeforeValidator(days)]


@dataclass(frozen=True)
class DeclaredClock:
    """Time that counts from a trigger."""

    trigger: str
    period_days: int


@dataclass(frozen=True)
class DeclaredRule:
    """What one preset says of one kind."""

    kind: str
    clocks: tuple[DeclaredClock, ...]
    hard_max_days_from_upload: int | None
    own_clock: bool
    max_extension_days: int | None = None


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Clock(_Strict):
    trigger: str = Field(alias="from")
    strict: Period | None = None
    standard: Period | None = None
    long: Period | None = None


class _Kind(_Strict):
    clocks: list[_Clock] = []
    hard_max: dict[Preset, Period] = {}
    same_as: str | None = None
    follows: bool = False
    extension: Period | None = None
    withdrawal: bool = False


class _Declaration(_Strict):
    presets: list[Preset]
    after_withdrawal: Period
    kinds: dict[str, _Kind]


@cache
def _declared(declaration: Path) -> _Declaration:
    raw: Any = yaml.safe_load(declaration.read_text("utf-8"))
    return _Declaration.model_validate(raw)


@cache
def presets(declaration: Path = DECLARATION) -> tuple[Preset, ...]:
    """The presets, strictest first; the last is the ceiling."""
    return tuple(_declared(declaration).presets)


@cache
def after_withdrawal(declaration: Path = DECLARATION) -> int:
    """Days in which who withdrew can still take things along, before all of it goes."""
    return _declared(declaration).after_withdrawal


@cache
def declared_rules(
    preset: Preset = "standard", declaration: Path = DECLARATION
) -> Mapping[str, DeclaredRule]:
    """What that preset says of every kind. KeyError when `same_as` names no kind."""
    declared = _declared(declaration)
    return {name: _rule(name, preset, declared) for name in declared.kinds}


def _rule(name: str, preset: Preset, declared: _Declaration) -> DeclaredRule:
    kind = declared.kinds[name]
    example = declared.kinds[kind.same_as] if kind.same_as else kind
    clocks = [
        DeclaredClock(clock.trigger, period)
        for clock in example.clocks
        if (period := getattr(clock, preset)) is not None
    ]
    if kind.withdrawal:
        clocks.append(DeclaredClock("consent_withdrawal", declared.after_withdrawal))
    return DeclaredRule(
        name, tuple(clocks), example.hard_max.get(preset), not kind.follows, example.extension
    )
