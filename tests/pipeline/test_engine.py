"""Workers die in every way there is; recordings are finished all the same, once."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from pipeline import chores, engine
from pipeline.workspace import work_folder
from storage import jobs, tombstones
from storage.database import acting, asking
from storage.media import media_store
from storage.recordings import discard
from storage.records import RecordingState, Rendition, Segment, Tombstone, Transcript
from storage.rules.access import Asker
from storage.rules.roles import Role
from tests import samples
from tests.pipeline.machine import CALL_OF, Machine, alive, finished_steps, kill
from tests.pipeline.worker_under_test import LINES

pytestmark = pytest.mark.slow

KEPT = {
    "original.mp4", "proxy.mp4", "poster.jpg", "filmstrip.jpg", "filmstrip.json", "peaks.json",
    "captions.vtt", "transcript.json",
}  # fmt: skip


@pytest.fixture
def machine(home: Path, tmp_path: Path) -> Iterator[Machine]:
    made = Machine(tmp_path / "tools")
    yield made
    made.end()


@pytest.fixture
def film() -> Path:
    return samples.film("worked_on.mp4", 8)


def is_finished_once(machine: Machine, recording_id: str) -> bool:
    recording = machine.recording(recording_id)
    with asking() as session:
        kinds = list(
            session.scalars(select(Rendition.kind).where(Rendition.recording_id == recording_id))
        )
        lines = session.scalar(
            select(func.count(Segment.id))
            .join(Transcript)
            .where(Transcript.recording_id == recording_id)
        )
    assert recording.state is RecordingState.ready
    assert len(kinds) == len(set(kinds)) == len(KEPT)
    assert lines == len(LINES)
    names = {key.removeprefix(f"{recording.prefix}/") for key in media_store().list()}
    return names == KEPT


@pytest.mark.parametrize("step", list(CALL_OF))
def test_a_recording_is_finished_although_its_worker_was_killed_in_any_step(
    step: str, sqlite_database: Engine, machine: Machine, film: Path
) -> None:
    killed_in(step, machine, film)


def test_a_recording_is_finished_on_postgres_although_its_worker_was_killed(
    postgres_database: Engine, machine: Machine, film: Path
) -> None:
    killed_in("renditions", machine, film)


def killed_in(step: str, machine: Machine, film: Path) -> None:
    machine.hold(CALL_OF[step])
    recording_id = machine.bring_in(film)
    worker = machine.start()
    tool = machine.held()
    assert machine.recording(recording_id).step == step
    before = finished_steps(recording_id)
    kill(worker)
    if step != "captions":  # that one is no tool of ours
        machine.until_gone(tool)
    machine.let_go()
    machine.start()
    machine.until_step(recording_id, "done")
    # The engine writes a step down after what the step itself wrote.
    machine.until(lambda: "finish" in finished_steps(recording_id), "the last step did not end")
    after = finished_steps(recording_id)
    assert {name: after[name] for name in before} == before, "a finished step was done again"
    assert set(after) >= {"probe", "renditions", "transcript", "captions", "finish"}
    assert is_finished_once(machine, recording_id)


def test_another_machine_takes_over_from_a_worker_that_never_comes_back(
    sqlite_database: Engine, machine: Machine, film: Path
) -> None:
    machine.hold(CALL_OF["renditions"])
    recording_id = machine.bring_in(film)
    first = machine.start("elsewhere")
    machine.held()
    machine.start()
    kill(first)
    machine.until_step(recording_id, "done")
    assert is_finished_once(machine, recording_id)

    def put_right() -> bool:
        chores.mend()
        return not list(work_folder().iterdir())

    machine.until(put_right, "a piece of the film stays where it was made")


def test_a_worker_that_was_asleep_publishes_nothing_any_more_and_ends(
    sqlite_database: Engine, machine: Machine, film: Path
) -> None:
    machine.hold(CALL_OF["renditions"])
    recording_id = machine.bring_in(film)
    sleeper = machine.start("elsewhere")
    machine.held()
    sleeper.send_signal(signal.SIGSTOP)
    machine.start()
    machine.until_step(recording_id, "done")
    with asking() as session:
        before = {row.kind: row.sha256 for row in session.scalars(select(Rendition))}
    machine.let_go()
    sleeper.send_signal(signal.SIGCONT)
    assert sleeper.wait(timeout=60) == engine.LOST_LEASE
    with asking() as session:
        assert {row.kind: row.sha256 for row in session.scalars(select(Rendition))} == before
    assert is_finished_once(machine, recording_id)


def test_a_recording_whose_tool_always_fails_is_refused_and_the_next_one_goes_on(
    sqlite_database: Engine, machine: Machine, film: Path
) -> None:
    poison = machine.bring_in(film)
    original = media_store_path(machine, poison)
    machine.fail(original)
    healthy = machine.bring_in(film)
    machine.start()
    machine.until_step(healthy, "done")
    machine.until(lambda: machine.recording(poison).refusal, "it was not refused")
    refused = machine.recording(poison)
    assert (refused.state, refused.refusal) == (
        RecordingState.refused, "refusals.could_not_process"
    )  # fmt: skip
    assert machine.calls(original) == engine.ATTEMPTS
    assert is_finished(machine, healthy)


def media_store_path(machine: Machine, recording_id: str) -> str:
    with media_store().local(f"{machine.recording(recording_id).prefix}/original.mp4") as path:
        return str(path)


def is_finished(machine: Machine, recording_id: str) -> bool:
    return machine.recording(recording_id).state is RecordingState.ready


def test_a_recording_under_which_three_workers_died_is_refused_and_the_next_one_goes_on(
    sqlite_database: Engine, machine: Machine, film: Path
) -> None:
    poison = machine.bring_in(film)
    for _ in range(engine.DEATHS):
        machine.hold(CALL_OF["renditions"])
        worker = machine.start()
        machine.held()
        kill(worker)
        machine.let_go()
    healthy = machine.bring_in(film)
    machine.start()
    machine.until_step(healthy, "done")
    # The worker's own round may find it first, and have everything of it forgotten.
    machine.until(
        lambda: (
            machine.recording(poison).refusal or jobs.fate("ingest", poison) is jobs.Fate.failed
        ),
        "it was tried once more",
    )
    chores.mend()
    assert machine.recording(poison).refusal == "refusals.could_not_process"
    assert is_finished(machine, healthy)


@pytest.mark.parametrize("step", ["renditions", "transcript"])
def test_throwing_a_recording_away_stops_its_tool_and_leaves_nothing(
    step: str, sqlite_database: Engine, machine: Machine, film: Path
) -> None:
    machine.hold(CALL_OF[step])
    recording_id = machine.bring_in(film)
    worker = machine.start()
    tool = machine.held()
    owner = machine.recording(recording_id).owner_id
    with acting() as session:
        discard(session, Asker(id=owner, role=Role.teacher), recording_id)
    machine.until_gone(tool)
    machine.until(lambda: not list(media_store().list()), "something is still stored")
    machine.until(lambda: jobs.fate("ingest", recording_id) is None, "the engine remembers it")
    with asking() as session:
        assert session.scalar(select(func.count(Tombstone.seq))) == 1
        assert tombstones.verify(session) == []
    assert alive(worker.pid)
    assert "ERROR" not in machine.logs(), "throwing away is no error"


def test_an_orderly_stop_gives_the_work_back_and_counts_as_nobodys_death(
    sqlite_database: Engine, machine: Machine, film: Path
) -> None:
    machine.hold(CALL_OF["renditions"])
    recording_id = machine.bring_in(film)
    worker = machine.start()
    tool = machine.held()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=60) == 0
    machine.until_gone(tool)
    machine.let_go()
    (left,) = jobs.client().list_workflows(workflow_ids=[jobs.name_of("ingest", recording_id)])
    assert (left.status, left.queue_name, left.recovery_attempts) == ("ENQUEUED", "media", 0)
    machine.start()
    machine.until_step(recording_id, "done")
    assert is_finished_once(machine, recording_id)
