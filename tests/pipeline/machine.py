"""A real worker in a process of its own, and tools that can be held or made to fail.

ffmpeg and ffprobe are the real ones behind a small script; the script notes each call, waits when
the test holds that kind of call, and fails when the test says so. Speech is a stand-in.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from pipeline import ffmpeg
from storage import command_line, jobs
from storage.database import acting, asking
from storage.media import media_store
from storage.records import Recording

ROOT = Path(__file__).parents[2]
PATIENCE_S = 90.0

SCRIPT = """#!/bin/sh
said="{name} $*"
echo "$said" >> "{folder}/calls"
if [ -e "{folder}/hold" ]; then
  words=$(cat "{folder}/hold")
  case "$said" in *"$words"*)
    echo $$ > "{folder}/pid"
    mv "{folder}/hold" "{folder}/held" && while [ -e "{folder}/held" ]; do sleep 0.05; done ;;
  esac
fi
if [ -e "{folder}/fail" ]; then
  words=$(cat "{folder}/fail")
  case "$said" in *"$words"*) exit 1 ;; esac
fi
exec {real} "$@"
"""

CALL_OF = {
    "probe": "ffprobe ",
    "renditions": "/proxy.mp4",
    "transcript": "speech ",
    "captions": "captions ",
}
"""Words in a call by which the tool of each step is known."""


class Machine:
    """Workers of one data folder. Everything it started is gone after `end()`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        folder.mkdir()
        real = {"ffmpeg": ffmpeg.binary(), "ffprobe": ffmpeg.probe_binary()}
        for name in ("ffmpeg", "ffprobe", "speech", "captions"):
            script = folder / name
            script.write_text(SCRIPT.format(name=name, folder=folder, real=real.get(name, "true")))
            script.chmod(0o755)

    def start(self, *how: str) -> subprocess.Popen[bytes]:
        """Start a worker; `elsewhere` makes it look like one on another machine."""
        around = os.environ | {"LESBEELD_FFMPEG": str(self.folder / "ffmpeg")}
        log = (self.folder / f"worker-{len(self.workers)}.log").open("wb")
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.pipeline.worker_under_test", str(self.folder), *how],
            cwd=ROOT,
            env=around,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
        )
        log.close()
        self.workers.append(worker)
        return worker

    def end(self) -> None:
        """Kill every worker and let go of every tool."""
        for worker in self.workers:
            worker.kill()
            worker.wait()
        self.let_go()

    def logs(self) -> str:
        """What the workers said."""
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("worker-*.log")))

    def bring_in(self, film: Path) -> str:
        """Bring in a film as the command line does."""
        place = command_line.new_place(film.suffix)
        blob = media_store().put_file(place.key, film)
        with acting() as session:
            return command_line.bring_in(session, place, blob, "nl").id

    def hold(self, words: str) -> None:
        """Let the next call with these words wait until `let_go`."""
        (self.folder / "hold").write_text(words)

    def held(self) -> int:
        """Wait until a tool is held; returns its process id."""
        self.until((self.folder / "held").exists, "no tool was held")
        return int((self.folder / "pid").read_text())

    def let_go(self) -> None:
        """Let the held tool go on, and hold no other."""
        for name in ("hold", "held"):
            (self.folder / name).unlink(missing_ok=True)

    def fail(self, words: str) -> None:
        """Let every call with these words fail."""
        (self.folder / "fail").write_text(words)

    def calls(self, words: str) -> int:
        """How many calls had these words."""
        return sum(words in line for line in (self.folder / "calls").read_text().splitlines())

    def recording(self, recording_id: str) -> Recording:
        """The recording as it stands."""
        with asking() as session:
            return session.get_one(Recording, recording_id)

    def until_step(self, recording_id: str, step: str) -> None:
        """Wait until a recording is at this step."""
        self.until(lambda: self.recording(recording_id).step == step, f"it never came to {step}")

    def until(self, true: Callable[[], object], otherwise: str) -> None:
        """Wait until something is true; a busy machine may take its time."""
        give_up = time.monotonic() + PATIENCE_S
        while not true():
            if time.monotonic() > give_up:
                raise AssertionError(f"{otherwise}; the workers said:\n{self.logs()}")
            time.sleep(0.05)

    def until_gone(self, process: int) -> None:
        """Wait until a process is no more."""
        self.until(lambda: not alive(process), f"process {process} is still there")


def alive(process: int) -> bool:
    """Whether a process still runs; one that nobody collected yet does not."""
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def kill(worker: subprocess.Popen[bytes]) -> None:
    """Kill a worker as a power cut does."""
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def finished_steps(recording_id: str) -> dict[str, tuple[int, int]]:
    """When each finished step began and ended, as the engine remembers it."""
    return {
        step["function_name"]: (step["started_at_epoch_ms"], step["completed_at_epoch_ms"])
        for workflow in ("ingest", "transcribe")
        if jobs.fate(workflow, recording_id) is not None
        for step in jobs.client().list_workflow_steps(jobs.name_of(workflow, recording_id))
        if step["completed_at_epoch_ms"]
    }
