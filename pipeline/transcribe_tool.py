"""Listen to one WAV and say on stdout, line by line as JSON, what was heard.

Started by `pipeline.transcribe` as a process of its own, so that it can be killed and cannot take
the worker with it: `python -m pipeline.transcribe_tool AUDIO MODEL LANGUAGE DEVICE`, language `-`
to detect it. Lines: {"language"}, {"segment"}, {"progress"}.
"""

import json
import os
import sys
import wave
from pathlib import Path
from typing import Any

import numpy as np
from faster_whisper import WhisperModel  # type: ignore[import-untyped]  # it has no stubs
from faster_whisper.transcribe import Segment as Raw  # type: ignore[import-untyped]  # nor here

from config.media import media
from pipeline.speech import Guess, Segment, Sieve, Word

WINDOW_SECONDS = 30
"""What the model hears at once when it detects a language."""


def main(audio: str, model: str, language: str, device: str) -> None:
    """Transcribe and print."""
    sound = read(Path(audio))
    if not len(sound):
        say(language=language if language != "-" else "", progress=1.0)
        return
    whisper = load(model, device)
    spoken = language if language != "-" else detect(whisper, sound)
    say(language=spoken)
    seconds = len(sound) / media().speech.sample_rate
    sieve = Sieve()
    for raw in listen(whisper, sound, spoken):
        for segment in sieve.sift([guess(raw)]):
            say(segment=segment.to_json())
        say(progress=round(min(1.0, raw.end / seconds), 4))
    say(progress=1.0)


def read(path: Path) -> np.ndarray:
    """Return a mono 16-bit WAV as the floats the model wants."""
    with wave.open(str(path), "rb") as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2")
    return samples.astype(np.float32) / 32768


def load(model: str, device: str) -> WhisperModel:
    """Load a model by name or folder, in the small number format its device is fast in."""
    threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0
    small = {"cpu": "int8", "cuda": "float16"}.get(device, "auto")
    if device == "auto":
        small = "default" if _has_gpu() else "int8"
    return WhisperModel(model, device=device, compute_type=small, cpu_threads=threads)


def _has_gpu() -> bool:
    import ctranslate2  # type: ignore[import-untyped]  # it has no stubs

    return bool(ctranslate2.get_cuda_device_count())


def detect(whisper: WhisperModel, sound: np.ndarray) -> str:
    """Return the language most of the first minutes of speech is in."""
    windows = max(1, media().speech.detect_seconds // WINDOW_SECONDS)
    found = whisper.detect_language(
        audio=sound,
        vad_filter=True,
        language_detection_segments=windows,
        language_detection_threshold=1.0,
    )
    return str(found[0])


def listen(whisper: WhisperModel, sound: np.ndarray, language: str) -> Any:
    """Give the model's segments one by one."""
    segments, _ = whisper.transcribe(
        sound,
        language=language,
        vad_filter=True,
        condition_on_previous_text=False,
        word_timestamps=True,
        beam_size=5,
    )
    return segments


def guess(raw: Raw) -> Guess:
    """Turn the model's answer into ours, in milliseconds."""
    segment = Segment(
        _ms(raw.start), max(_ms(raw.end), _ms(raw.start) + 1), raw.text.strip(), tuple(words(raw))
    )
    return Guess(segment, raw.avg_logprob, raw.no_speech_prob, raw.compression_ratio)


def words(raw: Raw) -> list[Word]:
    """Return a segment's words; the model gives "well-known" in two, the second without space."""
    found: list[Word] = []
    for part in raw.words or ():
        start, end = _ms(part.start), max(_ms(part.end), _ms(part.start))
        word = Word(start, end, part.word.strip(), round(float(part.probability), 3))
        if found and not part.word.startswith(" "):
            before = found.pop()
            word = Word(
                before.start_ms,
                end,
                before.text + word.text,
                min(before.probability, word.probability),
            )
        found.append(word)
    return found


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def say(**what: object) -> None:
    """Print one line now."""
    sys.stdout.write(json.dumps(what, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:5])
