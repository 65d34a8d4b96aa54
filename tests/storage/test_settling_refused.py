"""When a film that a parent objects to is not changed, and by whom: it stays locked."""

import pytest
from sqlalchemy import select

from storage import (
    access,
    clock,
    held,
    objection_entries,
    privacy_review,
    privacy_work,
    settling,
    wiping,
)
from storage.database import acting, asking
from storage.errors import NotAllowed, NotFound, Refused
from storage.records import CheckWork, Clip, Recording, RenditionKind
from storage.rules.access import Act, Asker
from storage.rules.objection import Reason
from storage.rules.retention import Kind
from storage.rules.roles import Role
from tests import makers
from tests.makers import Walk
from tests.storage import masking
from tests.storage.masking import ask, make, masked, review, save
from tests.storage.test_settling import objects, officer, plays, settles, walk
from tests.storage.two import Two

__all__ = ["officer", "walk"]


def test_nothing_opens_before_she_agreed_with_what_it_becomes(walk: Walk, officer: Asker) -> None:
    objects(walk, officer)
    with pytest.raises(Refused, match="nothing_asked"):
        settles(walk)
    save(walk, masking.TRIMMED)
    with pytest.raises(Refused, match="masks_not_reviewed"):
        settles(walk)
    make(ask(walk))
    with pytest.raises(Refused, match="masks_not_reviewed"):
        settles(walk)
    assert not plays(walk, walk.coach)


def test_while_its_words_are_written_out_it_stays_locked(walk: Walk, officer: Asker) -> None:
    objects(walk, officer)
    masked(walk)
    with acting() as session:
        session.get_one(Recording, walk.recording_id).step = "captions"
    with pytest.raises(Refused, match="still_writing"):
        settles(walk)
    assert not plays(walk, walk.coach)


def test_she_alone_sees_and_settles_it(walk: Walk, officer: Asker) -> None:
    objects(walk, officer)
    masked(walk)
    other = makers.second_pair(walk.school)
    for nobody in (walk.coach, walk.school.coordinator, other.teacher, officer):
        with pytest.raises(NotFound):
            review(walk, nobody)
        with pytest.raises(NotFound):
            settles(walk, nobody)
        with pytest.raises(NotFound), asking() as session:
            privacy_review.masked_file(session, nobody, walk.recording_id, RenditionKind.proxy)
        with pytest.raises(NotFound), asking() as session:
            settling.before(session, nobody, walk.recording_id)


def test_a_shared_film_without_an_objection_is_not_changed(walk: Walk, officer: Asker) -> None:
    with pytest.raises((NotFound, NotAllowed)):
        review(walk)
    objects(walk, officer)
    save(walk, masking.TRIMMED)
    work_id = ask(walk)
    with acting() as session:
        settling.lift(session, walk.teacher, walk.recording_id, Reason.not_in_it)
    with asking() as session:
        assert session.scalars(select(CheckWork)).all() == [], "no machine goes on with it"
        with pytest.raises(NotFound):
            privacy_work.order(session, work_id)
    with pytest.raises((NotFound, NotAllowed)):
        review(walk)


def test_held_or_withdrawn_it_is_not_changed(
    walk: Walk, officer: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    objects(walk, officer)
    masked(walk)
    with monkeypatch.context() as patched:
        patched.setattr(held, "is_kept", lambda _, thing_id: thing_id == walk.clip_ids[1])
        with pytest.raises(Refused, match="kept_by_hold"):
            settles(walk)
    assert not plays(walk, walk.coach)
    with asking() as session:
        assert all(session.scalars(select(Clip.file_key))), "nothing was changed"
    with acting() as session:
        session.get_one(Recording, walk.recording_id).withdrawn_at = clock.now()
    with pytest.raises(NotFound):
        settles(walk)
    with acting() as session:
        settling.delete_all(session, walk.teacher, walk.recording_id)


@pytest.mark.parametrize("kept", [False, True])
def test_a_film_that_goes_before_it_was_settled_takes_its_clips_along(
    walk: Walk, officer: Asker, kept: bool
) -> None:
    objects(walk, officer)
    both = Two(officer, makers.person("Lies", Role.school_leader))
    hold_id = both.confirmed(*walk.clip_ids) if kept else ""
    with acting() as session:
        assert wiping.delete_rows(session, Kind.proxy_recording, walk.recording_id)
    with asking() as session:
        (entry,) = objection_entries.read(session, officer)
        assert all(clip.removed_at for clip in session.scalars(select(Clip)))
    assert (entry.ended, entry.reasons) == (1, {Reason.deleted})
    assert [opens(walk.clip_ids[0], who) for who in (walk.teacher, officer)] == [False, kept]
    if kept:
        both.lift(hold_id)
        assert not opens(walk.clip_ids[0], walk.teacher), "what a parent objects to opens nowhere"


def opens(clip_id: str, who: Asker) -> bool:
    with asking() as session:
        thing = access.clip_thing(session, session.get_one(Clip, clip_id))
    return access.allowed(who, thing)(Act.WATCH_CLIP)
