"""The speech model given several pieces of sound at once, each no longer than it is.

Whisper is usually given 30 seconds, with nothing added where there is less. Its encoder takes less
too and then costs less. On a processor it is quickest with one piece after another; the decoder,
which reads all its weights for every syllable, with many together.
"""

import os
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import ctranslate2  # type: ignore[import-untyped]  # it has no stubs
import numpy as np
from faster_whisper import WhisperModel  # type: ignore[import-untyped]  # nor has this
from faster_whisper.tokenizer import Tokenizer  # type: ignore[import-untyped]  # nor this
from faster_whisper.transcribe import (  # type: ignore[import-untyped]  # nor this
    get_suppressed_tokens,
    merge_punctuations,
)

from config.media import Speech
from pipeline.speech import Word, joined

WINDOW_SECONDS = 30
"""The most the model hears at once."""

MOST_WORKERS = 4
"""Each has memory of its own; two processors are used better by two than by one with both."""

LONGEST_TEXT = 448
"""In pieces of words, for what was heard in one window; the model's own limit."""

BEFORE_A_WORD, AFTER_A_WORD = "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、"


@dataclass(frozen=True)
class Echo:
    """What was heard in one piece, in milliseconds from its beginning, and how sure that is."""

    words: tuple[Word, ...]
    likelihood: float
    silence: float
    repetition: float

    @property
    def letters(self) -> int:
        """How much was said."""
        return sum(letter.isalnum() for word in self.words for letter in word.text)


class Ear:
    """A loaded model that listens in one language."""

    def __init__(self, model: str, device: str, wish: Speech) -> None:
        self.workers = min(MOST_WORKERS, cores())
        self.whisper = load(model, device, self.workers)
        self.wish = wish
        self.follow("en")

    def follow(self, language: str) -> None:
        """Listen in this language from now on."""
        both = bool(self.whisper.model.is_multilingual)
        self._tokens = Tokenizer(
            self.whisper.hf_tokenizer, both, task="transcribe", language=language if both else "en"
        )
        self._never = get_suppressed_tokens(self._tokens, [-1])

    def language(self, sound: np.ndarray, seconds: int) -> str:
        """Return the language that most of the windows in so many seconds of speech are in."""
        windows = max(1, seconds // WINDOW_SECONDS)
        found = self.whisper.detect_language(
            audio=sound, language_detection_segments=windows, language_detection_threshold=1.0
        )
        return str(found[0])

    def hear_all(
        self, rows: Sequence[Sequence[np.ndarray]], with_care: bool = False
    ) -> list[list[Echo]]:
        """Listen to rows of pieces, each row together, as many rows at once as there are workers.

        Pieces are 16 kHz sound (-1..1). `with_care`: in the 30 seconds that the model was made for,
        following more texts. Alone with short pieces it loses its way otherwise.
        """
        with ThreadPoolExecutor(self.workers) as pool:
            return list(pool.map(partial(self._hear, with_care=with_care), rows))

    def _hear(self, sounds: Sequence[np.ndarray], with_care: bool) -> list[Echo]:
        short = self.wish.chunk.short_ms * self._a_second // 1000
        whole = with_care or max(map(len, sounds)) < short
        beam = self.wish.hear.again_beam if whole else self.wish.hear.beam
        pictures = self._draw(sounds, whole)
        encoded = self._encode(pictures)
        prompt = self.whisper.get_prompt(self._tokens, [])
        found = self.whisper.model.generate(
            encoded,
            [list(prompt) for _ in sounds],
            beam_size=beam,
            max_length=LONGEST_TEXT,
            suppress_tokens=self._never,
            return_scores=True,
            return_no_speech_prob=True,
        )
        spoken = [[t for t in each.sequences_ids[0] if t < self._tokens.eot] for each in found]
        frames = [min(pictures.shape[2], len(sound) // self._hop + 1) for sound in sounds]
        aligned = self.whisper.find_alignment(self._tokens, spoken, encoded, frames)
        return [self._echo(*each) for each in zip(found, spoken, aligned, strict=True)]

    @property
    def _hop(self) -> int:
        return int(self.whisper.feature_extractor.hop_length)

    @property
    def _a_second(self) -> int:
        return int(self.whisper.feature_extractor.sampling_rate)

    def _draw(self, sounds: Sequence[np.ndarray], whole: bool) -> np.ndarray:
        """Draw the pieces as the model sees them, all as wide as the longest with its tail."""
        drawn = [self.whisper.feature_extractor(sound)[:, :-1] for sound in sounds]
        frames = self.whisper.frames_per_second
        tail = self.wish.chunk.tail_ms * frames // 1000
        longest = max(each.shape[1] for each in drawn)
        window = WINDOW_SECONDS * frames
        wide = window if whole else min(window, (longest + tail + 1) // 2 * 2)
        pictures = np.zeros((len(drawn), drawn[0].shape[0], wide), np.float32)
        for picture, each in zip(pictures, drawn, strict=True):
            picture[:, : each.shape[1]] = each[:, :wide]
        return pictures

    def _encode(self, pictures: np.ndarray) -> Any:
        if self.whisper.model.device != "cpu":
            return self.whisper.encode(pictures)
        each = [np.array(self.whisper.encode(picture)) for picture in pictures]
        return ctranslate2.StorageView.from_array(np.concatenate(each))

    def _echo(self, found: Any, spoken: list[int], aligned: list[dict[str, Any]]) -> Echo:
        merge_punctuations(aligned, BEFORE_A_WORD, AFTER_A_WORD)
        parts = [
            (round(part["start"] * 1000), round(part["end"] * 1000), part["word"],
             round(float(part["probability"]), 3))
            for part in aligned if part["word"]
        ]  # fmt: skip
        count = len(found.sequences_ids[0])
        likelihood = found.scores[0] * count / (count + 1)
        text = self._tokens.decode(spoken).encode()
        repetition = len(text) / len(zlib.compress(text))
        return Echo(tuple(joined(parts)), likelihood, found.no_speech_prob, repetition)


def load(model: str, device: str, workers: int = 1) -> WhisperModel:
    """Load a model by name or folder, in the small number format its device is fast in.

    It answers so many questions at once, with all processors of this machine between them.
    """
    small = {"cpu": "int8", "cuda": "float16"}.get(device, "auto")
    if device == "auto":
        small = "default" if ctranslate2.get_cuda_device_count() else "int8"
    return WhisperModel(
        model,
        device=device,
        compute_type=small,
        cpu_threads=max(1, cores() // workers),
        num_workers=workers,
    )


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
