"""What a model makes of silence and noise is held back; what was said is not."""

from pipeline.speech import Guess, Heard, Segment, Sieve, Word


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
