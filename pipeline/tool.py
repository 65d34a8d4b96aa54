"""Run one outside program: killable, limited, gone when we are gone."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from config.media import Tool, media
from pipeline.errors import ToolFailed

LEASH = Path(__file__).with_name("leash.py")
LONGEST_LINE = 4 * 1024 * 1024
TAIL = 4096
OVER_LIMIT = (
    "Cannot allocate memory",
    "malloc of size",
    "Resource temporarily unavailable",  # no memory for one more thread
    "File too large",
    "MemoryError",
)
"""What a tool says when it was held to its limit of memory or of disk."""


@dataclass(frozen=True)
class Limits:
    """What a tool may use: seconds on the clock, bytes of memory, bytes per file it writes."""

    seconds: float
    memory: int
    output: int


def limits_for(tool: Tool, film_ms: int = 0) -> Limits:
    """Return the declared limits of a tool for a film of this length."""
    declared = media().limits[tool]
    seconds = declared.seconds + declared.per_film_second * film_ms / 1000
    return Limits(seconds, declared.memory, declared.output)


async def run_tool(
    command: Sequence[str | Path], *, limits: Limits, on_line: Callable[[str], None] | None = None
) -> None:
    """Run `command` to its end; `on_line` gets each line of its stdout.

    ToolFailed when it fails or passes a limit. When the caller is cancelled, or `on_line` raises,
    the tool and everything it started are killed before the exception goes on.
    """
    name = Path(command[0]).name
    leash = [sys.executable, "-I", "-S", LEASH, os.getpid(), limits.memory, limits.output]
    process = await asyncio.create_subprocess_exec(
        *(str(word) for word in (*leash, *command)),
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
        start_new_session=True,
        limit=LONGEST_LINE,
    )
    tail = asyncio.create_task(_tail(process))
    try:
        async with asyncio.timeout(limits.seconds):
            await _read_lines(process, on_line)
            code = await process.wait()
    except TimeoutError:
        await _kill(process, tail)
        why = f"not ready after {limits.seconds:.0f} seconds"
        raise ToolFailed(name, why, over_limit=True) from None
    except BaseException:
        await _kill(process, tail)
        raise
    said = await tail
    if code:
        over = code == -signal.SIGXFSZ or any(words in said for words in OVER_LIMIT)
        raise ToolFailed(name, f"stopped with {code}", said, over_limit=over)


async def _read_lines(process: Process, on_line: Callable[[str], None] | None) -> None:
    if process.stdout is None:
        raise ToolFailed("tool", "has no stdout")
    async for line in process.stdout:
        if on_line is not None:
            on_line(line.decode(errors="replace"))


async def _tail(process: Process) -> str:
    kept = b""
    while process.stderr is not None and (some := await process.stderr.read(TAIL)):
        kept = (kept + some)[-TAIL:]
    return kept.decode(errors="replace")


async def _kill(process: Process, tail: "asyncio.Task[str]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    with suppress(ProcessLookupError):
        process.kill()  # in the moment before it had a group of its own
    while process.stdout is not None and await process.stdout.read(LONGEST_LINE):
        continue  # the process counts as gone only when its pipes are empty
    await tail
    await process.wait()
