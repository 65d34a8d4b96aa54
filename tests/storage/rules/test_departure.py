"""Who may write down that somebody left."""

from datetime import datetime, timedelta

import pytest

from storage.rules.access import Act, Asker, Thing, Verdict, may
from storage.rules.departure import in_window, why_not, why_not_touch, window
from storage.rules.roles import Role
from tests.storage.rules.matrix import ME

NOW = datetime.fromisoformat("2026-11-24T09:00:00+00:00")


def keys(*roles: Role, by: Role = Role.admin, others: int = 1, typed: str = "Tessa") -> list[str]:
    return [each.key for each in why_not(roles, by, others, "Tessa", typed)]


@pytest.mark.parametrize("typed", ["Tessa", " tessa ", "TESSA"])
def test_the_name_is_typed_as_people_type_names(typed: str):
    assert keys(Role.teacher, typed=typed) == []


@pytest.mark.parametrize("typed", ["", "Tess", "Tessa B"])
def test_another_name_is_somebody_else(typed: str):
    assert keys(Role.teacher, typed=typed) == ["departures.refused.name"]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.teacher, Role.coach}))
def test_a_coordinator_sends_nobody_away_who_looks_after_something(role: Role):
    assert keys(Role.teacher, role, by=Role.coordinator) == ["departures.refused.for_admin"]
    assert why_not_touch({role}, Role.admin) == ()


def test_a_school_keeps_an_admin():
    assert keys(Role.admin, others=0) == ["departures.refused.last_admin"]
    assert keys(Role.admin, others=1) == []
    assert keys(Role.dpo, others=0) == []


def test_there_is_a_week_and_not_a_second_more():
    assert window() == timedelta(days=7)
    assert in_window(NOW, NOW + timedelta(days=7, seconds=-1))
    assert not in_window(NOW, NOW + timedelta(days=7))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", Act)
def test_who_left_takes_along_what_is_her_own_and_nothing_else(act: Act, role: Role):
    thing = Thing(
        owner_id=ME, coach_id=ME, author_id=ME, released=True, published=True, submitted=True,
        cycle_open=True, programme_open=True, shared=True, downloads=True, people_counted=9,
    )  # fmt: skip
    verdict = may(Asker(id=ME, role=role, left=True), act, thing)
    if act is Act.TAKE_OWN and role in (Role.teacher, Role.coach):
        assert verdict
    elif act is not Act.TAKE_OWN:
        assert verdict == Verdict(False, "access.left")
    else:
        assert not verdict
