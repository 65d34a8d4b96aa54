"""When a grant lets somebody read: each fact that fails ends it, a lock only pauses it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from config.texts import LANGUAGES, catalog
from storage.rules import share_grant as rule
from storage.rules.share_grant import Ended, GrantFacts, Standing

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
SUMMER = date(2027, 7, 1)
FINE = GrantFacts(
    until=NOW + timedelta(days=30),
    version=2,
    version_now=2,
    withdrawn=False,
    programme_open=True,
    teacher_there=True,
    recipient_leads=True,
    locked=False,
)


def test_a_grant_of_which_everything_holds_is_in_force():
    assert rule.standing(FINE, NOW) is Standing.in_force
    assert rule.why_ended(FINE, NOW) is None


@pytest.mark.parametrize(
    ("fact", "because"),
    [
        ({"until": NOW}, Ended.over),
        ({"version_now": 3}, Ended.changed),
        ({"version_now": None}, Ended.changed),
        ({"withdrawn": True}, Ended.withdrawn),
        ({"programme_open": False}, Ended.programme),
        ({"teacher_there": False}, Ended.teacher_left),
        ({"recipient_leads": False}, Ended.recipient_left),
        ({"ended_as": Ended.revoked}, Ended.revoked),
    ],
)
def test_each_fact_that_fails_ends_it(fact: dict[str, object], because: Ended):
    facts = replace(FINE, **fact)
    assert rule.why_ended(facts, NOW) is because
    assert rule.standing(facts, NOW) is Standing.ended


def test_what_is_not_known_grants_nothing():
    assert rule.standing(GrantFacts(until=FINE.until, version=1), NOW) is Standing.ended


def test_a_hold_or_an_objection_pauses_it_and_gives_no_longer_time():
    paused = replace(FINE, locked=True)
    assert rule.standing(paused, NOW) is Standing.paused
    assert rule.standing(paused, FINE.until) is Standing.ended


def test_it_is_a_month_unless_chosen_and_never_past_the_year():
    assert rule.usual(TODAY, SUMMER) == TODAY + timedelta(days=30)
    assert rule.latest(TODAY, SUMMER) == TODAY + timedelta(days=90)
    soon = TODAY + timedelta(days=5)
    assert rule.usual(TODAY, soon) == rule.latest(TODAY, soon) == soon


@pytest.mark.parametrize(
    ("purpose", "until", "refused"),
    [
        ("Voor ons gesprek", TODAY + timedelta(days=90), []),
        ("x" * 200, TODAY, []),
        ("  \n", TODAY, ["share_grant.refused.no_purpose"]),
        ("x" * 201, TODAY, ["share_grant.refused.long_purpose"]),
        ("Gesprek", TODAY + timedelta(days=91), ["share_grant.refused.until"]),
        ("Gesprek", TODAY - timedelta(days=1), ["share_grant.refused.until"]),
        ("Gesprek", None, ["share_grant.refused.until"]),
    ],
)
def test_it_needs_words_for_what_and_a_day_within_bounds(
    purpose: str, until: date | None, refused: list[str]
):
    assert [each.key for each in rule.why_not_made(purpose, until, TODAY, SUMMER)] == refused


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_standing_and_every_end_has_words(lang: str):
    wanted = {f"share_grant.ended.{each}" for each in Ended}
    wanted |= {f"share_grant.standing.{each}" for each in Standing}
    assert wanted <= catalog(lang).keys
