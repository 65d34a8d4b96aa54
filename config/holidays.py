"""When there is no school: holidays of the region, public holidays, own days (`holidays.yaml`)."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict

DECLARATION = Path(__file__).with_suffix(".yaml")

Region = Literal["noord", "midden", "zuid"]
Holiday = Literal["autumn", "christmas", "spring", "may", "summer"]
Public = Literal[
    "new_year",
    "good_friday",
    "easter_monday",
    "kings_day",
    "liberation_day",
    "ascension",
    "ascension_friday",
    "whit_monday",
    "christmas",
    "boxing_day",
]
DAY = timedelta(days=1)


def _first_before_last(days: tuple[date, date]) -> tuple[date, date]:
    if days[0] > days[1]:
        raise ValueError(f"a holiday ends after it starts: {days[0]} - {days[1]}")
    return days


Days = Annotated[tuple[date, date], AfterValidator(_first_before_last)]


@dataclass(frozen=True)
class Vacation:
    """A school holiday: its name (text key ``holidays.<name>``), first and last day."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Holidays:
    """All days without school of one region, as far as they are declared."""

    vacations: tuple[Vacation, ...] = ()
    public: tuple[Public, ...] = ()
    own: frozenset[date] = frozenset()

    def vacation_on(self, day: date) -> Vacation | None:
        """The school holiday this day lies in."""
        for vacation in self.vacations:
            if vacation.first <= day <= vacation.last:
                return vacation
        return None

    def is_vacation(self, day: date) -> bool:
        """Whether it lies in a school holiday; such days do not count for due dates."""
        return self.vacation_on(day) is not None

    def is_school_day(self, day: date) -> bool:
        """A weekday outside school holidays, public holidays and own days."""
        return not (
            day.weekday() >= 5
            or self.is_vacation(day)
            or day in self.own
            or any(public_holiday(name, day.year) == day for name in self.public)
        )

    def next_school_day(self, day: date) -> date:
        """This day when there is school, else the first one after it."""
        while not self.is_school_day(day):
            day += DAY
        return day

    @property
    def known_until(self) -> date | None:
        """The last day the declaration knows of; after it only weekends and public holidays."""
        return max((vacation.last for vacation in self.vacations), default=None)


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar, by the arithmetic Gauss made for it."""
    century = year // 100
    moon = (15 + century - century // 4 - (13 + 8 * century) // 25) % 30
    age = (19 * (year % 19) + moon) % 30
    # Two corrections keep the full moon from falling too late.
    age -= 1 if age == 29 or (age == 28 and year % 19 > 10) else 0
    sunday = (4 + century - century // 4) % 7
    to_sunday = (2 * (year % 4) + 4 * (year % 7) + 6 * age + sunday) % 7
    return date(year, 3, 22) + timedelta(days=age + to_sunday)


@cache
def public_holiday(name: Public, year: int) -> date:
    """The day of a public holiday in that year."""
    match name:
        case "new_year":
            return date(year, 1, 1)
        case "good_friday":
            return easter(year) - 2 * DAY
        case "easter_monday":
            return easter(year) + DAY
        case "kings_day":
            birthday = date(year, 4, 27)
            return birthday - DAY if birthday.weekday() == 6 else birthday
        case "liberation_day":
            return date(year, 5, 5)
        case "ascension":
            return easter(year) + 39 * DAY
        case "ascension_friday":
            return easter(year) + 40 * DAY
        case "whit_monday":
            return easter(year) + 50 * DAY
        case "christmas":
            return date(year, 12, 25)
        case "boxing_day":
            return date(year, 12, 26)


class _Declaration(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    school_years: dict[str, dict[Holiday, Days | dict[Region, Days]]]
    public: list[Public]
    own: list[date]


@cache
def holidays(region: Region, declaration: Path = DECLARATION) -> Holidays:
    """The declared days without school in that region."""
    declared = _Declaration.model_validate(yaml.safe_load(declaration.read_text("utf-8")))
    vacations = []
    for year in declared.school_years.values():
        for name, days in year.items():
            first, last = days[region] if isinstance(days, dict) else days
            vacations.append(Vacation(name, first, last))
    return Holidays(tuple(vacations), tuple(declared.public), frozenset(declared.own))
