"""Holidays: as the ministry publishes them, with public holidays that move with Easter."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from config.holidays import DECLARATION, Holidays, easter, holidays, public_holiday
from config.texts import LANGUAGES, catalog

REGIONS = ("noord", "midden", "zuid")


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1954, (4, 18)),
        (1981, (4, 19)),
        (2000, (4, 23)),
        (2008, (3, 23)),
        (2011, (4, 24)),
        (2025, (4, 20)),
        (2026, (4, 5)),
        (2027, (3, 28)),
        (2028, (4, 16)),
        (2038, (4, 25)),
        (2049, (4, 18)),
        (2076, (4, 19)),
    ],
)
def test_easter_falls_where_the_calendar_has_it(year, day):
    assert easter(year) == date(year, *day)


@given(st.integers(1900, 2300))
def test_easter_is_a_sunday_between_22_march_and_25_april(year):
    assert easter(year).weekday() == 6
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("new_year", (1, 1)),
        ("good_friday", (3, 26)),
        ("easter_monday", (3, 29)),
        ("kings_day", (4, 27)),
        ("liberation_day", (5, 5)),
        ("ascension", (5, 6)),
        ("ascension_friday", (5, 7)),
        ("whit_monday", (5, 17)),
        ("christmas", (12, 25)),
        ("boxing_day", (12, 26)),
    ],
)
def test_public_holidays_of_2027(name, day):
    assert public_holiday(name, 2027) == date(2027, *day)


def test_the_king_does_not_celebrate_on_a_sunday():
    assert public_holiday("kings_day", 2031) == date(2031, 4, 26)


def test_regions_have_their_own_summer():
    first = {
        region: max(
            v.first
            for v in holidays(region).vacations
            if v.first.year == 2027 and v.name == "summer"
        )
        for region in REGIONS
    }
    assert first == {
        "noord": date(2027, 7, 10),
        "midden": date(2027, 7, 17),
        "zuid": date(2027, 7, 24),
    }


@pytest.mark.parametrize("region", REGIONS)
def test_holidays_run_from_saturday_to_sunday_in_order(region):
    vacations = holidays(region).vacations
    assert len(vacations) == 15
    for vacation in vacations:
        assert (vacation.first.weekday(), vacation.last.weekday()) == (5, 6), vacation
        weeks = {"autumn": 9, "christmas": 16, "spring": 9, "may": 9, "summer": 44}
        assert (vacation.last - vacation.first).days + 1 == weeks[vacation.name], vacation
    assert all(a.last < b.first for a, b in pairwise(vacations))


def test_a_school_day_is_a_weekday_on_which_there_is_school():
    north = holidays("noord")
    assert north.is_school_day(date(2026, 11, 24))
    assert not north.is_school_day(date(2026, 11, 28))  # Saturday
    assert not north.is_school_day(date(2027, 3, 29))  # Easter Monday
    assert not north.is_school_day(date(2026, 12, 22))  # Christmas holiday
    assert north.vacation_on(date(2026, 12, 22)).name == "christmas"
    assert north.vacation_on(date(2026, 11, 24)) is None


def test_the_next_school_day_is_today_when_there_is_school():
    north = holidays("noord")
    assert north.next_school_day(date(2026, 11, 24)) == date(2026, 11, 24)
    assert north.next_school_day(date(2026, 12, 19)) == date(2027, 1, 4)


def test_a_school_adds_its_own_free_days():
    own = Holidays(own=frozenset({date(2026, 12, 4)}))
    assert not own.is_school_day(date(2026, 12, 4))
    assert own.next_school_day(date(2026, 12, 4)) == date(2026, 12, 7)


def test_it_is_known_how_far_the_calendar_goes():
    assert holidays("zuid").known_until == date(2028, 9, 3)
    assert Holidays().known_until is None


@given(st.dates(date(2024, 1, 1), date(2035, 12, 31)), st.sampled_from(REGIONS))
def test_there_is_always_a_next_school_day(day, region):
    after = holidays(region).next_school_day(day)
    assert timedelta() <= after - day <= timedelta(days=46)


def test_a_holiday_that_ends_before_it_starts_is_refused(tmp_path: Path):
    declared = yaml.safe_load(DECLARATION.read_text("utf-8"))
    declared["school_years"]["2026-2027"]["may"] = [date(2027, 5, 2), date(2027, 4, 24)]
    copy = tmp_path / "holidays.yaml"
    copy.write_text(yaml.safe_dump(declared), encoding="utf-8")
    with pytest.raises(ValidationError, match="ends after it starts"):
        holidays("noord", copy)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_holidays_have_words(lang):
    names = {f"holidays.{vacation.name}" for vacation in holidays("noord").vacations}
    assert not names - catalog(lang).keys
