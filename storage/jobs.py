"""Work for the machines: an act says what it wants, the engine does it after the commit.

An act calls `wanted(session, "ingest", recording.id)`. `storage.database.acting()` sends it once
the transaction stands, under a name that follows from what it is (`ingest:<id>`), so that asking
twice is asking once. What a crash leaves between commit and sending, the reconcile workflow finds
in our own tables. Only ids go to the engine; everything people see stands in our records.

    ingest       a recording: look at it, make what people watch
    transcribe   a recording: what was said, and captions (asked for by ingest)
    cut          a clip: its exact file
    captions     a recording: its stored words anew, after people changed them
    faces, mask  work of a privacy check: where faces are, what is left of the film
    unmasked     a recording: what was taken out of it, once it is released
    purge        a recording: everything of it in the store
    export       a teacher's own material: its one file, made or taken away
    sweep, reconcile, tidy   on a schedule, or asked for by hand
"""

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path

from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from config.settings import settings

log = logging.getLogger(__name__)

APPLICATION = "lesbeeld"
VERSION = "lesbeeld-1"
"""Constant: running work survives an upgrade, changes go through the engine's patches."""
SERIALIZER = DBOSPortableJSONSerializer()

QUEUES = {
    "ingest": "media",
    "transcribe": "speech",
    "cut": "clips",
    "captions": "chores",
    "faces": "faces",
    "mask": "media",
    "unmasked": "chores",
    "purge": "chores",
    "export": "exports",
    "sweep": "chores",
    "reconcile": "chores",
    "tidy": "chores",
}
"""Which queue each workflow waits in. A workflow never waits for one in its own queue."""

_NEVER_FINISHED = {
    "cut", "captions", "unmasked", "purge", "export", "sweep", "reconcile", "tidy",
}  # fmt: skip
"""Ended once, these may be asked for anew (a clip is moved); other work is done once, no more."""
_PART_OF = {"ingest": ("ingest", "transcribe")}
_NOTED = "work noted"
_SILENT = logging.NullHandler()  # else the engine adds one of its own; its lines go with ours

_clients: dict[str, DBOSClient] = {}
_collected: list[tuple[str, str]] | None = None
_guard = threading.Lock()


class Fate(StrEnum):
    """How a workflow stands with the engine."""

    waiting = "waiting"
    running = "running"
    done = "done"
    failed = "failed"
    """It ended with an error, or its workers died under it too often."""
    cancelled = "cancelled"


_FATES = {
    "DELAYED": Fate.waiting,
    "ENQUEUED": Fate.waiting,
    "PENDING": Fate.running,
    "SUCCESS": Fate.done,
    "ERROR": Fate.failed,
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": Fate.failed,
    "CANCELLED": Fate.cancelled,
}

ENDED = frozenset({Fate.done, Fate.failed, Fate.cancelled})

# Asking


def name_of(workflow: str, thing_id: str) -> str:
    """Return the engine's id of this work: the same work always has the same."""
    return f"{workflow}:{thing_id}"


def fate(workflow: str, thing_id: str) -> Fate | None:
    """Return how this work stands, None when the engine does not know it."""
    found = client().list_workflows(
        workflow_ids=[name_of(workflow, thing_id)], load_input=False, load_output=False
    )
    return _FATES[found[0].status] if found else None


def seconds(workflow: str, thing_id: str) -> dict[str, float]:
    """Return how long each finished step took, by name, in seconds."""
    steps = client().list_workflow_steps(name_of(workflow, thing_id))
    return {
        step["function_name"]: (step["completed_at_epoch_ms"] - step["started_at_epoch_ms"]) / 1000
        for step in steps
        if step["completed_at_epoch_ms"]
        and step["started_at_epoch_ms"]
        and not step["function_name"].startswith("DBOS.")
    }


# Acting


def wanted(session: Session, workflow: str, thing_id: str) -> None:
    """Ask for this work in the act's own transaction; it is sent when that has been committed."""
    _note(session, partial(enqueue, _known(workflow), thing_id))


def unwanted(session: Session, workflow: str, thing_id: str) -> None:
    """Stop this work, once the act's transaction has been committed."""
    _note(session, partial(cancel, _known(workflow), thing_id))


