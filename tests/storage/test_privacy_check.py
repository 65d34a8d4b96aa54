"""What is left of a film takes its place: in the files, in the words, on its own clock."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import command_line, privacy_check, transcripts
from storage.errors import NotFound, Refused
from storage.machine_work import FilmFacts, StoredFile
from storage.media import Blob
from storage.records import (
    Recording,
    RecordingState,
    Rendition,
    RenditionKind,
    Segment,
    Transcript,
    Word,
)
from storage.rules.privacy_check import Masks
from storage.rules.transcript import HeardWord
from storage.spans import Span
from storage.transcripts import Line

LENGTH_MS = 60_000
FACTS = FilmFacts(40_000, 1280, 720, 25, 1)


def line(start_ms: int, *texts: str) -> Line:
    words = [HeardWord(start_ms + 500 * n, start_ms + 500 * n + 400, f" {text}", 0.9)
             for n, text in enumerate(texts)]  # fmt: skip
    return Line(start_ms, words[-1].end_ms, " ".join(texts), tuple(words))


def file(kind: RenditionKind, folder: str) -> StoredFile:
    return StoredFile(kind, f"{folder}/{kind}.bin", 10, "0" * 64, "application/octet-stream")


@pytest.fixture
def film(session: Session) -> Recording:
    place = command_line.new_place(".mp4")
    made = command_line.bring_in(session, place, Blob(place.key, 100, "0" * 64), "nl")
    made.state, made.step, made.duration_ms = RecordingState.ready, "done", LENGTH_MS
    for kind in (RenditionKind.proxy, RenditionKind.data_saver, RenditionKind.captions):
        old = file(kind, "old")
        session.add(
            Rendition(
                recording_id=made.id, kind=kind, key=old.key, size=old.size, sha256=old.sha256,
                media_type=old.media_type, created_at=made.uploaded_at,
            )
        )  # fmt: skip
    transcripts.keep(
        session, made.id, "nl", "tiny",
        [line(1000, "Goedemorgen"), line(20_000, "Kom", "Sanne"), line(30_000, "Mooi", "zo")],
    )  # fmt: skip
    session.flush()
    return made


def put(session: Session, film: Recording, masks: Masks) -> list[str]:
    return privacy_check.put_in_place(
        session, film.id, masks, FACTS, [file(RenditionKind.proxy, "new")]
    )


def test_new_files_stand_for_the_old_and_only_the_original_stays(session: Session, film: Recording):
    gone = put(session, film, Masks(Span(10_000, 50_000)))
    assert sorted(gone) == ["old/captions.bin", "old/data_saver.bin", "old/proxy.bin"]
    left = session.scalars(select(Rendition).where(Rendition.recording_id == film.id)).all()
    assert {row.kind for row in left} == {RenditionKind.original, RenditionKind.proxy}
    assert session.get_one(Recording, film.id).duration_ms == FACTS.duration_ms


def test_words_move_with_the_film_and_those_that_are_muted_leave_it(
    session: Session, film: Recording
):
    put(session, film, Masks(Span(10_000, 50_000), muted=(Span(20_600, 20_900),)))
    left = transcripts.lines(session, film.id)
    assert [(each.start_ms, each.text) for each in left] == [(10_000, "Kom"), (20_000, "Mooi zo")]
    assert session.scalars(select(Word.text)).all().count(" Sanne") == 0
    written = session.scalars(select(Transcript)).one()
    assert written.version != written.written


def test_a_corrected_line_stays_as_it_was_put_right_and_what_was_heard_goes(
    session: Session, film: Recording
):
    segment = session.scalars(select(Segment).where(Segment.text == "Mooi zo")).one()
    segment.corrected_text, segment.corrected_at = "Heel mooi", film.uploaded_at
    session.flush()
    put(session, film, Masks(Span(10_000, 50_000)))
    assert [each.text for each in transcripts.lines(session, film.id)][-1] == "Heel mooi"
    assert all(each.original is None for each in transcripts.lines(session, film.id))


def test_a_line_without_word_times_goes_whole(session: Session, film: Recording):
    plain = Line(30_000, 31_000, "Mooi zo Sanne")
    masks = Masks(Span(0, LENGTH_MS), muted=(Span(30_900, 30_950),))
    assert privacy_check.left_of(plain, masks) is None
    assert privacy_check.left_of(plain, Masks(Span(0, LENGTH_MS))) == plain


@pytest.mark.parametrize(
    ("state", "step"), [(RecordingState.ready, "transcript"), (RecordingState.released, "done")]
)
def test_nothing_is_taken_out_while_the_machine_works_or_once_it_is_shared(
    session: Session, film: Recording, state: RecordingState, step: str
):
    film.state, film.step = state, step
    session.flush()
    with pytest.raises(Refused) as no:
        put(session, film, Masks(Span(10_000, 50_000)))
    assert no.value.key == "privacy_check.not_now"


def test_a_film_that_did_not_come_in_by_command_line_is_not_found(session: Session):
    with pytest.raises(NotFound):
        privacy_check.maskable(session, "somebody-elses")
