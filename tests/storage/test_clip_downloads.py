"""Keeping a clip as a file: nobody by default, and never anybody but the teacher who is in it."""

import pytest
from sqlalchemy import Engine, select

from config.programme import programme
from storage import clip_downloads, cycles, packages
from storage.database import acting, asking
from storage.errors import NotAllowed, NotFound
from storage.records import Clip, LedgerEntry, Programme
from storage.rules.access import Asker
from storage.rules.set_up import Use
from tests import makers
from tests.makers import Walk


@pytest.fixture
def walk(database: Engine) -> Walk:
    """A published package whose clips have been cut."""
    with makers.quiet_jobs():
        made = makers.a_walk().published()
    makers.decided(made.school, Use.outside_school)
    with acting() as session:
        for clip in session.scalars(select(Clip)):
            clip.file_key, clip.file_sha256 = f"clip/{clip.id}/clip.mp4", "a1b2"
    return made


def allow(walk: Walk, allowed: bool = True) -> None:
    with acting() as session:
        clip_downloads.allow(
            session, walk.school.coordinator, walk.school.programme_id, allowed=allowed
        )


def refused(walk: Walk, asker: Asker, clip_id: str = "") -> bool:
    try:
        with acting() as session:
            clip_downloads.take_along(session, asker, clip_id or walk.clip_ids[0])
    except NotFound:
        return True
    return False


def kept(walk: Walk) -> list[LedgerEntry]:
    with asking() as session:
        return list(session.scalars(select(LedgerEntry).where(LedgerEntry.act == "download_clip")))


def test_nobody_keeps_a_clip_unless_the_programme_allows_it(walk: Walk):
    assert not programme().clip_downloads
    with asking() as session:
        assert not session.get_one(Programme, walk.school.programme_id).clip_downloads
    assert refused(walk, walk.teacher)
    allow(walk)
    assert not refused(walk, walk.teacher)
    allow(walk, False)
    assert refused(walk, walk.teacher)


def test_only_the_teacher_who_is_in_it_keeps_a_clip(walk: Walk):
    allow(walk)
    other = makers.second_pair(walk.school)
    for somebody in (walk.coach, other.teacher, other.coach, walk.school.coordinator):
        assert refused(walk, somebody)
    assert kept(walk) == []


def test_what_is_not_cut_or_not_there_cannot_be_kept(walk: Walk):
    allow(walk)
    assert refused(walk, walk.teacher, "00000000-0000-4000-8000-000000000000")
    with acting() as session:
        session.get_one(Clip, walk.clip_ids[0]).file_key = None
    assert refused(walk, walk.teacher)


def test_a_draft_cannot_be_kept_by_anybody(sqlite_database: Engine):
    with makers.quiet_jobs():
        walk = makers.a_walk().released()
        walk.cut()
    makers.decided(walk.school, Use.outside_school)
    allow(walk)
    with acting() as session:
        session.get_one(Clip, walk.clip_ids[0]).file_key = "clip/1/clip.mp4"
    assert refused(walk, walk.teacher)
    assert refused(walk, walk.coach)


def test_keeping_a_clip_stands_in_the_ledger_once_with_the_moment_it_shows(walk: Walk):
    allow(walk)
    for _ in range(3):
        refused(walk, walk.teacher)
    (line,) = kept(walk)
    assert (line.actor_id, line.owner_id) == (walk.teacher.id, walk.teacher.id)
    assert (line.thing_id, line.start_ms, line.end_ms) == (walk.clip_ids[0], 60_000, 90_000)


def test_a_teacher_who_stopped_may_still_take_her_own_clips_along(walk: Walk):
    allow(walk)
    with acting() as session:
        cycles.withdraw(session, walk.teacher, walk.cycle_id)
    assert not refused(walk, walk.teacher)
    assert refused(walk, walk.coach)


def test_a_clip_says_to_whom_it_can_be_kept(walk: Walk):
    def keepable(asker: Asker) -> set[bool]:
        with asking() as session:
            found = packages.read(session, asker, walk.cycle_id).clips
        return {clip.keepable for clip in found}

    assert keepable(walk.teacher) == {False}
    allow(walk)
    assert keepable(walk.teacher) == {True}
    assert keepable(walk.coach) == {False}


def test_only_a_coordinator_allows_it_and_a_change_is_told_once(walk: Walk):
    for somebody in (walk.teacher, walk.coach):
        with pytest.raises(NotAllowed), acting() as session:
            clip_downloads.allow(session, somebody, walk.school.programme_id, allowed=True)
    with pytest.raises(NotFound), acting() as session:
        clip_downloads.allow(session, walk.school.coordinator, "elsewhere", allowed=True)
    for wish in (False, True, True, False):
        allow(walk, wish)
    with asking() as session:
        acts = session.scalars(
            select(LedgerEntry.act)
            .where(LedgerEntry.thing_id == walk.school.programme_id)
            .order_by(LedgerEntry.seq)
        ).all()
    assert [act for act in acts if "downloads" in act] == ["allow_downloads", "stop_downloads"]
