"""Limits: when a film goes whatever happens, and where the law goes first."""

import inspect
from datetime import timedelta

import pytest

from config.texts import text
from storage import agreements, clock, extensions, recordings, retention
from storage.database import acting, asking
from storage.errors import Refused
from storage.media import media_store
from storage.records import Cycle, Recording, RenditionKind
from storage.rules.access import Act, Thing, may
from storage.rules.extension import Reason
from storage.rules.roles import Role
from storage.rules.steps import Unusable
from tests import makers
from tests.makers import Walk, person
from tests.promises.test_confidentiality import opens
from tests.storage.two import two


def sweep(after_days: float) -> None:
    with clock.at(clock.now() + timedelta(days=after_days)):
        assert retention.sweep(media_store()).backlog == 0


def film(walk: Walk) -> Recording | None:
    with asking() as session:
        return session.get(Recording, walk.recording_id)


def says(walk: Walk, promise: str) -> str:
    with asking() as session:
        return agreements.read(session, walk.teacher, walk.school.pair_id).words["limits"][promise]


@pytest.mark.promise("film_goes")
@pytest.mark.parametrize(("preset", "days"), [("strict", 0), ("standard", 14), ("long", 42)])
def test_a_film_goes_so_many_days_after_its_cycle_as_was_said(preset: str, days: int):
    walk = makers.a_walk(preset).completed()
    word = "film_goes" if days else "film_goes_at_once"
    assert says(walk, "film_goes") == text(f"agreement.promises.{word}", days=days)
    if days:
        sweep(days - 0.1)
        assert film(walk)
    sweep(days + 0.1)
    assert film(walk) is None
    assert not [key for key in media_store().list() if key.startswith("rec/")]


@pytest.mark.promise("film_goes_anyway")
@pytest.mark.parametrize(("preset", "most"), [("strict", 60), ("standard", 60), ("long", 120)])
def test_a_film_of_a_cycle_left_lying_goes_all_the_same(preset: str, most: int):
    walk = makers.a_walk(preset).published()
    assert str(most) in says(walk, "film_goes_anyway")
    sweep(most - 0.1)
    assert film(walk)
    sweep(most + 0.1)
    assert film(walk) is None
    with asking() as session:
        assert session.get(Cycle, walk.cycle_id)


@pytest.mark.promise("film_goes")
@pytest.mark.promise("film_goes_anyway")
def test_only_its_teacher_keeps_a_film_longer():
    walk = makers.a_walk().completed()
    until = clock.now() + timedelta(days=30)
    for somebody in (walk.coach, person("Cora", Role.coordinator), person("Ada", Role.admin)):
        with pytest.raises(Refused), acting() as session:
            extensions.extend(session, somebody, walk.recording_id, until, Reason.absence, "")
    with acting() as session:
        extensions.extend(session, walk.teacher, walk.recording_id, until, Reason.absence, "")
    sweep(29)
    assert film(walk)
    sweep(31)
    assert film(walk) is None


@pytest.mark.promise("officer_under_hold")
def test_a_film_that_two_hold_stays_is_not_thrown_away_and_only_the_officer_sees_it():
    walk = makers.a_walk().completed()
    both = two()
    hold_id = both.confirmed(walk.recording_id)
    with pytest.raises(Refused), acting() as session:
        recordings.discard(session, walk.teacher, walk.recording_id)
    sweep(20)
    assert film(walk)
    picture = f"open {RenditionKind.proxy}"
    assert [picture in opens(walk, who) for who in (walk.teacher, walk.coach, both.officer)] == [
        False, False, True,
    ]  # fmt: skip
    both.lift(hold_id)
    sweep(20)
    assert film(walk) is None


@pytest.mark.promise("officer_under_hold")
def test_without_a_hold_every_door_is_shut_to_the_officer():
    walk = makers.a_walk().completed()
    officer = person("Fenna", Role.dpo)
    assert opens(walk, officer) == set()
    for act in (Act.WATCH_RECORDING, Act.READ_TRANSCRIPT, Act.WATCH_CLIP):
        assert not may(officer, act, Thing(owner_id=walk.teacher.id, released=True))
        assert may(officer, act, Thing(owner_id=walk.teacher.id, held=True))


@pytest.mark.promise("law_goes_first")
def test_of_what_must_be_reported_the_film_goes_and_nothing_is_written_down():
    walk = makers.a_walk().released()
    asked = inspect.signature(recordings.report_unusable).parameters
    assert list(asked) == ["session", "asker", "recording_id", "reason"], "no words can be given"
    with acting() as session:
        reason = Unusable.sensitive_incident
        recordings.report_unusable(session, walk.coach, walk.recording_id, reason)
    retention.purge_recording(media_store(), walk.recording_id)
    assert list(media_store().list()) == []
    left = film(walk)
    assert left is not None
    assert "incident" not in (left.refusal or "")
    with pytest.raises(Refused), acting() as session:
        recordings.open_rendition(session, walk.teacher, walk.recording_id, RenditionKind.proxy)
