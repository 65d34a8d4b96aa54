"""A piece that the model doubts is heard again, and the better hearing counts."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from pipeline.speech import Word
from pipeline.speech_chunks import Chunk, Usual
from pipeline.transcribe_ear import Echo
from pipeline.transcribe_tool import better, doubtful, listen
from storage.spans import Span

PIECE = Chunk((Span(0, 10_000),), (Span(0, 4_000), Span(6_000, 10_000)))
PACE = Usual([30 / 8_000])
"""Thirty letters in eight seconds of speech is what this teacher usually says."""


def echo(letters: int, likelihood: float = -0.3, repetition: float = 1.2) -> Echo:
    return Echo((Word(0, 900, "a" * letters, 0.9),), likelihood, 0.0, repetition)


@dataclass
class Ear:
    """Answers each piece with what it is told to, and remembers how it was asked."""

    once: Echo
    again: Echo
    workers: int = 1
    asked_with_care: list[bool] = field(default_factory=list)

    def hear_all(self, rows: Sequence[Sequence[Chunk]], with_care: bool) -> list[list[Echo]]:
        self.asked_with_care += [with_care for row in rows for _ in row]
        return [[self.again if with_care else self.once for _ in row] for row in rows]


class Tape:
    """Stands for the sound: a piece of it is the piece itself."""

    def piece(self, chunk: Chunk) -> Chunk:
        return chunk


@pytest.mark.parametrize(
    "heard",
    [
        pytest.param(echo(30, likelihood=-1.1), id="guessed"),
        pytest.param(echo(300, repetition=2.6), id="stuck in a loop"),
        pytest.param(echo(12), id="passed over something"),
    ],
)
def test_guessing_looping_and_passing_over_are_doubted(heard: Echo) -> None:
    assert doubtful(PIECE, heard, PACE)


def test_an_ordinary_piece_is_believed() -> None:
    assert not doubtful(PIECE, echo(28), PACE)


def test_the_first_piece_has_no_usual_pace_to_be_held_against() -> None:
    assert not doubtful(PIECE, echo(1), Usual())


def test_the_second_hearing_counts_when_more_was_understood() -> None:
    again = [(PIECE, echo(20)), (PIECE, echo(20))]
    assert better((PIECE, echo(30)), again) == again
    assert better((PIECE, echo(50)), again) == [(PIECE, echo(50))]


def test_a_hearing_that_got_stuck_counts_for_nothing_however_much_it_said() -> None:
    stuck = echo(500, repetition=3.0)
    assert better((PIECE, echo(30)), [(PIECE, stuck)]) == [(PIECE, echo(30))]
    assert better((PIECE, stuck), [(PIECE, echo(10))]) == [(PIECE, echo(10))]


def test_a_doubted_piece_is_heard_again_in_halves_with_care() -> None:
    ear = Ear(once=echo(30, likelihood=-1.4), again=echo(25))
    [told] = listen(ear, Tape(), iter([PIECE]))  # type: ignore[arg-type]  # no model, no sound
    assert ear.asked_with_care == [False, True, True]
    assert [part.voices for part, _ in told] == [(Span(0, 4_000),), (Span(6_000, 10_000),)]


def test_a_believed_piece_is_heard_once() -> None:
    ear = Ear(once=echo(30), again=echo(90))
    assert list(listen(ear, Tape(), iter([PIECE]))) == [[(PIECE, echo(30))]]  # type: ignore[arg-type]  # the same
    assert ear.asked_with_care == [False]
