"""Captions: what was said, in lines one can read."""

from hypothesis import given
from hypothesis import strategies as st

from storage.captions import LINE, LINES, webvtt
from storage.transcripts import HeardWord, Line


def spoken(text: str, start_ms: int = 0, each_ms: int = 300, pause_ms: int = 0) -> Line:
    words = tuple(
        HeardWord(
            start_ms + n * (each_ms + pause_ms),
            start_ms + n * (each_ms + pause_ms) + each_ms,
            word,
            0.9,
        )
        for n, word in enumerate(text.split())
    )
    return Line(start_ms, words[-1].end_ms, text, words)


def test_a_sentence_is_shown_while_it_is_said() -> None:
    assert webvtt([spoken("Goedemorgen allemaal.", start_ms=61_500)]) == (
        "WEBVTT\n\n00:01:01.500 --> 00:01:02.100\nGoedemorgen allemaal.\n"
    )


def test_a_long_sentence_is_split_on_words_into_even_cues() -> None:
    sentence = (
        "Vandaag gaan we uitzoeken waarom bladeren groen zijn en hoe een plant met licht "
        "en water zijn eigen voedsel maakt."
    )
    assert webvtt([spoken(sentence)]) == (
        "WEBVTT\n"
        "\n"
        "00:00:00.000 --> 00:00:02.700\n"
        "Vandaag gaan we uitzoeken\n"
        "waarom bladeren groen zijn en\n"
        "\n"
        "00:00:02.700 --> 00:00:06.000\n"
        "hoe een plant met licht en\n"
        "water zijn eigen voedsel maakt.\n"
    )


def test_a_silence_inside_a_sentence_starts_a_new_cue() -> None:
    assert webvtt([spoken("Een. Twee.", each_ms=500, pause_ms=2000)]).count("-->") == 2


def test_signs_that_mean_something_in_a_caption_file_are_written_out() -> None:
    assert "3 &lt; 5 &amp; 7 &gt; 6" in webvtt([spoken("3 < 5 & 7 > 6")])


def test_an_arrow_in_speech_cannot_break_the_file() -> None:
    assert webvtt([spoken("a --> b")]).count("-->") == 1


def test_a_lesson_longer_than_an_hour_counts_hours() -> None:
    assert "01:02:03.004 --> " in webvtt([spoken("Tot morgen!", start_ms=3_723_004)])


def test_words_without_times_share_the_time_of_their_sentence() -> None:
    shown = webvtt([Line(1000, 3000, "een twee")])
    assert "00:00:01.000 --> 00:00:03.000\neen twee" in shown


def test_a_silent_lesson_gives_an_empty_file() -> None:
    assert webvtt([]) == "WEBVTT\n"


def test_a_cue_ends_where_the_next_begins() -> None:
    shown = webvtt(
        [
            Line(0, 5000, "een", (HeardWord(0, 5000, "een", 1.0),)),
            Line(3000, 4000, "twee", (HeardWord(3000, 4000, "twee", 1.0),)),
        ]
    )
    assert "00:00:00.000 --> 00:00:03.000\neen" in shown


@given(st.lists(st.text("abcdefgh<&", min_size=1, max_size=30), min_size=1, max_size=80))
def test_every_word_is_shown_once_in_at_most_two_short_lines(words: list[str]) -> None:
    blocks = webvtt([spoken(" ".join(words))]).strip().split("\n\n")[1:]
    shown = [block.split("\n")[1:] for block in blocks]
    plain = [line.replace("&lt;", "<").replace("&amp;", "&") for lines in shown for line in lines]
    assert " ".join(plain).split() == words
    assert all(len(lines) <= LINES for lines in shown)
    assert all(len(line) <= LINE for line in plain)
