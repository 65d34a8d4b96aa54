"""Which lesson a film is of: when two people mean one class, and what a slip costs."""

from datetime import date, timedelta

import pytest

from storage.rules import lesson as rule

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize("other", ["5B", "5b", " 5 B ", "groep 5b", "Klas 5B", "gr. 5-b"])
def test_a_class_is_known_however_it_is_written(other: str) -> None:
    assert rule.same_class("5B", other)


@pytest.mark.parametrize("other", ["5A", "15B", "5", "B", "groep"])
def test_another_class_is_another_class(other: str) -> None:
    assert not rule.same_class("5B", other)


def test_a_class_that_is_only_called_class_is_itself() -> None:
    assert rule.same_class("groep", "Groep")
    assert not rule.same_class("groep", "klas")


@pytest.mark.parametrize(
    ("group", "on", "key"),
    [
        ("x" * 41, None, "lesson_class"),
        ("5B\x07", None, "lesson_class"),
        ("5B", TODAY + timedelta(days=1), "lesson_day"),
        ("5B", date(1970, 1, 1), "lesson_day"),
    ],
)
def test_what_cannot_be_is_told_and_left_out_where_nobody_is_asked(
    group: str, on: date | None, key: str
) -> None:
    (sentence,) = rule.why_not(group, on, TODAY)
    assert sentence.key == f"refusals.{key}"
    left = ("", on) if key == "lesson_class" else (group, None)
    assert rule.what_is_right(group, on, TODAY) == left


def test_both_may_stay_empty_and_are_kept_tidy() -> None:
    assert rule.why_not("", None, TODAY) == ()
    assert rule.what_is_right("  5  B ", TODAY, TODAY) == ("5 B", TODAY)


@pytest.mark.parametrize(("later", "may_be"), [(-1, False), (0, True), (14, True), (15, False)])
def test_an_untold_day_may_be_the_day_it_came_in_or_two_weeks_before(
    later: int, may_be: bool
) -> None:
    assert rule.may_be_of(TODAY, None, TODAY + timedelta(days=later)) is may_be


def test_a_told_day_is_that_day_only() -> None:
    assert rule.may_be_of(TODAY, TODAY, TODAY + timedelta(days=40))
    assert not rule.may_be_of(TODAY, TODAY - timedelta(days=1), TODAY)
