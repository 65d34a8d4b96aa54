"""The privacy check of a teacher's own film: what she takes out, and what she looks at."""

import pytest
from sqlalchemy import Engine, select

from storage import privacy_review, privacy_work, recordings, retention
from storage.database import acting, asking
from storage.errors import ChangedMeanwhile, NotFound, Refused
from storage.media import media_store
from storage.records import CheckWorkKind, PrivacyCheck, RenditionKind
from storage.rules.access import Asker
from storage.rules.privacy_check import Masks, Zone
from storage.rules.roles import Role
from storage.spans import Span
from tests.makers import LESSON_MS, Walk
from tests.storage import masking
from tests.storage.doors import everybody_else
from tests.storage.masking import (
    TRIMMED,
    agree,
    ask,
    bytes_of,
    make,
    masked,
    release,
    review,
    save,
    work_of,
)


@pytest.fixture
def walk(sqlite_database: Engine, wanted: list[tuple[str, str]]) -> Walk:
    return masking.watched()


def test_nobody_releases_a_film_without_having_looked(walk: Walk):
    with pytest.raises(Refused) as no:
        release(walk)
    assert no.value.key == "guards.masks_not_reviewed"
    agree(walk)
    release(walk)
    with asking() as session:
        assert session.get_one(PrivacyCheck, walk.recording_id).leaving == []


def test_nobody_agrees_with_what_was_not_made_yet(walk: Walk):
    save(walk, TRIMMED)
    with pytest.raises(Refused) as no:
        agree(walk)
    assert no.value.key == "privacy_check.look_first"


def test_whoever_changes_her_mind_has_to_look_again(walk: Walk):
    masked(walk)
    assert review(walk).reviewed
    save(walk, Masks(Span(3_000, LESSON_MS)))
    assert not review(walk).reviewed
    assert review(walk).made is None
    with pytest.raises(Refused):
        release(walk)
    save(walk, Masks(Span(0, LESSON_MS)))
    agree(walk)
    release(walk)
    assert b"proxy-bytes" in bytes_of(walk)


def test_what_was_being_made_of_an_older_wish_is_unwanted(
    walk: Walk, wanted: list[tuple[str, str]]
):
    save(walk, TRIMMED)
    first = ask(walk)
    save(walk, Masks(Span(3_000, LESSON_MS)))
    assert ("stop mask", first) in wanted
    with pytest.raises(NotFound), acting() as session:
        privacy_work.note_progress(session, first, 50)
    with pytest.raises(NotFound):
        make(first)
    second = ask(walk)
    assert second != first
    assert ask(walk) == second, "asked twice is once"


def test_another_tab_that_saved_first_is_not_overwritten(walk: Walk):
    save(walk, TRIMMED)
    with pytest.raises(ChangedMeanwhile), acting() as session:
        privacy_review.save(session, walk.teacher, walk.recording_id, 0, TRIMMED)


def test_before_release_its_teacher_reads_what_would_still_be_said(walk: Walk):
    save(walk, TRIMMED)
    with asking() as session:
        told = privacy_review.captions_left(session, walk.teacher, walk.recording_id)
    assert "lonely" in told
    assert not [word for word in ("fox", "Good") if word in told]


def test_faces_are_looked_for_ahead_and_nothing_is_covered_before_she_says_so(walk: Walk):
    track = {"start_ms": 0, "end_ms": 4_000, "places": [[500, 0.1, 0.1, 0.1, 0.2]]}
    with acting() as session:
        privacy_work.look_ahead(session, walk.recording_id)
    work_id = work_of(walk, CheckWorkKind.faces)
    with acting() as session:
        privacy_work.look_ahead(session, walk.recording_id)
    assert work_of(walk, CheckWorkKind.faces) == work_id, "asked twice is asked once"
    agree(walk)
    with acting() as session:
        privacy_work.keep_faces(session, work_id, [track])
    found = review(walk)
    assert (found.finding, len(found.faces or ()), found.takes_out) == (None, 1, False)
    assert found.reviewed, "what the machine found takes nothing back that she agreed with"
    with acting() as session:
        privacy_work.look_ahead(session, walk.recording_id)
    assert review(walk).finding is None, "it was done already"
    save(walk, Masks(Span(0, LESSON_MS), blur_faces=True))
    assert review(walk).takes_out


def test_faces_that_are_being_found_ahead_are_covered_once_she_asks_for_them(walk: Walk):
    track = {"start_ms": 0, "end_ms": 4_000, "places": [[500, 0.1, 0.1, 0.1, 0.2]]}
    with acting() as session:
        privacy_work.look_ahead(session, walk.recording_id)
    work_id = work_of(walk, CheckWorkKind.faces)
    with acting() as session:
        privacy_review.find_faces(session, walk.teacher, walk.recording_id)
    assert work_of(walk, CheckWorkKind.faces) == work_id, "it goes on where it was"
    with acting() as session:
        privacy_work.keep_faces(session, work_id, [track])
    assert review(walk).masks.blur_faces


