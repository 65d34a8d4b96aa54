"""A parent's objection: which films it may be about, by when it is answered, and what it needs."""

from datetime import date, timedelta

import pytest

from storage.rules import objection as rule
from storage.rules.objection import About, Filmed

DAY = date(2026, 11, 10)


@pytest.mark.parametrize(
    ("film", "locks"),
    [
        (Filmed("anna", DAY, "5B", DAY), True),
        (Filmed("bert", DAY, "groep 5b", DAY), True),
        (Filmed("anna", DAY, "5A", DAY), False),
        (Filmed("anna", DAY, "5B", DAY - timedelta(days=1)), False),
        (Filmed("bert", DAY, "", DAY), True),
        (Filmed("bert", DAY, "5B", None), True),
        (Filmed("bert", DAY, "5A", None), False),
        (Filmed("anna", DAY, "", None), True),
        (Filmed("anna", DAY - timedelta(days=1), "", None), False),
    ],
)
def test_what_a_teacher_did_not_tell_cannot_keep_her_film_open(film: Filmed, locks: bool) -> None:
    assert About("5b", DAY).may_be(film) is locks
    assert About("5b", DAY, "anna").may_be(film) is locks


def test_who_taught_is_asked_of_films_that_tell_nothing() -> None:
    assert not About("5b", DAY, "anna").may_be(Filmed("bert", DAY))
    assert About("5b", DAY).may_be(Filmed("bert", DAY))


@pytest.mark.parametrize(
    ("entered", "last"),
    [
        (date(2026, 11, 24), date(2026, 12, 24)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2028, 1, 30), date(2028, 2, 29)),
    ],
)
def test_a_parent_is_answered_within_a_month(entered: date, last: date) -> None:
    assert rule.answer_by(entered) == last
    assert not rule.is_pressing(last, last - timedelta(days=8))
    assert rule.is_pressing(last, last - timedelta(days=7))
    assert rule.is_pressing(last, last + timedelta(days=3))


def test_it_names_a_class_and_a_day_that_has_been() -> None:
    assert rule.why_not_entered("3b", DAY, DAY) == ()
    for group, on, key in (("  ", DAY, "class"), ("-", DAY, "class"), ("x" * 41, DAY, "class"),
                           ("3b", DAY + timedelta(days=1), "day")):  # fmt: skip
        (sentence,) = rule.why_not_entered(group, on, DAY)
        assert sentence.key == f"refusals.objection_{key}"


def test_only_reasons_of_the_list_lift_it() -> None:
    assert [reason for reason in rule.Reason if not rule.why_not_lifted(reason)] == list(rule.LIFTS)
    assert rule.why_not_lifted("because")
