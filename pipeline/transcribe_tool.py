"""Listen to one WAV and say on stdout, line by line as JSON, what was heard.

Started by `pipeline.transcribe` as a process of its own, so that it can be killed and cannot take
the worker with it: `python -m pipeline.transcribe_tool AUDIO MODEL LANGUAGE DEVICE`, language `-`
to detect it. Lines: {"language"}, {"segment"}, {"progress"}. A film of any length is read in
pieces; why these and not others stands in docs/speech.md.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from config.media import media
from pipeline.speech import Guess, Sieve, lines, settled
from pipeline.speech_chunks import Chunk, Usual, chunks, halves, voices
from pipeline.transcribe_ear import Ear, Echo
from pipeline.transcribe_sound import Sound, open_sound

Heard = tuple[Chunk, Echo]


def main(audio: str, model: str, language: str, device: str) -> None:
    """Transcribe and print. Nothing is said to be spoken where nobody speaks."""
    ear = Ear(model, device, media().speech)
    with open_sound(Path(audio)) as sound:
        spoken, found = in_language(ear, sound, pieces(sound), language)
        say(language=spoken.strip("-"))
        tell(listen(ear, sound, found), sound.length_ms)
    say(progress=1.0)


def pieces(sound: Sound) -> Iterator[Chunk]:
    """Find where somebody speaks, in pieces for the model."""
    wish = media().speech
    spoken = voices(sound.likelihoods(), wish.voice, wish.chunk.longest_ms)
    return chunks(spoken, wish.chunk, sound.length_ms)


def in_language(
    ear: Ear, sound: Sound, found: Iterator[Chunk], language: str
) -> tuple[str, Iterator[Chunk]]:
    """Let the ear follow a language, found in the first minutes of speech when it is `-`.

    Returns the language, and all chunks again.
    """
    enough = media().speech.detect_seconds
    beginning = list(_beginning(found, enough * 1000)) if language == "-" else []
    if beginning:
        language = ear.language(sound.joined(beginning), enough)
    if language != "-":
        ear.follow(language)
    return language, chain(beginning, found)


def _beginning(found: Iterator[Chunk], enough_ms: int) -> Iterator[Chunk]:
    total = 0
    while total < enough_ms and (chunk := next(found, None)):
        total += chunk.length_ms
        yield chunk


def listen(ear: Ear, sound: Sound, found: Iterator[Chunk]) -> Iterator[list[Heard]]:
    """Give each chunk with what was heard in it, in the order of the film.

    A group is small enough for lines to appear while it works, and large enough for the ear to put
    together what is about equally long.
    """
    wish = media().speech.hear
    usual = Usual()
    while group := list(islice(found, wish.together * ear.workers)):
        heard = hear(ear, sound, group)
        usual.note(heard[chunk].letters / chunk.speech_ms for chunk in group)
        doubted = [chunk for chunk in group if doubtful(chunk, heard[chunk], usual)]
        second = hear_again(ear, sound, doubted)
        for chunk in group:
            yield better((chunk, heard[chunk]), second.get(chunk, []))


def hear(
    ear: Ear, sound: Sound, group: Iterable[Chunk], with_care: bool = False
) -> dict[Chunk, Echo]:
    """Listen to these chunks, together with those that are about as long.

    The model takes as long for each as for the longest of those it hears together.
    """
    longest_last = sorted(group, key=lambda chunk: chunk.length_ms)
    together = media().speech.hear.together
    size = min(together, -(-len(longest_last) // ear.workers)) or 1
    rows = [longest_last[first : first + size] for first in range(0, len(longest_last), size)]
    sounds = [[sound.piece(chunk) for chunk in row] for row in rows]
    echoes = ear.hear_all(sounds, with_care)
    return dict(zip(longest_last, chain.from_iterable(echoes), strict=True))


def doubtful(chunk: Chunk, echo: Echo, usual: Usual) -> bool:
    """Say whether the model guessed, got stuck or passed over something."""
    wish = media().speech.hear
    return (
        echo.likelihood < wish.likelihood
        or echo.repetition > wish.repetition
        or echo.letters < wish.letters * usual.pace * chunk.speech_ms
    )


def hear_again(ear: Ear, sound: Sound, doubted: Sequence[Chunk]) -> dict[Chunk, list[Heard]]:
    """Listen to the halves of these chunks, with more care."""
    parts = {chunk: halves(chunk) for chunk in doubted}
    pieces = chain.from_iterable(parts.values())
    heard = hear(ear, sound, pieces, with_care=True)
    return {chunk: [(part, heard[part]) for part in row] for chunk, row in parts.items()}


def better(once: Heard, again: Sequence[Heard]) -> list[Heard]:
    """Take the second hearing when more was understood in it and the model did not get stuck."""
    stuck = media().speech.hear.repetition
    told = sum(echo.letters for _, echo in again if echo.repetition <= stuck)
    first = once[1].letters if once[1].repetition <= stuck else 0
    return list(again) if told > first else [once]


def tell(heard: Iterable[list[Heard]], length_ms: int) -> None:
    """Print the lines worth showing as they come, and how far we are."""
    sieve = Sieve()
    for row in heard:
        for chunk, echo in row:
            for segment in sieve.sift(guesses(chunk, echo)):
                say(segment=segment.to_json())
        say(progress=round(min(1.0, row[-1][0].voices[-1].end_ms / length_ms), 4))


def guesses(chunk: Chunk, echo: Echo) -> Iterator[Guess]:
    """Turn what was heard in a chunk into lines of the film, with the model's doubts."""
    words = [settled(word, chunk.in_film, chunk.voices) for word in echo.words]
    for line in lines(words):
        yield Guess(line, echo.likelihood, echo.silence, echo.repetition)


def say(**what: object) -> None:
    """Print one line now."""
    sys.stdout.write(json.dumps(what, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:5])
