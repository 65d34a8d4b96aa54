"""The model is given what was said in pieces that are neither too long nor cut through a word."""

from collections.abc import Iterator
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from config.media import Chunks, Voice
from pipeline.speech_chunks import BEAT_MS, Chunk, Usual, chunks, halves, voices
from storage.spans import Span

WISH = Voice(begins=0.5, ends=0.35, pause_ms=128)
PIECES = Chunks(longest_ms=14_000, short_ms=8_000, apart_ms=1_500, edge_ms=300, tail_ms=3_000)
PAUSE = WISH.pause_ms // BEAT_MS


def speech(*beats: tuple[int, float]) -> list[Span]:
    likely = [likelihood for count, likelihood in beats for _ in range(count)]
    return list(voices(likely, WISH, PIECES.longest_ms))


def packed(*row: tuple[int, int], end_ms: int = 100_000) -> list[list[tuple[int, int]]]:
    found = chunks((Span(*each) for each in row), PIECES, end_ms)
    return [[(part.start_ms, part.end_ms) for part in chunk.stretches] for chunk in found]


def test_nobody_speaks_in_silence() -> None:
    assert speech((500, 0.02)) == []
    assert speech() == []


def test_speech_lasts_until_it_is_clearly_quiet() -> None:
    assert speech((10, 0.1), (20, 0.9), (10, 0.4), (10, 0.1)) == [Span(320, 40 * BEAT_MS)]


def test_a_short_pause_does_not_part_a_sentence_and_a_longer_one_does() -> None:
    short = speech((20, 0.9), (PAUSE - 1, 0.1), (20, 0.9))
    assert short == [Span(0, (39 + PAUSE) * BEAT_MS)]
    parted = speech((20, 0.9), (PAUSE, 0.1), (20, 0.9))
    assert parted == [Span(0, 20 * BEAT_MS), Span((20 + PAUSE) * BEAT_MS, (40 + PAUSE) * BEAT_MS)]


def test_speech_without_a_pause_is_cut_where_it_is_least_likely() -> None:
    first, *rest = speech((300, 0.95), (1, 0.5), (300, 0.95))
    assert first == Span(0, 300 * BEAT_MS)
    assert rest[0].start_ms == first.end_ms
    assert rest[-1].end_ms == 601 * BEAT_MS


def test_neighbouring_sentences_are_heard_together_with_their_pauses() -> None:
    assert packed((1_000, 3_000), (3_500, 6_000), (7_000, 9_000)) == [[(700, 9_300)]]


def test_a_full_piece_ends_at_the_longest_pause() -> None:
    row = ((0, 4_000), (4_200, 8_000), (9_500, 12_000), (12_200, 16_000))
    assert packed(*row) == [[(0, 8_300)], [(9_200, 16_300)]]


def test_of_a_long_silence_only_the_edges_are_heard() -> None:
    assert packed((1_000, 2_000), (60_000, 61_000)) == [[(700, 2_300), (59_700, 61_300)]]


def test_the_edges_of_a_piece_stay_in_the_sound_and_out_of_its_neighbour() -> None:
    assert packed((100, 900), end_ms=1_000) == [[(0, 1_000)]]
    close = packed((0, 10_000), (10_200, 20_000))
    assert close == [[(0, 10_100)], [(10_100, 20_300)]]


def test_what_is_heard_after_a_silence_was_left_out_is_found_back_in_the_film() -> None:
    (chunk,) = chunks([Span(1_000, 2_000), Span(60_000, 61_000)], PIECES, 70_000)
    assert chunk.length_ms == 3_200
    assert [chunk.in_film(ms) for ms in (0, 300, 1_600, 1_900, 3_200, 9_000)] == [
        700, 1_000, 2_300, 60_000, 61_300, 61_300,
    ]  # fmt: skip


@st.composite
def rows(draw: st.DrawFn) -> list[Span]:
    at, row = 0, []
    for _ in range(draw(st.integers(0, 30))):
        start = at + draw(st.integers(WISH.pause_ms, 6_000))
        at = start + draw(st.integers(BEAT_MS, PIECES.longest_ms))
        row.append(Span(start, at))
    return row


@given(rows())
def test_every_voice_is_heard_once_in_pieces_that_do_not_overlap(row: list[Span]) -> None:
    end_ms = row[-1].end_ms + 100 if row else 0
    found = list(chunks(iter(row), PIECES, end_ms))
    assert [voice for chunk in found for voice in chunk.voices] == row
    spans = [part for chunk in found for part in chunk.stretches]
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(spans))
    assert all(span.end_ms <= end_ms for span in spans)
    for chunk in found:
        assert chunk.length_ms <= PIECES.longest_ms + 2 * PIECES.edge_ms
        assert all(
            any(part.start_ms <= voice.start_ms < voice.end_ms <= part.end_ms for part in spans)
            for voice in chunk.voices
        )


def test_pieces_are_given_before_the_sound_has_ended() -> None:
    def endless() -> Iterator[Span]:
        at = 0
        while True:
            yield Span(at, at + 2_000)
            at += 2_500

    found = chunks(endless(), PIECES, 10**9)
    assert next(found).stretches[-1].end_ms < 20_000


def test_a_doubted_piece_is_parted_at_its_longest_pause() -> None:
    row = (Span(300, 2_000), Span(2_200, 4_000), Span(5_000, 6_000))
    first, second = halves(Chunk((Span(0, 6_300),), row))
    assert first == Chunk((Span(0, 4_500),), row[:2])
    assert second == Chunk((Span(4_500, 6_300),), row[2:])
    alone = Chunk((Span(0, 2_300),), row[:1])
    assert halves(alone) == (alone,)


def test_a_doubted_piece_is_parted_where_a_silence_was_left_out() -> None:
    row = (Span(1_000, 2_000), Span(60_000, 61_000))
    sound = (Span(700, 2_300), Span(59_700, 61_300))
    assert halves(Chunk(sound, row)) == (Chunk(sound[:1], row[:1]), Chunk(sound[1:], row[1:]))


def test_how_fast_people_usually_speak_is_the_middle_of_late() -> None:
    usual = Usual()
    assert usual.pace == 0.0
    usual.note([0.01, 0.014, 0.012])
    assert usual.pace == 0.012
    usual.note([0.02] * 100)
    assert usual.pace == 0.02
