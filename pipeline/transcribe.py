"""From sound to words with times, in a process that can be stopped at any moment."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from config.settings import settings
from pipeline.errors import ToolFailed
from pipeline.speech import Heard, Segment
from pipeline.speech_model import model_name, model_path
from pipeline.tool import limits_for, run_tool

BYTES_PER_MS = 32


async def transcribe(
    audio16k: Path,
    language: str | None = "nl",
    on_progress: Callable[[float], None] | None = None,
    on_segment: Callable[[Segment], None] | None = None,
) -> Heard:
    """Return what was said in a 16 kHz mono WAV; without a language it is detected.

    `on_segment` gets each segment as soon as it is heard, `on_progress` a number from 0 to 1.
    Silence gives an empty transcript. ToolFailed when the model fails or runs too long.
    """
    segments: list[Segment] = []
    spoken = language or ""

    def read(line: str) -> None:
        nonlocal spoken
        said = _understood(line)
        spoken = said.get("language", spoken)
        if "segment" in said:
            segments.append(Segment.from_json(said["segment"]))
            if on_segment is not None:
                on_segment(segments[-1])
        if "progress" in said and on_progress is not None:
            on_progress(said["progress"])

    command = plan_transcription(audio16k, model_path(), language, settings().whisper_device)
    film_ms = audio16k.stat().st_size // BYTES_PER_MS
    await run_tool(command, limits=limits_for("transcribe", film_ms), on_line=read)
    return Heard(spoken, model_name(), tuple(segments))


async def versus(side: str, language: str, sounds: Sequence[Path]) -> tuple[list[str], float]:
    """Let `ours` or the `peer` listen to sounds; return the text of each, and the peak in MB."""
    texts: list[str] = []
    peaks: list[float] = []

    def read(line: str) -> None:
        said = _understood(line)
        texts.extend([said["text"]] if "text" in said else [])
        peaks.extend([said["peak_mb"]] if "peak_mb" in said else [])

    how = (side, model_path(), language, settings().whisper_device)
    command = (sys.executable, "-m", "pipeline.transcribe_versus", *how, *sounds)
    length = sum(sound.stat().st_size for sound in sounds) // BYTES_PER_MS
    await run_tool(command, limits=limits_for("transcribe", length), on_line=read)
    return texts, max(peaks)


def plan_transcription(
    audio: Path, model: str, language: str | None, device: str
) -> tuple[str, ...]:
    """Return the command that listens."""
    return (
        sys.executable,
        "-m",
        "pipeline.transcribe_tool",
        str(audio.resolve()),
        model,
        language or "-",
        device,
    )


def _understood(line: str) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError:
        raise ToolFailed("transcribe", "said something that is not JSON") from None
    return said if isinstance(said, dict) else {}
