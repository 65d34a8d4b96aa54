"""`lesbeeld serve`: people's side and machines' side together, one Ctrl+C for both.

Brings both databases up to date, starts the worker and the web server as children and keeps them
going: one that ends by itself is started again, a little later each time. However this process
ends, its children end with it.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from config.settings import settings
from storage import database, jobs

log = logging.getLogger(__name__)

ROOT = Path(__file__).parents[1]
PATIENCE_S = (1.0, 2.0, 5.0, 15.0, 30.0)
"""How long a child that keeps ending waits before each next start."""
SETTLED_S = 60.0
"""A child that ran this long counts as well again."""
GRACE_S = 10.0
"""How long the children may take to stop when asked."""
WEB = {"MALLOC_ARENA_MAX": "2"}
"""Around the people's side, unless it is set: else every thread that reads films keeps a heap of
its own, and twenty viewers add 22 MB instead of 9 (measured)."""
LEASH = Path(__file__).with_name("leash.py")
NO_LIMIT = 1 << 60
"""Bytes; the leash is only there so that a child ends with us."""


@dataclass
class Child:
    """One process that must be there."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] | None = None
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    starts: int = 0
    due: float = field(default=0.0)
    """When to start it next, on the monotonic clock; meaningful while it is not running."""

    @property
    def alive(self) -> bool:
        """Whether it is running now."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start it in a group of its own, on a leash: it dies when this process does."""
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            [sys.executable, "-I", "-S", str(LEASH), str(os.getpid()), str(NO_LIMIT),
             str(NO_LIMIT), *self.command],
            cwd=ROOT, stdin=subprocess.DEVNULL, start_new_session=True, env=self.environment,
        )  # fmt: skip
        self.started = time.monotonic()
        self.starts += 1

    def tell(self, number: signal.Signals) -> None:
        """Send it a signal, and everything it started."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return


def run(port: int, host: str = "127.0.0.1") -> int:
    """Serve until SIGINT or SIGTERM; returns the exit code.

    Only this machine can reach it unless `host` says otherwise: people come through a proxy that
    speaks https, and a demo shows its password on the sign-in page.
    """
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    database.migrate()
    jobs.prepare()
    jobs.let_go()
    # Cookies, origins and links follow the address people type; the port is part of it.
    around = os.environ | {"LESBEELD_BASE_URL": address(port)}
    return supervise(
        [Child("worker", worker(), around), Child("web", web(port, host), WEB | around)], told
    )


def worker() -> list[str]:
    """Return the command of the machines' side."""
    return [sys.executable, "-m", "pipeline.cli", "worker"]


def web(port: int, host: str = "127.0.0.1") -> list[str]:
    """Return the command of the people's side; it is started by its path and never imported."""
    return [
        sys.executable, "-m", "streamlit", "run", str(ROOT / "review_app" / "asgi.py"),
        f"--server.port={port}", "--server.headless=true", "--browser.gatherUsageStats=false",
        "--server.fileWatcherType=none", f"--server.address={host}",
        "--browser.serverAddress=localhost",  # else it asks the internet for our own address
    ]  # fmt: skip


def supervise(children: list[Child], told: threading.Event) -> int:
    """Keep the children going until told to stop; stop them all. Returns the exit code."""
    try:
        while not told.is_set():
            for child in children:
                tend(child, time.monotonic())
            told.wait(0.2)
    finally:
        stop(children)
    return 0


def tend(child: Child, now: float) -> None:
    """Start a child that is not there, as soon as its patience is over."""
    if child.alive:
        return
    if child.process is not None:
        child.tell(signal.SIGKILL)  # what it left behind
        if now - child.started > SETTLED_S:
            child.starts = 1
        wait = PATIENCE_S[min(child.starts, len(PATIENCE_S)) - 1]
        code = child.process.poll()
        log.warning("%s ended with %s; it starts again in %.0f s", child.name, code, wait)
        child.process, child.due = None, now + wait
    if now >= child.due:
        child.start()


def stop(children: list[Child]) -> None:
    """Ask every child to stop, all at once; after the grace kill what is left."""
    for child in children:
        child.tell(signal.SIGTERM)
    give_up = time.monotonic() + GRACE_S
    while any(child.alive for child in children) and time.monotonic() < give_up:
        time.sleep(0.05)
    for child in children:
        child.tell(signal.SIGKILL)
        if child.process is not None:
            child.process.wait()


def address(port: int) -> str:
    """Return what people type to get here: what is set, else this machine at this port."""
    if "base_url" in settings().model_fields_set:
        return settings().base_url
    return f"http://localhost:{port}"
