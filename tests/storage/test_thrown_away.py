"""A teacher lets one clip go before its time: at once for everybody, and for good that night."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import Engine, select

from storage import clips, clock, holds, packages, reflections, thrown_away, wiping
from storage.database import acting, asking
from storage.errors import NotFound, Refused, StepAlreadyTaken
from storage.media import media_store
from storage.records import Annotation, Answer, Clip, LedgerEntry, Tombstone
from storage.rules.access import Asker
from storage.rules.retention import Kind
from storage.rules.roles import Role
from tests import makers
from tests.makers import Walk, person
from tests.storage import kept
from tests.storage.kept import sweep_at
from tests.storage.two import two

pytestmark = pytest.mark.usefixtures("wanted")


@pytest.fixture
def walk(sqlite_database: Engine) -> Walk:
    with clock.at(kept.NOW):
        return makers.a_walk().reflected()


def throws_away(walk: Walk, who: Asker | None = None) -> None:
    with clock.at(kept.NOW), acting() as session:
        thrown_away.clip(session, who or walk.teacher, walk.clip_ids[0])


def opens(walk: Walk, who: Asker) -> bool:
    try:
        with clock.at(kept.NOW), asking() as session:
            clips.look(session, who, walk.clip_ids[0])
    except Refused:
        return False
    return True


def test_it_is_gone_for_both_at_once_and_wiped_that_night(walk: Walk):
    media_store().put(f"{clips.folder(walk.clip_ids[0])}/clip.mp4", BytesIO(b"the clip"))
    assert opens(walk, walk.coach)
    throws_away(walk)
    assert not opens(walk, walk.teacher)
    assert not opens(walk, walk.coach)
    with clock.at(kept.NOW), asking() as session:
        for who in (walk.teacher, walk.coach):
            left = packages.read(session, who, walk.cycle_id).clips
            answers = reflections.read(session, who, walk.cycle_id).answers
            assert [each.id for each in left] == walk.clip_ids[1:]
            assert [each.clip_id for each in answers] == walk.clip_ids[1:]
        assert set(session.scalars(select(Answer.clip_id))) <= set(walk.clip_ids[1:])
        told = session.scalars(select(LedgerEntry).where(LedgerEntry.act == "throw_away"))
        assert [(line.actor_id, line.owner_id) for line in told] == [(walk.teacher.id,) * 2]
    assert sweep_at(kept.NOW + timedelta(hours=1)).backlog == 0
    with asking() as session:
        assert session.get(Clip, walk.clip_ids[0]) is None
        assert walk.clip_ids[0] not in set(session.scalars(select(Annotation.clip_id)))
        stones = session.scalars(select(Tombstone.kind).where(Tombstone.kind == Kind.clip))
        assert list(stones) == [Kind.clip]
    assert list(media_store().list(clips.folder(walk.clip_ids[0]))) == []


def test_also_one_whose_film_is_gone(walk: Walk):
    with acting() as session:
        wiping.delete_rows(session, Kind.proxy_recording, walk.recording_id)
    throws_away(walk)
    assert not opens(walk, walk.teacher)


def test_it_is_hers_alone_and_once(walk: Walk):
    other = makers.second_pair(walk.school)
    for nobody in (walk.coach, walk.school.coordinator, other.teacher, person("Ada", Role.admin)):
        with pytest.raises(NotFound):
            throws_away(walk, nobody)
    with acting() as session, pytest.raises(NotFound):
        thrown_away.clip(session, walk.teacher, "nothing")
    throws_away(walk)
    with pytest.raises(StepAlreadyTaken):
        throws_away(walk)


def test_what_her_coach_did_not_send_is_not_there_for_her(sqlite_database: Engine):
    with clock.at(kept.NOW):
        drafted = makers.a_walk().released()
        drafted.cut()
    with pytest.raises(NotFound):
        throws_away(drafted)


def test_what_a_hold_keeps_stays(walk: Walk):
    with clock.at(kept.NOW):
        both = two()
        hold_id = both.set(walk.clip_ids[0])
    with pytest.raises(Refused, match="kept_by_hold"):
        throws_away(walk)
    with clock.at(kept.NOW), acting() as session:
        holds.confirm(session, both.leader, hold_id)
    with pytest.raises(NotFound):
        throws_away(walk)
    with clock.at(kept.NOW):
        both.lift(hold_id)
    throws_away(walk)
