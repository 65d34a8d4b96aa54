"""Versions of a policy: sooner after a week's notice, longer only with the teacher's yes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.retention import Preset, presets
from storage.rules.policy import NOTICE, lengthens, shortens, valid_from
from storage.rules.retention import Holding, Kind, Policy, Trigger, due, ends_at, policy_for

START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)
CHANGED = START + 20 * DAY


def changed(old: Preset, new: Preset, at: datetime = CHANGED) -> Policy:
    """A school that went from one preset to another."""
    before = policy_for(old, id="old", valid_from=START - 100 * DAY)
    return policy_for(
        new, id="new", version=2, valid_from=valid_from(before, policy_for(new), at), before=before
    )


def film(made: datetime = START, **more: object) -> Holding:
    facts = Holding(
        id="film", kind=Kind.proxy_recording, created_at=made, triggers={Trigger.upload: made}
    )
    return replace(facts, **more)  # type: ignore[arg-type] # a test's own facts


@pytest.mark.parametrize(
    ("old", "new", "sooner", "later"),
    [
        ("standard", "strict", True, False),
        ("strict", "standard", False, True),
        ("standard", "long", False, True),
        ("long", "standard", True, False),
        ("long", "long", False, False),
    ],
)
def test_what_a_change_does(old: Preset, new: Preset, sooner: bool, later: bool):
    assert shortens(policy_for(old), policy_for(new)) is sooner
    assert lengthens(policy_for(old), policy_for(new)) is later


def test_shorter_is_valid_a_week_later_and_longer_at_once():
    assert changed("long", "standard").valid_from == CHANGED + NOTICE
    assert changed("standard", "long").valid_from == CHANGED


def test_a_version_never_comes_before_the_one_it_replaces():
    waiting = changed("long", "standard")
    assert valid_from(waiting, policy_for("long"), CHANGED + DAY) == waiting.valid_from


def test_what_was_there_goes_sooner_from_the_day_the_shorter_rule_is_valid():
    policy = changed("long", "standard")
    assert ends_at(film(), policy).at == START + 60 * DAY
    overdue = film(START - 50 * DAY)  # under the new rule it would have gone ten days ago
    assert ends_at(overdue, policy).at == CHANGED + NOTICE
    assert due([overdue], policy, CHANGED + NOTICE - timedelta(seconds=1)) == []
    assert len(due([overdue], policy, CHANGED + NOTICE)) == 1


def test_what_was_there_stays_no_longer_without_a_yes():
    policy = changed("standard", "long")
    assert ends_at(film(), policy).at == START + 60 * DAY
    assert ends_at(film(accepted=frozenset({"new"})), policy).at == START + 120 * DAY
    assert ends_at(film(CHANGED), policy).at == CHANGED + 120 * DAY


def test_a_tombstone_names_the_version_that_decided():
    policy = changed("standard", "long")
    (old,) = due([film()], policy, START + 200 * DAY)
    assert old.policy is not None
    assert (old.policy.preset, old.policy.version) == ("standard", 1)


moments = st.integers(0, 400).map(lambda days: START + days * DAY)


@given(
    st.sampled_from(list(Kind)), moments, st.sampled_from(presets()), st.sampled_from(presets()),
    st.dictionaries(st.sampled_from(list(Trigger)), moments),
)  # fmt: skip
def test_no_change_lengthens_anything_and_none_comes_without_notice(
    kind: Kind, made: datetime, old: Preset, new: Preset, triggers: dict[Trigger, datetime]
):
    holding = Holding(id="x", kind=kind, created_at=made, triggers=triggers, parent_id="y")
    policy = changed(old, new)
    since = policy.valid_from
    assert policy.before is not None
    assert since is not None
    was, now = ends_at(holding, policy.before).at, ends_at(holding, policy).at
    if made >= since:
        assert now == ends_at(holding, policy_for(new)).at
    elif now is None:
        assert was is None
    elif was is None or now < was:
        assert now >= since
    else:
        assert now == was
