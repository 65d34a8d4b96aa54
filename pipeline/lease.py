"""Who is alive: every worker writes its name down again and again; who stops doing so is dead.

A worker that finds its own lease run out (the machine slept, the process was stopped) has been
declared dead: others do its work, so it must publish nothing more and end itself.
"""

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Engine, Float, Integer, MetaData, Row, String, Table, delete, select
from sqlalchemy.exc import DBAPIError

log = logging.getLogger(__name__)

_META = MetaData()
TABLE = Table(
    "worker_lease",
    _META,
    Column("worker", String(120), primary_key=True),
    Column("place", String(80), nullable=False),
    Column("process", Integer, nullable=False),
    Column("born", String(40), nullable=False),
    Column("seen_at", Float, nullable=False),
    schema="dbos",  # beside the engine's own tables, not among ours; SQLite has no schemas
)


@dataclass(frozen=True)
class Pace:
    """How often a worker says that it lives, and after how long it counts as dead (seconds)."""

    beat_s: float = 10.0
    stale_s: float = 60.0


class Lease:
    """One worker's sign of life, renewed by a thread of its own."""

    def __init__(self, database: Engine, pace: Pace, on_lost: Callable[[], None]) -> None:
        schema = None if database.dialect.name == "sqlite" else "dbos"
        self._engine = database.execution_options(schema_translate_map={"dbos": schema})
        self._pace = pace
        self._on_lost = on_lost
        self._end = threading.Event()
        self._seen = time.monotonic()
        self._thread: threading.Thread | None = None
        self.worker = f"{socket.gethostname()[:60]}-{os.getpid()}-{secrets.token_hex(4)}"

    @property
    def held(self) -> bool:
        """Whether this worker still counts as alive; asked before anything is published."""
        return time.monotonic() - self._seen < self._pace.stale_s

    def make_table(self) -> None:
        """Make the table of leases where there is none yet."""
        _META.create_all(self._engine)

    def take(self) -> None:
        """Write this worker down for the first time, before it takes any work."""
        self.make_table()
        self._beat()

    def keep(self, on_dead: Callable[[list[str]], bool]) -> None:
        """Go on writing it down. `on_dead` gets the dead; True when nothing of theirs is left."""
        self._thread = threading.Thread(
            target=self._keep, args=(on_dead,), name="lease", daemon=True
        )
        self._thread.start()

    def give_up(self) -> None:
        """End in good order: nobody needs to wait for this worker."""
        self._end.set()
        if self._thread is not None:
            self._thread.join(timeout=self._pace.stale_s)
        self._strike([self.worker])

    def alive(self) -> list[str]:
        """Return the workers that are alive at this moment."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(TABLE)).all()
        return [row.worker for row in rows if not self._is_dead(row)]

    def _keep(self, on_dead: Callable[[list[str]], bool]) -> None:
        while True:
            try:
                if not self.held:
                    self._on_lost()
                    return
                self._beat()
                self._bury(on_dead)
            except DBAPIError as error:  # the lease itself is the limit to how long this may last
                log.warning("the lease could not be renewed: %s", type(error).__name__)
            if self._end.wait(self._pace.beat_s):
                return

    def _beat(self) -> None:
        begun = time.monotonic()
        row = {
            "place": _place(),
            "process": os.getpid(),
            "born": _born(os.getpid()),
            "seen_at": time.time(),
        }
        with self._engine.begin() as connection:
            changed = connection.execute(
                TABLE.update().where(TABLE.c.worker == self.worker).values(**row)
            )
            if not changed.rowcount:
                connection.execute(TABLE.insert().values(worker=self.worker, **row))
        self._seen = begun

    def _bury(self, on_dead: Callable[[list[str]], bool]) -> None:
        with self._engine.connect() as connection:
            rows = connection.execute(select(TABLE).where(TABLE.c.worker != self.worker)).all()
        dead = [row.worker for row in rows if self._is_dead(row)]
        if dead and on_dead(dead):
            self._strike(dead)

    def _strike(self, workers: list[str]) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(TABLE).where(TABLE.c.worker.in_(workers)))

    def _is_dead(self, row: Row[Any]) -> bool:
        if row.seen_at < time.time() - self._pace.stale_s:
            return True
        # On this very machine there is no need to wait: the process is there or it is not.
        here = bool(row.place) and row.place == _place()
        return here and _born(row.process) != row.born


def _place() -> str:
    """This running machine (and container), "" where that cannot be known."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot}:{Path('/proc/self/ns/pid').stat().st_ino}"
    except OSError:
        return ""


def _born(process: int) -> str:
    """When this process started, in the kernel's ticks; "" when there is none any more."""
    try:
        said = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    fields = said.rpartition(")")[2].split()
    return "" if fields[0] in "ZX" else fields[19]
