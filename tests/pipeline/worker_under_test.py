"""Run as a process: a real worker with a short lease and stand-ins for speech.

python -m tests.pipeline.worker_under_test FOLDER [elsewhere]
"""

import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from pipeline import engine, lease

engine.FIRST_RETRY_S = 0.05  # before the steps are declared

from pipeline import captions, speech_steps, worker  # noqa: E402 - see the line above
from pipeline.speech import Heard, Segment, Word  # noqa: E402
from pipeline.tool import limits_for, run_tool  # noqa: E402
from storage.captions import webvtt  # noqa: E402
from storage.transcripts import Line  # noqa: E402

LINES = ("Goedemorgen allemaal.", "Pak je boek er maar bij.", "Wie weet het antwoord?")
PACE = lease.Pace(beat_s=0.3, stale_s=3.0)


def main(folder: Path, *how: str) -> None:
    """Work until told to stop."""
    logging.basicConfig(level=logging.INFO)

    async def transcribe(
        audio: Path,
        language: str | None,
        on_progress: Callable[[float], None],
        on_segment: Callable[[Segment], None],
    ) -> Heard:
        segments = [_segment(number, words) for number, words in enumerate(LINES)]
        for segment in segments:
            on_segment(segment)
        on_progress(0.5)
        await run_tool((folder / "speech", audio), limits=limits_for("transcribe"))
        return Heard(language or "nl", "stand-in", tuple(segments))

    def slow_webvtt(lines: list[Line]) -> str:
        subprocess.run([folder / "captions", "now"], check=True)
        return webvtt(lines)

    speech_steps.transcribe = transcribe
    captions.webvtt = slow_webvtt
    if "elsewhere" in how:
        lease._place = lambda: "another machine"
    worker.run(PACE)


def _segment(number: int, words: str) -> Segment:
    start = number * 1000
    return Segment(start, start + 900, words, (Word(start, start + 900, words, 0.9),))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
