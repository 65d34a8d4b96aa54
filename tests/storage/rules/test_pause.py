"""A coordinator's pause: for a holiday that is near, and no longer than it lasts."""

from datetime import date, timedelta

import pytest

from config.holidays import Holidays, Vacation
from storage.rules.pause import for_a_holiday, next_holiday_pause

CHRISTMAS = Vacation("christmas", date(2026, 12, 19), date(2027, 1, 3))
MAY = Vacation("may", date(2027, 4, 24), date(2027, 5, 2))
YEAR = Holidays(vacations=(MAY, CHRISTMAS))
BACK = date(2027, 1, 4)
DAY = timedelta(days=1)


def test_the_coming_holiday_says_from_when_until_when() -> None:
    found = next_holiday_pause(date(2026, 11, 24), YEAR)
    assert found
    assert (found.holiday, found.earliest, found.until) == ("christmas", date(2026, 12, 5), BACK)


def test_after_a_holiday_the_next_one_counts() -> None:
    found = next_holiday_pause(BACK, YEAR)
    assert found
    assert found.holiday == "may"
    assert next_holiday_pause(date(2027, 5, 3), YEAR) is None


@pytest.mark.parametrize(
    ("today", "until", "is_so"),
    [
        (date(2026, 12, 4), BACK, False),  # too early
        (date(2026, 12, 5), BACK, True),
        (date(2026, 12, 5), date(2026, 12, 18), True),  # shorter is always good
        (date(2026, 12, 18), BACK + DAY, False),  # longer than the holiday
        (CHRISTMAS.first, BACK, True),
        (CHRISTMAS.last, BACK, True),
        (BACK, BACK + DAY, False),  # it is over
        (CHRISTMAS.first, None, False),  # without an end
        (CHRISTMAS.first, CHRISTMAS.first, False),
    ],
)
def test_a_pause_for_a_holiday_lies_around_it(today: date, until: date | None, is_so: bool) -> None:
    assert for_a_holiday(today, until, YEAR) is is_so


def test_where_no_holiday_is_known_nothing_is_for_a_holiday() -> None:
    assert not for_a_holiday(BACK, BACK + DAY, Holidays())