def test_looking_ahead_that_fails_is_not_told_and_a_shared_film_is_not_looked_at(walk: Walk):
    with acting() as session:
        privacy_work.look_ahead(session, walk.recording_id)
    with acting() as session:
        privacy_work.failed(session, work_of(walk, CheckWorkKind.faces))
    assert review(walk).finding is None
    agree(walk)
    with acting() as session:
        recordings.release(session, walk.teacher, walk.recording_id, pupils_checked=True)
    with acting() as session:
        privacy_work.look_ahead(session, walk.recording_id)
        assert privacy_work.waiting(session) == []


def test_nobody_else_checks_or_learns_that_there_is_something_to_check(walk: Walk):
    masked(walk)
    coach_who_teaches = Asker(id=walk.coach.id, role=Role.teacher, holds=frozenset(Role))
    for somebody in [*everybody_else(walk), coach_who_teaches]:
        for act in (
            lambda session, who: privacy_review.look(session, who, walk.recording_id),
            lambda session, who: privacy_review.agree(session, who, walk.recording_id, 1),
            lambda session, who: privacy_review.make(session, who, walk.recording_id),
            lambda session, who: privacy_review.find_faces(session, who, walk.recording_id),
            lambda session, who: privacy_review.leave_faces(session, who, walk.recording_id),
            lambda session, who: privacy_review.stop_making(session, who, walk.recording_id),
            lambda session, who: privacy_review.save(session, who, walk.recording_id, 1, TRIMMED),
            lambda session, who: privacy_review.captions_left(session, who, walk.recording_id),
            lambda session, who: privacy_review.masked_file(
                session, who, walk.recording_id, RenditionKind.proxy
            ),
        ):
            with pytest.raises(NotFound), acting() as session:
                act(session, somebody)


def test_faces_that_are_found_are_proposed_and_can_be_left_or_forgotten(walk: Walk):
    with acting() as session:
        privacy_review.find_faces(session, walk.teacher, walk.recording_id)
    work_id = work_of(walk, CheckWorkKind.faces)
    assert review(walk).finding == privacy_review.Working(None, False)
    with acting() as session:
        privacy_work.note_progress(session, work_id, 40)
    assert review(walk).finding == privacy_review.Working(40, False)
    track = {"start_ms": 0, "end_ms": 4_000, "places": [[500, 0.1, 0.1, 0.1, 0.2]]}
    with acting() as session:
        privacy_work.keep_faces(session, work_id, [track])
    found = review(walk)
    assert (found.finding, len(found.faces or ()), found.masks.blur_faces) == (None, 1, True)
    mine = Masks(Span(0, LESSON_MS), blur_faces=True, left=frozenset({0}))
    save(walk, mine)
    assert review(walk).masks.left == {0}
    with pytest.raises(NotFound):
        save(walk, Masks(Span(0, LESSON_MS), blur_faces=True, left=frozenset({1})))
    with acting() as session:
        privacy_review.leave_faces(session, walk.teacher, walk.recording_id)
    assert (review(walk).faces, review(walk).takes_out) == (None, False)


def test_work_that_did_not_succeed_can_be_asked_for_again(walk: Walk):
    save(walk, TRIMMED)
    work_id = ask(walk)
    with asking() as session:
        assert privacy_work.waiting(session) == [("mask", work_id)]
    with acting() as session:
        privacy_work.failed(session, work_id)
    with asking() as session:
        assert privacy_work.waiting(session) == []
    assert review(walk).making == privacy_review.Working(None, True)
    assert ask(walk) != work_id
    with acting() as session:
        privacy_review.stop_making(session, walk.teacher, walk.recording_id)
    assert review(walk).making is None


def test_a_film_that_is_thrown_away_takes_its_check_along(
    walk: Walk, wanted: list[tuple[str, str]]
):
    save(walk, TRIMMED)
    work_id = ask(walk)
    with acting() as session:
        recordings.discard(session, walk.teacher, walk.recording_id)
    assert ("stop mask", work_id) in wanted
    with pytest.raises(NotFound), asking() as session:
        privacy_work.order(session, work_id)
    retention.purge_recording(media_store(), walk.recording_id)
    with asking() as session:
        assert session.scalars(select(PrivacyCheck)).all() == []


@pytest.mark.parametrize(
    "masks",
    [
        Masks(Span(0, LESSON_MS + 1)),
        Masks(Span(0, LESSON_MS), zones=(Zone(0.9, 0, 0.2, 0.1),)),
        Masks(Span(0, LESSON_MS), zones=(Zone(0, 0, 0.2, 0.1, Span(1, LESSON_MS + 1)),)),
    ],
)
def test_what_makes_no_sense_is_not_kept(walk: Walk, masks: Masks):
    with pytest.raises(Refused):
        save(walk, masks)
