"""One command starts everything, and nothing stays behind."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from pipeline import engine, serve
from pipeline.serve import Child
from tests.pipeline.machine import ROOT, alive
from tests.servers import free_ports

PATIENCE_S = 60.0
SUPERVISOR = """
import signal, sys, threading
from pipeline import engine, serve
told = threading.Event()
for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, lambda *_: told.set())
serve.PATIENCE_S = (0.05,)
serve.GRACE_S = 2.0
code = "import subprocess, sys, time; subprocess.run(['sleep', '600'])"
stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
children = [serve.Child("one", [sys.executable, "-c", code]),
            serve.Child("two", [sys.executable, "-c", stubborn])]
sys.exit(serve.supervise(children, told))
"""


def until(true: Callable[[], object]) -> None:
    give_up = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < give_up, "it did not come to that"
        time.sleep(0.05)


@contextmanager
def supervisor() -> Iterator[tuple[psutil.Process, list[psutil.Process]]]:
    """A supervisor with two children, one of which has a child of its own."""
    process = subprocess.Popen([sys.executable, "-c", SUPERVISOR], cwd=ROOT)
    seen: list[psutil.Process] = []
    try:
        family = psutil.Process(process.pid)
        until(lambda: len(family.children(recursive=True)) == 3)
        seen += family.children(recursive=True)
        yield family, seen
        process.wait(timeout=PATIENCE_S)
    finally:
        for each in seen:
            if alive(each.pid):
                each.kill()
        process.kill()
        process.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_stops_everything_and_leaves_no_process(number: signal.Signals) -> None:
    with supervisor() as (family, children):
        family.send_signal(number)
        until(lambda: not any(alive(child.pid) for child in children))


def test_children_do_not_outlive_a_supervisor_that_was_killed() -> None:
    with supervisor() as (family, children):
        direct = family.children()
        family.kill()
        until(lambda: not any(alive(child.pid) for child in direct))
        for child in children:  # what they started themselves has no leash of ours
            if alive(child.pid):
                child.kill()


def test_a_child_that_ends_by_itself_is_started_again_a_little_later_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    child = Child("brief", ["/bin/true"])
    waits = []
    now = 1000.0
    for _ in range(7):
        serve.tend(child, now)
        assert child.process is not None
        child.process.wait()
        child.started = now
        serve.tend(child, now)
        assert child.process is None, "it does not start again at once"
        waits.append(child.due - now)
        now = child.due
    assert waits == [1.0, 2.0, 5.0, 15.0, 30.0, 30.0, 30.0]


def test_a_child_that_ran_for_a_while_is_started_again_soon() -> None:
    child = Child("settled", ["/bin/true"], starts=6)
    child.start()
    assert child.process is not None
    child.process.wait()
    now = child.started + serve.SETTLED_S + 1
    serve.tend(child, now)
    assert child.due - now == serve.PATIENCE_S[0]


def test_stopping_tells_all_children_before_it_waits_for_one() -> None:
    told = threading.Event()
    told.set()
    children = [Child(name, ["/bin/sleep", "600"]) for name in ("one", "two")]
    for child in children:
        child.start()
    assert serve.supervise(children, told) == 0
    assert [child.process.poll() for child in children if child.process] == [-15, -15]


@pytest.mark.parametrize(
    ("given", "told"),
    [(None, "http://localhost:8600"), ("https://film.school.test", "https://film.school.test")],
)
def test_the_address_follows_the_port_unless_one_is_set(
    home: Path, monkeypatch: pytest.MonkeyPatch, given: str | None, told: str
) -> None:
    if given:
        monkeypatch.setenv("LESBEELD_BASE_URL", given)
        serve.settings.cache_clear()
    assert serve.address(8600) == told
    assert os.environ.get("LESBEELD_BASE_URL") == given


@pytest.mark.slow
def test_the_whole_house_starts_with_one_command_and_stops_with_one_signal(
    home: Path, tmp_path: Path
) -> None:
    (port,) = free_ports(1)
    log = (tmp_path / "log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", "serve", "--port", str(port)],
        cwd=ROOT, stdout=log, stderr=log,
    )  # fmt: skip
    children: list[psutil.Process] = []
    try:
        until(lambda: listening(port))
        until(lambda: workers() == 1)
        children = psutil.Process(process.pid).children(recursive=True)
        assert len(children) == 2
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=PATIENCE_S) == 0
        assert not any(alive(child.pid) for child in children)
        assert workers() == 0, "the worker gave its place up"
    finally:
        process.kill()
        process.wait()
        log.close()
        until(lambda: not any(alive(child.pid) for child in children))


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def workers() -> int:
    return len(engine.alive())
