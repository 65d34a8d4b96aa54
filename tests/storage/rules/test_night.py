"""When a sweep stops for a person: a wrong clock must not empty a school."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.rules.night import ALWAYS, Before, Waits, went_back, why_wait

NOW = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
LAST_NIGHT = NOW - timedelta(days=1)


def usual(**more: object) -> Before:
    return Before(gone=(3, 40, 0), last_at=LAST_NIGHT, **more)  # type: ignore[arg-type] # moments


@pytest.mark.parametrize(
    ("due", "before", "waits"),
    [
        (0, Before(), None),
        (ALWAYS, Before(), None),
        (ALWAYS + 1, Before(), Waits.far_more),
        (ALWAYS, usual(), None),
        (ALWAYS + 1, usual(), Waits.far_more),
        (500, Before((100,), LAST_NIGHT), None),
        (501, Before((100,), LAST_NIGHT), Waits.far_more),
        (1, Before((), NOW - timedelta(days=30)), None),
        (1, Before((), NOW - timedelta(days=30, seconds=1)), Waits.leap),
        (0, Before((), NOW - timedelta(days=365)), None),
        (1, Before((), NOW + timedelta(days=365)), None),
        (9000, usual(allowed_at=NOW - timedelta(hours=23)), None),
        (9000, usual(allowed_at=NOW - timedelta(hours=25)), Waits.far_more),
        (9000, usual(allowed_at=NOW + timedelta(days=300)), Waits.far_more),
    ],
)
def test_far_more_than_ever_or_a_leap_of_the_clock_waits_for_a_person(
    due: int, before: Before, waits: Waits | None
):
    assert why_wait(due, NOW, before) is waits


def test_a_clock_before_the_last_night_went_back():
    assert went_back(NOW, Before((), NOW + timedelta(hours=2)))
    assert not went_back(NOW, Before((), NOW + timedelta(minutes=30)))
    assert not went_back(NOW, Before())
