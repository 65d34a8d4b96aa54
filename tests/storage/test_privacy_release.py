"""What is released after the privacy check, and what is gone for good."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from storage import (
    clock,
    held,
    ledger,
    orphans,
    privacy_review,
    privacy_work,
    recordings,
    sittings,
    transcripts,
)
from storage.database import acting, asking
from storage.errors import NotAllowed, NotFound, Refused
from storage.media import media_store
from storage.records import (
    MaskedFile,
    PrivacyCheck,
    Recording,
    RecordingState,
    Rendition,
    RenditionKind,
    Tombstone,
    Word,
)
from storage.rules.privacy_check import Masks
from storage.rules.retention import Kind
from storage.spans import Span
from storage.wiping import erase
from tests import makers
from tests.makers import LESSON_MS, Walk
from tests.storage import masking
from tests.storage.masking import (
    FACTS,
    TRIMMED,
    ask,
    bytes_of,
    let_go,
    masked,
    release,
    review,
    save,
)


@pytest.fixture
def walk(sqlite_database: Engine, wanted: list[tuple[str, str]]) -> Walk:
    return masking.watched()


def test_what_is_released_is_what_she_agreed_with_and_the_rest_is_gone(walk: Walk):
    release(masked(walk))
    with asking() as session:
        recording = session.get_one(Recording, walk.recording_id)
        kinds = set(session.scalars(select(Rendition.kind)))
        assert session.scalars(select(MaskedFile)).all() == []
        assert session.get_one(PrivacyCheck, walk.recording_id).masks is None
    assert (recording.state, recording.duration_ms) == (
        RecordingState.released,
        FACTS.duration_ms,
    )
    assert kinds == {RenditionKind.proxy, RenditionKind.poster, RenditionKind.peaks}
    let_go(walk)
    left = bytes_of(walk)
    assert {b"masked proxy", b"masked poster", b"masked peaks"} <= left
    assert not left & {b"a film", b"proxy-bytes", b"data_saver-bytes", b"filmstrip-bytes"}
    with asking() as session:
        (stone,) = session.scalars(select(Tombstone)).all()
        assert session.get(PrivacyCheck, walk.recording_id) is None
    assert (stone.kind, stone.thing_id) == (Kind.unmasked_recording, walk.recording_id)


def test_what_was_said_in_a_silent_part_is_released_to_nobody(
    walk: Walk, wanted: list[tuple[str, str]]
):
    release(masked(walk))
    with asking() as session:
        lines = transcripts.read(session, walk.coach, walk.recording_id).lines
        assert session.scalars(select(Word)).all() == []
    assert [(each.start_ms, each.text) for each in lines] == [(72_000, "Maybe he was lonely.")]
    assert ("captions", walk.recording_id) in wanted


def test_a_film_is_not_released_while_its_words_are_still_written_out(walk: Walk):
    masked(walk)
    with acting() as session:
        session.get_one(Recording, walk.recording_id).step = "transcript"
    with pytest.raises(Refused) as no:
        release(walk)
    assert no.value.key == "privacy_check.still_writing"


def test_once_it_is_released_there_is_no_way_back(walk: Walk):
    release(masked(walk))
    with pytest.raises((NotFound, NotAllowed)), acting() as session:
        privacy_review.save(session, walk.teacher, walk.recording_id, 1, TRIMMED)
    with pytest.raises(NotFound):
        review(walk)


def test_under_a_hold_nothing_is_made_and_nothing_released(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
):
    masked(walk)
    save(walk, Masks(Span(3_000, LESSON_MS)))
    work_id = ask(walk)
    monkeypatch.setattr(held, "locks", lambda *_: held.Locks(held=True))
    with pytest.raises(NotFound), asking() as session:
        privacy_work.order(session, work_id)
    with pytest.raises((NotFound, NotAllowed)):
        release(walk)


def test_what_was_made_and_what_must_go_are_no_orphans(walk: Walk):
    masked(walk)
    with clock.at(makers.day(clock.today()) + 3 * orphans.YOUNG):
        assert orphans.look(media_store()).removed == []
    release(walk)
    with clock.at(makers.day(clock.today()) + 3 * orphans.YOUNG):
        assert not [k for k in orphans.look(media_store()).removed if "original" in k]


def test_a_restored_film_that_still_has_in_it_what_was_taken_out_goes_whole(walk: Walk):
    erase(media_store(), Kind.unmasked_recording, walk.recording_id)
    with asking() as session:
        assert session.get(Recording, walk.recording_id) is None


def test_what_was_taken_out_of_a_restored_film_goes_from_it(walk: Walk):
    release(masked(walk))
    erase(media_store(), Kind.unmasked_recording, walk.recording_id)
    assert b"proxy-bytes" not in bytes_of(walk)
    assert b"masked proxy" in bytes_of(walk)


def test_the_ledger_tells_of_the_check_and_of_what_was_taken_out(walk: Walk):
    release(masked(walk))
    with asking() as session:
        told = [
            each.act for each in ledger.lines_about(session, walk.teacher.id, walk.recording_id)
        ]
    assert told.index("check_privacy") < told.index("mask") < told.index("release")


def test_what_she_watched_before_is_told_on_the_clock_of_the_film_as_it_was(walk: Walk):
    mine = (walk.teacher, sittings.SENT, walk.recording_id)
    with acting() as session:
        sittings.note_of_recording(session, *mine, [Span(0, LESSON_MS)])
    at = clock.now() + timedelta(minutes=1)
    masked(walk)
    with clock.at(at):
        release(walk)
    with clock.at(at + timedelta(minutes=1)), acting() as session:
        sittings.note_of_recording(session, *mine, [Span(0, 5_000)])
    with asking() as session:
        lines = [line for line in ledger.read(session, walk.teacher) if line.act == sittings.SENT]
    assert [(line.span, line.of_film_before) for line in lines] == [
        (Span(0, 5_000), False), (Span(0, LESSON_MS), True),
    ]  # fmt: skip


def tried(act: Callable[[Session], None], both: Barrier) -> bool:
    """Whether an act that begins when the other does was done, or refused."""
    both.wait(60)
    try:
        with acting() as session:
            act(session)
    except Refused:
        return False
    return True


@pytest.mark.parametrize("turn", range(3))
def test_of_changing_and_releasing_at_once_one_is_refused(
    postgres_database: Engine, wanted: list[tuple[str, str]], turn: int
):
    changed = Masks(Span(4_000, LESSON_MS))
    walk, both = masked(masking.watched()), Barrier(2)
    mine = {"asker": walk.teacher, "recording_id": walk.recording_id}
    version = review(walk).version
    acts = (
        partial(privacy_review.save, **mine, version=version, masks=changed),
        partial(recordings.release, **mine, pupils_checked=True),
    )
    with ThreadPoolExecutor(2) as two:
        saved, released = two.map(tried, acts, (both, both))
    assert (saved, released) in {(True, False), (False, True)}
    with asking() as session:
        film = session.get_one(Recording, walk.recording_id)
        found = session.get_one(PrivacyCheck, walk.recording_id)
        assert (film.state is RecordingState.released) is released
        assert (found.masks == changed.to_json()) is saved
        assert (film.duration_ms == FACTS.duration_ms) is released
        assert bool(found.leaving) is released


@pytest.mark.usefixtures("sqlite_database", "wanted")
def test_who_saw_what_her_film_becomes_is_not_asked_to_watch_it_again():
    walk = masked(makers.a_walk().ready())
    save(walk, Masks(Span(0, LESSON_MS)))
    masking.agree(walk)
    with pytest.raises(Refused, match="film_not_watched"):
        release(walk)
    masked(walk)
    release(walk)
    with asking() as session:
        assert session.get_one(Recording, walk.recording_id).state is RecordingState.released
