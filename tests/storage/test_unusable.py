"""A released film the coach cannot use: no blame, another one, and the bytes go."""

import pytest
from sqlalchemy import Engine

from storage import recordings, today
from storage.database import acting, asking
from storage.errors import NotAllowed, NotFound, Refused, StepAlreadyTaken
from storage.records import Cycle, Recording, RecordingState
from storage.rules.access import Asker
from storage.rules.cycle import State
from storage.rules.steps import Unusable
from tests import makers
from tests.makers import Walk


@pytest.fixture
def walk(sqlite_database: Engine, wanted: list[tuple[str, str]]) -> Walk:
    return makers.a_walk().released()


def report(walk: Walk, who: Asker, reason: Unusable = Unusable.no_audio) -> None:
    with acting() as session:
        recordings.report_unusable(session, who, walk.recording_id, reason)


def test_the_cycle_waits_for_another_film_with_more_days(
    walk: Walk, wanted: list[tuple[str, str]]
) -> None:
    report(walk, walk.coach)
    assert walk.state is State.awaiting_recording
    with asking() as session:
        assert session.get_one(Cycle, walk.cycle_id).redos == 1
        seen = today.cycle(session, walk.teacher, walk.cycle_id)
    assert seen.refused == "cycle.unusable.no_audio"
    assert ("purge", walk.recording_id) in wanted


def test_the_coach_cannot_open_it_any_more(walk: Walk) -> None:
    report(walk, walk.coach)
    with asking() as session, pytest.raises(NotFound):
        recordings.look(session, walk.coach, walk.recording_id)


def test_what_happened_in_a_sensitive_incident_is_kept_nowhere(walk: Walk) -> None:
    report(walk, walk.coach, Unusable.sensitive_incident)
    with asking() as session:
        recording = session.get_one(Recording, walk.recording_id)
    assert recording.state is RecordingState.refused
    assert recording.refusal == "cycle.unusable.sentence"


def test_it_is_said_once(walk: Walk) -> None:
    report(walk, walk.coach)
    with pytest.raises(Refused):
        report(walk, walk.coach)


def test_the_teacher_throws_a_film_away_instead(walk: Walk) -> None:
    with pytest.raises(NotAllowed):
        report(walk, walk.teacher)


def test_after_publishing_it_is_too_late(walk: Walk) -> None:
    walk.published()
    with pytest.raises(StepAlreadyTaken):
        report(walk, walk.coach)
    with asking() as session:
        assert session.get_one(Recording, walk.recording_id).state is RecordingState.released


def test_another_coach_does_not_know_of_it(walk: Walk) -> None:
    with pytest.raises(NotFound):
        report(walk, makers.second_pair(walk.school).coach)
