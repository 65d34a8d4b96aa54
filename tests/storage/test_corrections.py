"""Putting a transcript right: a line by two people, a pupil's name out of everything."""

import re

import pytest
from sqlalchemy import Engine, inspect, select, text

from storage import captions, corrections, jobs, transcripts
from storage.database import acting, asking
from storage.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from storage.records import LedgerEntry, Recording, Transcript
from storage.rules.access import Asker
from storage.spans import Span
from storage.transcripts import HeardWord, Line
from tests import makers
from tests.makers import Walk
from tests.storage.doors import everybody_else

SAID = "Goed zo, Sanne, dat is Sanne's werk."
HEARD = [
    Line(
        0,
        7_000,
        SAID,
        tuple(
            HeardWord(n * 1000, n * 1000 + 900, f" {w}", 0.9) for n, w in enumerate(SAID.split())
        ),
    ),
    Line(8_000, 9_000, "En nu jij, Zoë.", (HeardWord(8_000, 9_000, " Zoë.", 0.3),)),
    Line(10_000, 11_000, "Pak je boek.", (HeardWord(10_000, 11_000, " boek.", 0.3),)),
]


@pytest.fixture
def walk(request: pytest.FixtureRequest) -> Walk:
    """On the database that a test names; where it does not matter, on SQLite alone."""
    request.getfixturevalue("database" if "database" in request.fixturenames else "sqlite_database")
    with jobs.collecting():
        walk = makers.a_walk().ready()
        with acting() as session:
            transcripts.keep(session, walk.recording_id, "nl", "m", HEARD)
        return walk


@pytest.fixture
def shared(walk: Walk) -> Walk:
    with jobs.collecting():
        return walk.released()


def lines(walk: Walk) -> list[Line]:
    with asking() as session:
        return transcripts.read(session, walk.teacher, walk.recording_id).lines


def correct(asker: Asker, line: Line, words: str) -> Line:
    with acting() as session:
        return corrections.correct(session, asker, line.id, words, line.version)


def forget(asker: Asker, walk: Walk, name: str) -> int:
    with acting() as session:
        return corrections.replace_name(session, asker, walk.recording_id, name)


def told(act: str) -> list[LedgerEntry]:
    with asking() as session:
        return list(session.scalars(select(LedgerEntry).where(LedgerEntry.act == act)))


# A line


def test_a_corrected_line_is_shown_and_what_was_heard_stays(walk: Walk):
    with jobs.collecting() as wanted:
        correct(walk.teacher, lines(walk)[2], "  Pak je\n boek er maar bij. ")
    line = lines(walk)[2]
    assert (line.text, line.original) == ("Pak je boek er maar bij.", "Pak je boek.")
    assert wanted == [("captions", walk.recording_id)]


def test_captions_show_the_correction_at_once(walk: Walk):
    with jobs.collecting():
        correct(walk.teacher, lines(walk)[2], "Pak je schrift.")
    with asking() as session:
        whole = captions.of_recording(session, walk.recording_id)
        clip = captions.of_clip(session, walk.recording_id, Span(9_500, 20_000))
    assert "Pak je schrift." in whole
    assert "boek" not in whole
    assert "00:00:00.500 --> " in clip
    assert "schrift" in clip


def test_typing_what_was_heard_or_putting_it_back_leaves_no_correction(walk: Walk):
    with jobs.collecting():
        once = correct(walk.teacher, lines(walk)[2], "Pak je schrift.")
        again = correct(walk.teacher, once, "Pak je boek.")
        assert (again.text, again.original) == ("Pak je boek.", None)
        third = correct(walk.teacher, again, "Iets anders.")
        with acting() as session:
            back = corrections.take_back(session, walk.teacher, third.id, third.version)
    assert (back.text, back.original) == ("Pak je boek.", None)


def test_a_line_may_be_emptied_because_nothing_was_said(walk: Walk):
    with jobs.collecting():
        correct(walk.teacher, lines(walk)[2], "")
    with asking() as session:
        assert "boek" not in captions.of_recording(session, walk.recording_id)


def test_who_comes_second_loses_nothing_and_sees_what_the_other_wrote(shared: Walk):
    seen = lines(shared)[2]
    with jobs.collecting():
        correct(shared.coach, seen, "Pak je schrift.")
        with pytest.raises(ChangedMeanwhile) as refused:
            correct(shared.teacher, seen, "Pak je pen.")
        assert refused.value.theirs == "Pak je schrift."
        assert lines(shared)[2].text == "Pak je schrift."
        correct(shared.teacher, lines(shared)[2], "Pak je pen.")
    assert lines(shared)[2].text == "Pak je pen."


def test_the_ledger_tells_who_put_which_moment_right_and_no_word(walk: Walk):
    with jobs.collecting():
        correct(walk.teacher, lines(walk)[2], "Pak je schrift.")
    [line] = told("correct")
    assert (line.actor_id, line.thing_id) == (walk.teacher.id, walk.recording_id)
    assert (line.start_ms, line.end_ms) == (10_000, 11_000)


