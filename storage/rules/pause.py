"""When somebody who is not of the pair may pause its cycle: for a school holiday, and no longer."""

from dataclasses import dataclass
from datetime import date, timedelta

from config.holidays import Holidays

IN_SIGHT = timedelta(days=14)
"""A pause for a holiday begins at most this long before it."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class HolidayPause:
    """The pause a holiday is good for."""

    holiday: str
    """Its name, text key ``holidays.<name>``."""
    earliest: date
    """The first day on which the pause may begin."""
    until: date
    """The first school day after the holiday: the cycle goes on at the latest then."""

    def covers(self, today: date, until: date) -> bool:
        """Whether a pause from today, with `until` as the day of going on, is for this holiday."""
        return self.earliest <= today < until <= self.until


def next_holiday_pause(today: date, holidays: Holidays) -> HolidayPause | None:
    """The pause for the holiday under way or ahead; None when no holiday is declared any more."""
    ahead = [each for each in holidays.vacations if each.last >= today]
    if not ahead:
        return None
    first = min(ahead, key=lambda each: each.first)
    back = holidays.next_school_day(first.last + DAY)
    return HolidayPause(first.name, first.first - IN_SIGHT, back)


def for_a_holiday(today: date, until: date | None, holidays: Holidays) -> bool:
    """Whether a pause from today until this day is for a holiday; one without an end never is."""
    found = next_holiday_pause(today, holidays)
    return found is not None and until is not None and found.covers(today, until)
