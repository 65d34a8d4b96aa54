"""A school's own server, as `lesbeeld serve` starts it, and a short lesson film to show it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from urllib.request import urlopen

import ffmpeg as builder
import psutil

from config.settings import settings
from pipeline.demo_lesson import FRAMES_PER_SECOND, PACK, draw, pictures, script
from pipeline.ffmpeg import Plan, open_film, run
from pipeline.tool import limits_for
from tests.house import ROOT
from tests.servers import free_ports

LESSON_S, STILL_S = 60, 4
"""How long the film is, and how long each of its pictures stands."""
STOPS_WITHIN_S = 40.0


@dataclass
class Server:
    """The supervisor and everything it ever started."""

    base: str
    process: psutil.Process
    seen: dict[int, psutil.Process] = field(default_factory=dict)

    def look(self) -> None:
        """Remember who runs now, also what a worker started for a while."""
        for child in self.process.children(recursive=True):
            self.seen[child.pid] = child

    def stop(self) -> list[psutil.Process]:
        """Ctrl+C; returns who is still there afterwards (they are then killed)."""
        self.look()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=STOPS_WITHIN_S)
        _, left = psutil.wait_procs(self.seen.values(), timeout=5)
        for each in left:
            each.kill()
        return left


@contextmanager
def serving() -> Iterator[Server]:
    """`lesbeeld serve` on the data folder of the settings in use, until the end of the block."""
    port = free_ports(1)[0]
    command = [sys.executable, "-m", "pipeline.cli", "serve", "--port", str(port)]
    log = settings().home / "serve.log"
    around = dict(os.environ, LESBEELD_HOME=str(settings().home))
    with log.open("wb") as out:
        started = subprocess.Popen(
            command, cwd=ROOT, env=around, stdout=out, stderr=out, start_new_session=True
        )
    server = Server(f"http://localhost:{port}", psutil.Process(started.pid))
    try:
        _wait_for(f"{server.base}/health", started, log)
        server.look()
        yield server
    finally:
        if started.poll() is None:
            server.stop()
        started.wait()


def _wait_for(address: str, running: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + 90
    while running.poll() is None and time.monotonic() < give_up:
        try:
            with urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"it did not start:\n{log.read_text(errors='replace')[-3000:]}")


def short_lesson(out: Path) -> Path:
    """The first minute of the demo's lesson: its real voices, and a drawing for every few beats."""
    lesson = script()
    every = STILL_S * 1000 // (lesson.length_ms // sum(1 for _ in pictures(lesson)))
    drawn = out.with_suffix(".mjpeg")
    with drawn.open("wb") as film:
        for picture in islice(pictures(lesson), 0, every * (LESSON_S // STILL_S), every):
            draw(picture).save(film, "JPEG", quality=84)
    seen = open_film(drawn, "mjpeg", f="mjpeg", framerate=f"1/{STILL_S}")
    heard = open_film(PACK / "lesson.opus", "ogg")
    joined = builder.output(
        seen.video, heard.audio, str(out), f="mp4", vcodec="libx264", preset="ultrafast",
        crf=30, pix_fmt="yuv420p", r=FRAMES_PER_SECOND, g=2 * FRAMES_PER_SECOND,
        acodec="aac", ar=48000, t=LESSON_S, movflags="+faststart",
    )  # fmt: skip
    length_ms = LESSON_S * 1000
    plan = Plan(tuple(joined.get_args()), length_ms)
    asyncio.run(run(plan, limits=limits_for("renditions", length_ms)))
    drawn.unlink()
    return out
