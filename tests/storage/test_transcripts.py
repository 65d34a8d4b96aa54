"""What was said: written out line by line by the machine, never over what people put right."""

import pytest
from sqlalchemy import Engine, func, select

from storage import corrections, jobs, transcripts
from storage.database import acting, asking
from storage.records import Recording, Segment, Word
from storage.transcripts import HeardWord, Line
from tests import makers
from tests.makers import Walk

HEARD = [
    Line(0, 2_000, "Goedemorgen.", (HeardWord(0, 2_000, " Goedemorgen.", 0.9),)),
    Line(3_000, 5_000, "Wat zijn bladeren?", (HeardWord(3_000, 5_000, " Wat", 0.4),)),
    Line(6_000, 8_000, "Groen."),
]


@pytest.fixture
def ready(sqlite_database: Engine) -> Walk:
    with jobs.collecting():
        return makers.a_walk().ready()


def begun(walk: Walk, *heard: Line) -> None:
    with acting() as session:
        session.get_one(Recording, walk.recording_id).step = "transcript"
        transcripts.keep(session, walk.recording_id, "nl", "m", heard)


def read(walk: Walk, after: int = 0) -> transcripts.Reading:
    with asking() as session:
        return transcripts.read(session, walk.teacher, walk.recording_id, after)


def correct(walk: Walk, number: int, text: str) -> None:
    line = read(walk).lines[number]
    with acting() as session, jobs.collecting():
        corrections.correct(session, walk.teacher, line.id, text, line.version)


def test_lines_are_read_in_order_with_the_words_that_were_heard(ready: Walk):
    begun(ready, *HEARD)
    lines = read(ready).lines
    assert [(line.text, line.words) for line in lines] == [(at.text, at.words) for at in HEARD]
    assert [line.text for line in read(ready, after=2).lines] == ["Groen."]


def test_while_the_machine_works_a_reader_is_told_that_more_is_coming(ready: Walk):
    assert read(ready).whole
    begun(ready, HEARD[0])
    assert not read(ready).whole
    with acting() as session:
        transcripts.add(session, ready.recording_id, 1, HEARD[1:])
    assert len(read(ready).lines) == 3


def test_hearing_the_same_again_leaves_every_line_as_it_was(ready: Walk):
    begun(ready, *HEARD)
    before = read(ready).lines
    correct(ready, 1, "Waarom zijn bladeren groen?")
    begun(ready, *HEARD)
    after = read(ready).lines
    assert [line.id for line in after] == [line.id for line in before]
    assert after[1].text == "Waarom zijn bladeren groen?"


def test_a_correction_goes_along_to_the_line_that_is_heard_in_its_place(ready: Walk):
    begun(ready, *HEARD)
    correct(ready, 1, "Waarom zijn bladeren groen?")
    begun(ready, HEARD[0], Line(2_900, 4_800, "Wat bladeren."), HEARD[2])
    line = read(ready).lines[1]
    assert (line.start_ms, line.text, line.original) == (
        2_900, "Waarom zijn bladeren groen?", "Wat bladeren.",
    )  # fmt: skip


def test_a_correction_is_not_put_on_a_line_from_another_moment(ready: Walk):
    begun(ready, *HEARD)
    correct(ready, 1, "Waarom zijn bladeren groen?")
    begun(ready, HEARD[0], Line(4_500, 9_000, "Iets anders."))
    assert [line.text for line in read(ready).lines] == ["Goedemorgen.", "Iets anders."]


def test_a_shorter_second_hearing_leaves_no_line_or_word_of_the_first(ready: Walk):
    begun(ready, *HEARD)
    begun(ready, HEARD[2])
    with asking() as session:
        assert session.scalars(select(Segment.text)).all() == ["Groen."]
        assert session.scalar(select(func.count()).select_from(Word)) == 0


def test_what_is_written_out_names_the_language_the_model_and_the_corrected_words(ready: Walk):
    begun(ready, *HEARD)
    correct(ready, 1, "Wat denk jij?")
    with asking() as session:
        written = transcripts.whole(session, ready.recording_id).to_json()
    assert (written["language"], written["model"]) == ("nl", "m")
    assert written["segments"][1]["text"] == "Wat denk jij?"
    assert [word["text"] for word in written["segments"][1]["words"]] == [" Wat", " denk", " jij?"]
    assert set(written["segments"][0]) == {"start_ms", "end_ms", "text", "words"}