def send(session: Session) -> None:
    """Tell the engine what the acts of this session noted. `acting()` does so after the commit."""
    for tell in session.info.pop(_NOTED, []):
        tell()


def _note(session: Session, tell: Callable[[], object]) -> None:
    session.info.setdefault(_NOTED, []).append(tell)


def _known(workflow: str) -> str:
    if workflow not in QUEUES:
        raise KeyError(f"no workflow {workflow!r}")
    return workflow


def enqueue(workflow: str, thing_id: str) -> bool:
    """Hand this work to the engine; False (and a line in the log) when it could not be reached.

    Nothing is lost then: the committed row says that it wants work, and reconcile finds it.
    """
    if _collected is not None:
        _collected.append((workflow, thing_id))
        return True
    with _reaching("enqueue", workflow, thing_id) as reached:
        if workflow in _NEVER_FINISHED and fate(workflow, thing_id) in ENDED:
            forget(workflow, thing_id)
        client().enqueue(
            {
                "queue_name": QUEUES[workflow],
                "workflow_name": workflow,
                "workflow_id": name_of(workflow, thing_id),
                "app_version": VERSION,
            },
            thing_id,
        )
    return not reached


def cancel(workflow: str, thing_id: str) -> bool:
    """Stop this work and what it asked for; False when the engine could not be reached.

    A tool that runs for it is dead within two seconds: steps also look at the row themselves.
    """
    if _collected is not None:
        _collected.append((f"stop {workflow}", thing_id))
        return True
    with _reaching("cancel", workflow, thing_id) as reached:
        client().cancel_workflows(_parts(workflow, thing_id), cancel_children=True)
    return not reached


def forget(workflow: str, thing_id: str) -> None:
    """Delete what the engine keeps of this work, after a purge: ids are traces too."""
    if _collected is None:
        client().delete_workflows(_parts(workflow, thing_id), delete_children=True)


def forget_with(workflow: str, thing_id: str) -> bool:
    """As `forget`, for what was deleted; False when the engine could not be reached.

    What stays behind then is ids, and goes with the engine's own tidying within a week.
    """
    with _reaching("forget", workflow, thing_id) as reached:
        forget(workflow, thing_id)
    return not reached


def _parts(workflow: str, thing_id: str) -> list[str]:
    """The names of this work and of what it asked for itself."""
    return [name_of(part, thing_id) for part in _PART_OF.get(workflow, (workflow,))]


@contextmanager
def _reaching(what: str, workflow: str, thing_id: str) -> Iterator[list[Exception]]:
    """Yield a list that holds what kept us from reaching the engine."""
    failed: list[Exception] = []
    try:
        yield failed
    except Exception as error:  # the engine's own and its driver's, of any kind
        failed.append(error)
        log.warning("could not %s %s: %s", what, name_of(workflow, thing_id), type(error).__name__)


@contextmanager
def collecting() -> Iterator[list[tuple[str, str]]]:
    """Collect what is wanted, as (workflow, id), instead of sending it: for tests of acts."""
    global _collected
    before, _collected = _collected, []
    try:
        yield _collected
    finally:
        _collected = before


def prepare() -> None:
    """Make or update the engine's tables (takes seconds the first time). Safe to run twice."""
    url = settings().jobs_database
    if url.startswith("sqlite"):
        file = Path(make_url(url).database or "")
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(file, timeout=30)
        connection.execute("PRAGMA journal_mode=WAL")  # it sticks; the engine never sets it
        connection.close()
    engine_log = logging.getLogger("dbos")
    engine_log.setLevel(logging.WARNING)
    engine_log.addHandler(_SILENT)
    DBOS.migrate(url)


def client() -> DBOSClient:
    """Return this process's connection to the engine; its tables are made first."""
    url = settings().jobs_database
    with _guard:
        if url not in _clients:
            prepare()
            _clients[url] = DBOSClient(
                system_database_url=url,
                serializer=SERIALIZER,
                application_name=APPLICATION,
                retry_connection_errors=False,
            )
        return _clients[url]


def let_go() -> None:
    """Close every connection to the engine's database (before a fork, between tests)."""
    with _guard:
        for each in _clients.values():
            each.destroy()
        _clients.clear()
