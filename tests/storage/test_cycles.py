"""One cycle through all its steps, and what the pair can do with a cycle as a whole."""

import pytest
from sqlalchemy import Engine

from storage import jobs
from storage.rules.cycle import State
from tests import makers


@pytest.fixture(autouse=True)
def engine_at_rest():
    with jobs.collecting() as wanted:
        yield wanted


def test_a_pair_walks_through_all_six_steps(database: Engine, engine_at_rest):
    walk = makers.a_walk()
    walk.planned()
    assert walk.state is State.planned
    for step, state in [
        (walk.started, State.awaiting_recording),
        (walk.uploaded, State.processing),
        (walk.ready, State.privacy_check),
        (walk.released, State.coach_review),
        (walk.published, State.awaiting_reflection),
        (walk.reflected, State.awaiting_talk),
        (walk.talked, State.awaiting_summary),
        (walk.proposed, State.summary_proposed),
        (walk.completed, State.completed),
    ]:
        step()
        assert walk.state is state
    assert ("ingest", walk.recording_id) in engine_at_rest
    assert [("cut", clip_id) for clip_id in walk.clip_ids] == [
        each for each in dict.fromkeys(engine_at_rest) if each[0] == "cut"
    ]
