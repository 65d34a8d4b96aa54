"""A parent's objection: which films it may be about, and what it needs."""

from datetime import date, timedelta

import pytest

from storage.rules import objection as rule

DAY = date(2026, 11, 10)


@pytest.mark.parametrize(("later", "may_be"), [(-1, False), (0, True), (14, True), (15, False)])
def test_a_film_is_of_a_day_when_it_came_in_then_or_within_two_weeks(
    later: int, may_be: bool
) -> None:
    assert rule.may_be_of(DAY, DAY + timedelta(days=later)) is may_be


def test_it_names_a_class_and_a_day_that_has_been() -> None:
    assert rule.why_not_entered("3b", DAY, DAY) == ()
    for group, on, key in (("  ", DAY, "class"), ("x" * 41, DAY, "class"),
                           ("3b", DAY + timedelta(days=1), "day")):  # fmt: skip
        (sentence,) = rule.why_not_entered(group, on, DAY)
        assert sentence.key == f"refusals.objection_{key}"


def test_only_reasons_of_the_list_lift_it() -> None:
    assert [reason for reason in rule.Reason if not rule.why_not_lifted(reason)] == list(rule.LIFTS)
    assert rule.why_not_lifted("because")
