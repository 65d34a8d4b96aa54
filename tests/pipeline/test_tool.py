"""An outside program can be stopped, is held to its limits and never outlives us."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from pipeline.errors import ToolFailed
from pipeline.tool import Limits, limits_for, run_tool

PLENTY = Limits(seconds=60, memory=2**32, output=2**30)
SLEEPER = "import subprocess, time; p = subprocess.Popen(['sleep', '60']); print(p.pid, flush=True)"


def gone(pid: int) -> bool:
    for _ in range(100):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def test_a_tool_says_its_lines_one_by_one() -> None:
    lines: list[str] = []
    asyncio.run(run_tool(python("print('one'); print('two')"), limits=PLENTY, on_line=lines.append))
    assert lines == ["one\n", "two\n"]


def test_a_failing_tool_tells_how_it_ended_and_what_it_said() -> None:
    with pytest.raises(ToolFailed) as failed:
        asyncio.run(run_tool(python("import sys; sys.exit('too bad')"), limits=PLENTY))
    assert failed.value.why == "stopped with 1"
    assert failed.value.said.strip() == "too bad"
    assert failed.value.worth_retrying
    assert "too bad" not in str(failed.value)


def test_a_tool_that_takes_too_long_is_killed() -> None:
    with pytest.raises(ToolFailed, match="not ready after 1 seconds"):
        asyncio.run(
            run_tool(
                python("import time; time.sleep(60)"),
                limits=Limits(1, PLENTY.memory, PLENTY.output),
            )
        )


def test_a_tool_cannot_take_more_memory_than_it_may() -> None:
    with pytest.raises(ToolFailed) as failed:
        asyncio.run(
            run_tool(
                python("x = bytearray(500_000_000)"), limits=Limits(60, 200_000_000, PLENTY.output)
            )
        )
    assert "MemoryError" in failed.value.said


def test_a_tool_cannot_write_more_than_it_may(tmp_path: Path) -> None:
    code = f"open({str(tmp_path / 'big')!r}, 'wb').write(bytes(3_000_000))"
    with pytest.raises(ToolFailed):
        asyncio.run(run_tool(python(code), limits=Limits(60, PLENTY.memory, 1_000_000)))
    assert (tmp_path / "big").stat().st_size <= 1_000_000


def test_discarding_kills_a_tool_and_everything_it_started() -> None:
    started: list[int] = []

    async def discard_while_it_runs() -> None:
        seen = asyncio.Event()

        def note(line: str) -> None:
            started.append(int(line))
            seen.set()

        code = SLEEPER + "; time.sleep(60)"
        work = asyncio.create_task(run_tool(python(code), limits=PLENTY, on_line=note))
        await seen.wait()
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work

    asyncio.run(discard_while_it_runs())
    assert gone(started[0])


def test_a_listener_that_stops_listening_stops_the_tool() -> None:
    def refuse(line: str) -> None:
        raise KeyError(line)

    with pytest.raises(KeyError):
        asyncio.run(
            run_tool(
                python("print('x', flush=True); import time; time.sleep(60)"),
                limits=PLENTY,
                on_line=refuse,
            )
        )


def test_a_tool_dies_with_a_worker_that_is_killed() -> None:
    worker = subprocess.Popen(
        [
            sys.executable,
            "-c",
            (
                "import asyncio, sys\n"
                "from pipeline.tool import Limits, run_tool\n"
                "code = 'import os, time; print(os.getpid(), flush=True); time.sleep(60)'\n"
                "asyncio.run(run_tool((sys.executable, '-c', code),\n"
                "                     limits=Limits(60, 2**32, 2**30),\n"
                "                     on_line=lambda line: print(line, flush=True)))\n"
            ),
        ],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    with worker:
        assert worker.stdout is not None
        tool = int(worker.stdout.readline())
        assert psutil.pid_exists(tool)
        os.kill(worker.pid, signal.SIGKILL)
    assert gone(tool)


def test_a_longer_film_may_take_longer() -> None:
    assert limits_for("cut", 60_000).seconds > limits_for("cut").seconds
