"""The defaults of a programme year: rhythm, due dates, numbers (`programme.yaml`)."""

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, NonNegativeInt, PositiveInt, model_validator

DECLARATION = Path(__file__).with_suffix(".yaml")


class Level(StrEnum):
    """The age of the pupils; it decides which dimensions there are and where they belong."""

    PK = "PK"
    """Toddlers and groep 1."""
    K3 = "K3"
    """Groep 2 to 5."""
    UE = "UE"
    """Groep 6 to 8."""
    S = "S"
    """Secondary and vocational education."""


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CycleNumbers(_Declared):
    """How many cycles make a year."""

    least: PositiveInt
    target: PositiveInt
    most: PositiveInt


class CyclePlan(_Declared):
    """Days from the start of a cycle by which each step is due; see `rules.due_dates`."""

    release: NonNegativeInt
    publish: NonNegativeInt
    reflection: NonNegativeInt
    talk: NonNegativeInt
    proposal: NonNegativeInt
    agreement: NonNegativeInt
    valid_until: PositiveInt
    """Late but valid up to here."""
    expires: PositiveInt
    """Running days after which the clock ends the cycle."""
    expires_at_latest: PositiveInt
    """Calendar days after which the clock ends the cycle, paused or not."""
    redo_school_days: NonNegativeInt
    """Every unusable recording moves all due dates by so many school days."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        days = (
            self.release,
            self.publish,
            self.reflection,
            self.talk,
            self.proposal,
            self.agreement,
            self.valid_until,
            self.expires,
            self.expires_at_latest,
        )
        if list(days) != sorted(days):
            raise ValueError("the steps of a cycle come one after another, and then it expires")
        return self


class RecordingNumbers(_Declared):
    """What counts as a lesson, in usable minutes, and how often it may be filmed again."""

    least_minutes: PositiveInt
    quick_visit_least_minutes: PositiveInt
    redos: NonNegativeInt


class ClipNumbers(_Declared):
    """How many clips a package holds."""

    least: PositiveInt
    advised: PositiveInt
    most: PositiveInt


class ClipLength(_Declared):
    """How long a clip may be, and how long it had better be, in milliseconds."""

    least_ms: PositiveInt
    advised_least_ms: PositiveInt
    advised_most_ms: PositiveInt
    most_ms: PositiveInt


class TalkNumbers(_Declared):
    """How long a talk is planned, counts from, and how long silence takes to confirm it."""

    slot_minutes: PositiveInt
    least_minutes: PositiveInt
    silence_hours: PositiveInt


class SummaryNumbers(_Declared):
    """How many actions a summary holds and who writes it."""

    least_actions: PositiveInt
    most_actions: PositiveInt
    proposer: Literal["coach", "teacher"]


class ProgrammeDefaults(_Declared):
    """Everything a new programme starts with."""

    level: Level
    cycles: CycleNumbers
    contact_gap_days: PositiveInt
    focus_dimensions: PositiveInt
    cycle: CyclePlan
    quick_visit: CyclePlan
    recording: RecordingNumbers
    clips: ClipNumbers
    quick_visit_clips: ClipNumbers
    clip_length: ClipLength
    talk: TalkNumbers
    clip_downloads: bool
    """Whether a new programme lets teachers keep their own clips as files."""
    summary: SummaryNumbers


@cache
def programme(declaration: Path = DECLARATION) -> ProgrammeDefaults:
    """The declared defaults. ValidationError names what is missing or out of order."""
    return ProgrammeDefaults.model_validate(yaml.safe_load(declaration.read_text("utf-8")))
