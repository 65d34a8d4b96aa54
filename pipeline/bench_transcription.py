"""Listening, against faster-whisper's own way: how long it takes, and how many words are wrong."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from config.texts import text
from pipeline.bench_measure import Measure, Took, Wish, least, took
from pipeline.bench_speech import Told, lesson_told, told_in
from pipeline.transcribe import versus

AT_ONCE = 100
"""Sounds per process; a set of short ones does not load the model for each."""


class Side:
    """One way of listening: what it heard and what it cost, each time."""

    def __init__(self, name: str, told: Told) -> None:
        self.name, self.told = name, told
        self.costs: list[Took] = []
        self.texts: list[str] = []
        self.peak_mb = 0.0

    def listen(self) -> None:
        """Listen once, in a process of its own, loading the model included."""
        self.texts = []
        for first in range(0, len(self.told.sounds), AT_ONCE):
            some = self.told.sounds[first : first + AT_ONCE]
            texts, peak = asyncio.run(versus(self.name, self.told.language, some))
            self.texts += texts
            self.peak_mb = max(self.peak_mb, peak)

    @property
    def cost(self) -> Took:
        """The least of all times."""
        return least(self.costs)

    def wrong(self) -> float:
        """Return the word error rate in percent, of what was heard last."""
        return word_error_rate(self.told.texts, self.texts)


def word_error_rate(said: Sequence[str], heard: Sequence[str]) -> float:
    """Return how many words in a hundred are wrong, missing or too many.

    Capitals and punctuation do not count; numbers stay as they are written.
    """
    import jiwer

    alike = jiwer.Compose([
        jiwer.ToLowerCase(), jiwer.RemovePunctuation(), jiwer.RemoveMultipleSpaces(),
        jiwer.Strip(), jiwer.ReduceToListOfListOfWords(),
    ])  # fmt: skip
    wrong: float = jiwer.wer(
        list(said), list(heard), reference_transform=alike, hypothesis_transform=alike
    )
    return 100 * wrong


def measure(folder: Path, films: Path, wish: Wish) -> list[Measure]:
    """Listen both ways by turns: to our lesson, to a film, or to all that lies in a folder."""
    place = wish.sets or wish.film
    all_told = told_in(place, folder, wish) if place else [lesson_told(films, folder, wish)]
    found: list[Measure] = []
    for told in all_told:
        ours, theirs = Side("ours", told), Side("peer", told)
        for _ in range(wish.tries if told.is_film else 1):
            for side in (ours, theirs):
                side.costs.append(took(side.listen))
        found.append(_speed(told, ours, theirs))
        if told.texts:
            found.append(_words(told, ours, theirs))
    return found


def _speed(told: Told, ours: Side, theirs: Side) -> Measure:
    mine, other = ours.cost, theirs.cost
    more = {
        "cpu_ratio": mine.cpu / other.cpu,
        "cpu_s": mine.cpu,
        "cpu_s_peer": other.cpu,
        "times_real_time": told.seconds / mine.wall,
        "memory_MB": ours.peak_mb,
        "memory_MB_peer": theirs.peak_mb,
    }
    return Measure("transcription", mine.wall, other.wall, "s", told.name, more)


def _no_jiwer() -> str:
    return text("bench.no_jiwer")


def _words(told: Told, ours: Side, theirs: Side) -> Measure:
    try:
        mine, other = ours.wrong(), theirs.wrong()
    except ModuleNotFoundError:
        return Measure("transcription_words", 0, None, "wrong", told.name, trouble=_no_jiwer())
    more = {"points_more": mine - other}
    return Measure("transcription_words", mine, other, "wrong", told.name, more)
