"""The engine (DBOS) behind one door: workflows, steps, queues, schedules, workers that die.

It holds only execution: ids go in and words come out. What people see stands in our records, so
a job can always be made again from them. Everything learned the hard way about DBOS is here.
"""

import logging
import os
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from dbos import DBOS, SetWorkflowID

from config.settings import settings
from pipeline.errors import Cancelled
from pipeline.lease import Lease, Pace
from storage import clock, jobs
from storage.database import make_engine

P = ParamSpec("P")
R = TypeVar("R")
Work = Coroutine[Any, Any, None]

log = logging.getLogger(__name__)

FIRST_RETRY_S = 5.0
ATTEMPTS = 3
DEATHS = 3
"""So many workers may die under one workflow before it counts as failed."""
GRACE_S = 6.0
"""How long an orderly end may take; after that the process just goes, which is safe."""
LOST_LEASE = 75
THROWN_AWAY = frozenset({"DBOSAwaitedWorkflowCancelledError", "DBOSNonExistentWorkflowError"})
"""What the engine makes of work that somebody threw away: no error, so no line in the log."""
POLL_S = {
    "media": 1.0, "faces": 1.0, "speech": 1.0, "clips": 0.5, "exports": 1.0, "chores": 1.0,
}  # fmt: skip

_lease: Lease | None = None


@dataclass(frozen=True)
class Schedule:
    """A workflow that starts by itself: cron expression in school time."""

    name: str
    work: Callable[[Any, Any], Any]
    cron: str
    queue: str = "chores"


def workflow(name: str) -> Callable[[Callable[P, Work]], Callable[P, Work]]:
    """Make a durable workflow of an async function; it is asked for by this name."""
    # The engine counts the first run as an attempt of its own.
    return DBOS.workflow(name=name, max_recovery_attempts=DEATHS - 1)


def step(name: str) -> Callable[[Callable[P, Awaitable[R]]], Callable[P, Awaitable[R]]]:
    """Make a step of an async function: remembered once done, tried again, stopped on cancel.

    It may run twice (its worker died, or was only asleep), so it is a function of ids and
    publishes in one go. Takes and returns what JSON can hold; never names or words.
    """
    return DBOS.step(
        name=name,
        retries_allowed=True,
        max_attempts=ATTEMPTS,
        interval_seconds=FIRST_RETRY_S,
        backoff_rate=4.0,
        should_retry=lambda error: getattr(error, "worth_retrying", True),
        preemptible=True,
    )


async def ask_for(workflow_name: str, work: Callable[..., Work], thing_id: str) -> None:
    """From within a workflow: start another one on its own queue, and do not wait for it."""
    with SetWorkflowID(jobs.name_of(workflow_name, thing_id)):
        await DBOS.enqueue_workflow_async(jobs.QUEUES[workflow_name], work, thing_id)


def own_name(thing_id: str) -> str:
    """Return a name for temporary things that no other worker uses, dead or only asleep."""
    return f"{_lease.worker if _lease else 'nobody'}~{thing_id}"


def require_ours() -> None:
    """Let only a living worker write. Cancelled once others have taken its work over."""
    if _lease is not None and not _lease.held:
        raise Cancelled


@contextmanager
def running(
    schedules: Sequence[Schedule] | None = None, pace: Pace | None = None
) -> Iterator[None]:
    """Be a worker inside the block. Import the workflows first: the engine must know them.

    `schedules` replaces what starts by itself; None leaves that as it is.
    """
    global _lease
    jobs.prepare()
    database = make_engine(settings().jobs_database)
    lease = _lease = Lease(database, pace or Pace(), on_lost=_lost)
    try:
        lease.take()  # before any work is taken: work without a lease would never be found again
        _launch(lease.worker, schedules)
        lease.keep(on_dead=_take_over)
        try:
            yield
        finally:
            _stop(lease)
    finally:
        _lease = None
        database.dispose()


def alive() -> list[str]:
    """Return the names of the workers that are alive, here or elsewhere."""
    jobs.prepare()
    database = make_engine(settings().jobs_database)
    try:
        lease = Lease(database, Pace(), on_lost=_lost)
        lease.make_table()
        return lease.alive()
    finally:
        database.dispose()


def in_use(folder: Path) -> frozenset[str]:
    """Return the names in a folder of temporary things that no dead worker left behind."""
    names = [each.name for each in folder.iterdir()] if folder.is_dir() else []
    workers = set(alive()) if names else set()
    return frozenset(name for name in names if "~" not in name or name.partition("~")[0] in workers)


def tidy(keep: timedelta) -> int:
    """Delete what the engine keeps of work that ended longer ago than this; returns how much."""
    before = (clock.now() - keep).isoformat()
    finished = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
    old = jobs.client().list_workflows(
        status=finished, end_time=before, load_input=False, load_output=False
    )
    if old:
        jobs.client().delete_workflows([each.workflow_id for each in old])
    return len(old)


def _worth_telling(record: logging.LogRecord) -> bool:
    kind = record.exc_info[0] if record.exc_info else None
    return kind is None or kind.__name__ not in THROWN_AWAY


def _launch(worker: str, schedules: Sequence[Schedule] | None) -> None:
    logging.getLogger("dbos").addFilter(_worth_telling)
    DBOS(
        config={
            "name": jobs.APPLICATION,
            "system_database_url": settings().jobs_database,
            "application_version": jobs.VERSION,
            "executor_id": worker,
            "serializer": jobs.SERIALIZER,
            "log_level": "WARNING",
            "scheduler_polling_interval_sec": 5.0,
        }
    )
    DBOS.launch()
    heavy = max(1, (os.cpu_count() or 1) // 4)
    for queue in sorted(set(jobs.QUEUES.values())):
        DBOS.register_queue(
            queue,
            worker_concurrency=heavy if queue == "media" else 1,
            polling_interval_sec=POLL_S[queue],
            on_conflict="always_update",
        )
    if schedules is not None:
        _declare(schedules)


def _declare(schedules: Sequence[Schedule]) -> None:
    # Schedules live in the database and fire from there: what the code no longer knows must go.
    for found in DBOS.list_schedules():
        if found["schedule_name"] not in {schedule.name for schedule in schedules}:
            DBOS.delete_schedule(found["schedule_name"])
    DBOS.apply_schedules(
        [
            {
                "schedule_name": schedule.name,
                "workflow_fn": schedule.work,
                "schedule": schedule.cron,
                "context": None,
                "cron_timezone": str(clock.SCHOOL_TIME),
                "queue_name": schedule.queue,
            }
            for schedule in schedules
        ]
    )


def _take_over(dead: list[str]) -> bool:
    # Not resume_workflow: that would also bring back what was cancelled, and forget the deaths.
    DBOS._recover_pending_workflows(dead)
    return not DBOS.list_workflows(status="PENDING", executor_id=dead, load_input=False)


def _lost() -> None:
    log.warning("this worker was taken for dead and ends itself")
    os._exit(LOST_LEASE)


def _stop(lease: Lease) -> None:
    """End in good order within the grace: tools are killed, running work goes back in its queue."""
    logging.getLogger("dbos").setLevel(logging.CRITICAL + 1)  # it tells long stories about the end
    ending = threading.Thread(target=DBOS.destroy, name="engine's end", daemon=True)
    ending.start()
    ending.join(GRACE_S)
    engine = jobs.client()
    for left in engine.list_workflows(
        status="PENDING", executor_id=lease.worker, load_input=False, load_output=False
    ):  # an orderly end is nobody's death: the count starts again
        engine.resume_workflow(left.workflow_id, queue_name=left.queue_name)
    lease.give_up()
