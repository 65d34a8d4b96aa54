"""Which sentences an agreement holds, and what is still to be signed."""

import pytest

from config.agreement import agreement
from storage.rules import agreement as rule
from storage.rules.agreement import Terms
from storage.rules.retention import policy_for
from storage.rules.steps import Who


def told(style: str) -> list[str]:
    parts = rule.sentences(Terms(style, 14, 60))
    return [promise for promises in parts.values() for promise in promises]


def test_the_terms_are_those_of_the_programme():
    assert rule.terms("responsive", policy_for("standard")) == Terms("responsive", 14, 60)
    assert rule.terms("directive", policy_for("long")) == Terms("directive", 42, 120)


def test_each_style_makes_its_own_promise_and_all_the_others():
    responsive, directive = told("responsive"), told("directive")
    assert set(responsive) - set(directive) == {"focus_together"}
    assert set(directive) - set(responsive) == {"focus_told"}
    assert set(responsive) | set(directive) == set(agreement().promises)


@pytest.mark.parametrize(("days", "word"), [(0, "film_goes_at_once"), (14, "film_goes")])
def test_a_film_that_goes_at_once_is_not_said_to_stay_for_days(days: int, word: str):
    said = rule.sentences(Terms("responsive", days, 60))["limits"]["film_goes"]
    assert said.key == f"agreement.promises.{word}"
    assert said.fields == {"days": days, "most": 60}


def test_both_sign_and_the_teacher_is_told_of_herself_first():
    assert [each.key for each in rule.unsigned([])] == [
        "agreement.missing.teacher",
        "agreement.missing.coach",
    ]
    assert [each.key for each in rule.unsigned([Who.teacher])] == ["agreement.missing.coach"]
    assert rule.unsigned([Who.coach, Who.teacher]) == ()