def test_a_line_of_a_thousand_letters_fits_and_one_more_does_not(walk: Walk):
    with jobs.collecting():
        line = correct(walk.teacher, lines(walk)[2], "a" * 1000)
        with pytest.raises(Refused, match="line_too_long"):
            correct(walk.teacher, line, "a" * 1001)


def test_before_sharing_only_the_teacher_reaches_a_line_or_a_name(walk: Walk):
    line = lines(walk)[2]
    for asker in everybody_else(walk):
        with pytest.raises(NotFound):
            correct(asker, line, "x")
        with pytest.raises(NotFound):
            forget(asker, walk, "Sanne")
        with asking() as session, pytest.raises(NotFound):
            corrections.places_of_name(session, asker, walk.recording_id, "Sanne")
        with asking() as session, pytest.raises(NotFound):
            corrections.line(session, asker, line.id)
    assert lines(walk)[0].text == SAID


def test_a_line_that_does_not_exist_is_not_found(walk: Walk):
    with pytest.raises(NotFound):
        correct(walk.teacher, Line(0, 1, "", id="nothing"), "x")


# A name


def test_a_name_is_counted_first_and_goes_everywhere_at_once(shared: Walk, database: Engine):
    with asking() as session:
        for name in ("sanne", "SANNE"):
            count = corrections.places_of_name(session, shared.teacher, shared.recording_id, name)
            assert count == 2
    with jobs.collecting() as wanted:
        assert forget(shared.coach, shared, "sanne") == 2
        assert forget(shared.teacher, shared, "Zoe") == 1
    assert ("captions", shared.recording_id) in wanted
    assert [line.text for line in lines(shared)[:2]] == [
        "Goed zo, [leerling], dat is [leerling]'s werk.", "En nu jij, [leerling].",
    ]  # fmt: skip
    assert left_in(database, "sanne", "zoë", "zoe") == set()


def left_in(engine: Engine, *names: str) -> set[str]:
    """Which names stand as a word in any column of any table."""
    with asking() as session:
        everything = " ".join(
            str(value)
            for table in inspect(engine).get_table_names()
            for row in session.execute(text(f'SELECT * FROM "{table}"'))
            for value in row
        ).lower()
    return {name for name in names if re.search(rf"\b{name}\b", everything)}


def test_a_name_is_also_gone_from_what_was_heard_under_a_correction(walk: Walk, database: Engine):
    with jobs.collecting():
        correct(walk.teacher, lines(walk)[1], "En nu jij, vriend.")
        assert forget(walk.teacher, walk, "Zoë") == 1
    line = lines(walk)[1]
    assert (line.text, line.original) == ("En nu jij, vriend.", "En nu jij, [leerling].")
    assert left_in(database, "zoë") == set()


def test_the_captions_say_pupil_where_the_name_was_said(walk: Walk):
    with jobs.collecting():
        forget(walk.teacher, walk, "Sanne")
    with asking() as session:
        told = captions.of_recording(session, walk.recording_id)
    assert "Sanne" not in told
    assert told.count("[leerling]") == 2


def test_a_correction_based_on_a_line_with_the_name_comes_second(walk: Walk):
    seen = lines(walk)[0]
    with jobs.collecting():
        forget(walk.teacher, walk, "Sanne")
        with pytest.raises(ChangedMeanwhile):
            correct(walk.teacher, seen, "Goed zo, Sanne!")


def test_the_ledger_says_that_a_name_was_removed_and_not_which(walk: Walk):
    with jobs.collecting():
        forget(walk.teacher, walk, "Sanne")
        forget(walk.teacher, walk, "Niemand")
    assert [line.actor_id for line in told("forget_name")] == [walk.teacher.id]


@pytest.mark.parametrize("name", ["", "S", "--", "x" * 81, "leerling"])
def test_what_cannot_be_a_name_is_refused_with_a_sentence(walk: Walk, name: str):
    with pytest.raises(Refused, match=r"not_a_name|name_is_pupil"):
        forget(walk.teacher, walk, name)


def test_a_name_waits_until_everything_is_written_out(walk: Walk):
    with acting() as session:
        session.get_one(Recording, walk.recording_id).step = "transcript"
    with pytest.raises(Refused, match="name_too_early"):
        forget(walk.teacher, walk, "Sanne")


def test_a_coach_whose_cycle_ended_puts_nothing_right_any_more(shared: Walk):
    line = lines(shared)[2]
    with jobs.collecting():
        shared.completed()
    with pytest.raises((NotFound, NotAllowed)):
        correct(shared.coach, line, "x")
    with jobs.collecting():
        assert correct(shared.teacher, line, "Pak je pen.").text == "Pak je pen."


# The stored files


def test_files_are_behind_until_the_last_change_is_written(walk: Walk):
    def behind() -> list[str]:
        with asking() as session:
            return transcripts.behind(session)

    with jobs.collecting():
        correct(walk.teacher, lines(walk)[2], "Pak je pen.")
    assert behind() == [walk.recording_id]
    with acting() as session:
        assert not transcripts.note_written(session, walk.recording_id, 0)
        assert transcripts.note_written(session, walk.recording_id, 1)
    assert behind() == []
    with asking() as session:
        assert session.scalar(select(Transcript.version)) == 1
