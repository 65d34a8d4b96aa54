"""What a model makes of silence and noise is held back; what was said is not."""

from pipeline.speech import (
    LONGEST_LINE_MS,
    Guess,
    Heard,
    Segment,
    Sieve,
    Word,
    joined,
    lines,
    settled,
)
from storage.spans import Span


def guess(
    text: str, likelihood: float = -0.3, silence: float = 0.1, repetition: float = 1.2
) -> Guess:
    return Guess(Segment(0, 1000, text), likelihood, silence, repetition)


def kept(*guesses: Guess) -> list[str]:
    return [segment.text for segment in Sieve().sift(guesses)]


def test_ordinary_speech_is_kept() -> None:
    assert kept(guess("Pak je boek."), guess("Bladzijde twaalf.")) == [
        "Pak je boek.",
        "Bladzijde twaalf.",
    ]


def test_what_is_unlikely_and_probably_silence_is_dropped() -> None:
    assert kept(guess("TV GELDERLAND 2020", likelihood=-1.4, silence=0.9)) == []


def test_a_mumbled_answer_is_kept_when_somebody_did_speak() -> None:
    assert kept(guess("zuurstof", likelihood=-1.4, silence=0.2)) == ["zuurstof"]


def test_a_model_that_is_stuck_is_dropped() -> None:
    assert kept(guess("ja ja ja ja ja ja ja ja ja ja", repetition=4.0)) == []


def test_a_sentence_may_be_repeated_once_as_in_a_dictation() -> None:
    line = guess("De kat zit op de mat.")
    assert kept(line, line, line, line) == ["De kat zit op de mat."] * 2


def test_lines_without_a_word_are_dropped() -> None:
    assert kept(guess("..."), guess("  "), guess("♪")) == []


def test_a_transcript_survives_being_kept_as_plain_values() -> None:
    segment = Segment(0, 900, "Hoi!", (Word(0, 900, "Hoi!", 0.9),))
    written = Heard("nl", "whisper-base", (segment,)).to_json()
    assert Segment.from_json(dict(written["segments"][0])) == segment


def later(ms: int) -> int:
    return ms + 10_000


def words(*said: tuple[int, int, str]) -> list[Word]:
    return [Word(start, end, text, 0.9) for start, end, text in said]


def test_the_halves_of_a_hyphenated_word_become_one_word_as_sure_as_the_least_sure() -> None:
    parts = [(0, 300, " well", 0.9), (300, 600, "-known", 0.5), (700, 900, " fact.", 0.8)]
    assert list(joined(parts)) == [Word(0, 600, "well-known", 0.5), Word(700, 900, "fact.", 0.8)]
    assert list(joined([])) == []


def test_lines_end_with_their_sentence_or_at_a_long_silence() -> None:
    said = words((0, 400, "Pak"), (400, 900, "maar."), (1000, 1300, "Wie"), (3000, 3400, "weet?"))
    assert [(line.text, line.start_ms, line.end_ms) for line in lines(said)] == [
        ("Pak maar.", 0, 900),
        ("Wie", 1000, 1300),
        ("weet?", 3000, 3400),
    ]


def test_a_line_without_a_full_stop_does_not_go_on_for_ever() -> None:
    said = words(*((at, at + 400, "en") for at in range(0, 60_000, 500)))
    found = list(lines(said))
    assert [word for line in found for word in line.words] == said
    assert max(line.end_ms - line.start_ms for line in found) <= LONGEST_LINE_MS


def test_a_word_is_placed_in_the_film_and_not_in_the_silence_before_it() -> None:
    voices = (Span(10_000, 11_000), Span(13_000, 14_000))
    early = settled(Word(700, 2_900, "Ja", 0.9), later, voices)
    assert (early.start_ms, early.end_ms) == (10_700, 11_100)
    late = settled(Word(1_500, 3_400, "Ja", 0.9), later, voices)
    assert (late.start_ms, late.end_ms) == (12_900, 13_400)
    inside = settled(Word(3_100, 3_400, "nee", 0.9), later, voices)
    assert (inside.start_ms, inside.end_ms) == (13_100, 13_400)


def test_a_word_heard_where_nobody_speaks_keeps_its_order() -> None:
    lost = settled(Word(0, 100, "eh", 0.2), later, (Span(13_000, 14_000),))
    assert lost.start_ms <= lost.end_ms
