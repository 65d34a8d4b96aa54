"""A teacher takes the child out of a film that a parent objects to, and it opens without it."""

from io import BytesIO

import pytest
from sqlalchemy import Engine, select

from storage import (
    clips,
    clock,
    machine_work,
    notices,
    objection_entries,
    objections,
    orphans,
    packages,
    recordings,
    remaking,
    settling,
    transcripts,
)
from storage.database import acting, asking
from storage.errors import NotFound, Refused
from storage.machine_work import StoredFile
from storage.media import media_store
from storage.records import (
    Clip,
    PrivacyCheck,
    Recording,
    RecordingState,
    Rendition,
    RenditionKind,
    Tombstone,
)
from storage.rules.access import Asker
from storage.rules.notice import Word
from storage.rules.objection import About, Reason
from storage.rules.privacy_check import Masks
from storage.rules.retention import Kind
from storage.rules.roles import Role
from storage.spans import Span
from storage.wiping import erase
from tests import makers
from tests.conftest import Clock
from tests.makers import LESSON_MS, Walk
from tests.storage import masking
from tests.storage.masking import FACTS, ask, bytes_of, let_go, make, masked, save

AFTER_THE_CLIPS = Masks(Span(70_000, LESSON_MS))
"""Of two clips (from one minute, and from two) the first is not whole any more."""


@pytest.fixture
def walk(sqlite_database: Engine, clock: Clock, wanted: list[tuple[str, str]]) -> Walk:
    """Published, with exact files of both clips."""
    made = makers.a_walk().published()
    for clip_id in made.clip_ids:
        cut(clip_id, b"clip with the child")
    return made


@pytest.fixture
def officer(walk: Walk) -> Asker:
    return makers.person("Fien", Role.dpo)


def cut(clip_id: str, shown: bytes) -> None:
    blob = media_store().put(f"{clips.folder(clip_id)}/clip.mp4", BytesIO(shown))
    file = StoredFile(RenditionKind.proxy, blob.key, blob.size, blob.sha256, "video/mp4")
    with acting() as session:
        machine_work.note_clip_file(session, clip_id, file, 750, (25, 1))


def objects(walk: Walk, officer: Asker) -> None:
    with acting() as session:
        objections.enter_for(session, officer, About("5B", clock.today()))


def settles(walk: Walk, who: Asker | None = None) -> remaking.Remade:
    who = who or walk.teacher
    with asking() as session:
        which = [each.id for each in objections.of_recording(session, who, walk.recording_id)]
    with acting() as session:
        return settling.settle(session, who, walk.recording_id, which)


def plays(walk: Walk, who: Asker) -> bool:
    try:
        with asking() as session:
            recordings.open_rendition(session, who, walk.recording_id, RenditionKind.proxy)
    except NotFound:
        return False
    return True


def words(who: Asker) -> list[Word]:
    with asking() as session:
        return [each.word for each in notices.mine(session, who)]


def test_a_shared_film_opens_again_without_the_child(walk: Walk, officer: Asker) -> None:
    objects(walk, officer)
    masked(walk)
    assert not plays(walk, walk.coach), "agreeing opens nothing yet"
    settles(walk)
    assert plays(walk, walk.coach)
    with asking() as session:
        recording = session.get_one(Recording, walk.recording_id)
        assert (recording.state, recording.duration_ms) == (
            RecordingState.released,
            FACTS.duration_ms,
        )
        kinds = set(session.scalars(select(Rendition.kind)))
        said = transcripts.read(session, walk.coach, walk.recording_id).lines
        (entry,) = objection_entries.read(session, officer)
    assert kinds == {RenditionKind.proxy, RenditionKind.poster, RenditionKind.peaks}
    assert [each.text for each in said] == ["Maybe he was lonely."]
    assert (entry.reasons, entry.class_group) == ({Reason.made_unseen}, "")
    let_go(walk)
    assert not bytes_of(walk) & {b"a film", b"proxy-bytes", b"data_saver-bytes"}
    with asking() as session:
        (stone,) = session.scalars(select(Tombstone)).all()
    assert (stone.kind, stone.thing_id) == (Kind.unmasked_recording, walk.recording_id)


def test_clips_move_with_the_film_and_their_old_files_go_first(
    walk: Walk, officer: Asker, wanted: list[tuple[str, str]]
) -> None:
    objects(walk, officer)
    masked(walk)
    with asking() as session:
        before = {each.id: each.span for each in session.scalars(select(Clip))}
        foretold = settling.before(session, walk.teacher, walk.recording_id)
    done = settles(walk)
    assert (foretold.again, foretold.gone) == (done.again, done.gone) == (2, 0)
    with asking() as session:
        for clip in session.scalars(select(Clip)):
            assert clip.start_ms == before[clip.id].start_ms - 2_000
            assert clip.file_key is None
            assert remaking.is_leaving(session, clip), "no new file beside the old one"
    with clock.at(makers.day(clock.today()) + 3 * orphans.YOUNG):
        orphans.look(media_store())
    let_go(walk)
    assert not [key for each in before for key in media_store().list(clips.folder(each))]
    with asking() as session:
        assert sorted(remaking.waiting(session, walk.recording_id)) == sorted(before)
        assert not remaking.is_leaving(session, session.scalars(select(Clip)).first())
    assert words(walk.coach)[-1] is Word.clips_remade
    assert Word.clips_gone not in words(walk.teacher)


def test_a_clip_of_what_is_gone_goes_and_both_are_told(walk: Walk, officer: Asker) -> None:
    objects(walk, officer)
    masked(walk, AFTER_THE_CLIPS)
    done = settles(walk)
    assert (done.again, done.gone) == (1, 1)
    for who in (walk.teacher, walk.coach):
        assert Word.clips_gone in words(who)
        with asking() as session:
            assert len(packages.read(session, who, walk.cycle_id).clips) == 1
            with pytest.raises(NotFound):
                clips.look(session, who, walk.clip_ids[0])
    let_go(walk)
    with asking() as session:
        kinds = {each.kind for each in session.scalars(select(Tombstone))}
        assert session.get(Clip, walk.clip_ids[0]) is None
    assert kinds == {Kind.unmasked_recording, Kind.clip, Kind.annotation}


def test_a_draft_of_what_is_gone_cannot_be_put_back(
    sqlite_database: Engine, clock: Clock, wanted: list[tuple[str, str]]
) -> None:
    walk = makers.a_walk().released()
    walk.cut()
    with acting() as session:
        objections.enter(session, walk.teacher, walk.recording_id, "5B", clock.now.date())
    masked(walk, AFTER_THE_CLIPS)
    settles(walk)
    with pytest.raises(Refused, match="clip_beyond_the_film"), acting() as session:
        clips.restore(session, walk.coach, walk.clip_ids[0])


def test_of_two_objections_the_one_she_did_not_see_still_locks(
    walk: Walk, officer: Asker, clock: Clock
) -> None:
    objects(walk, officer)
    with asking() as session:
        (first,) = objections.of_recording(session, walk.teacher, walk.recording_id)
    masked(walk)
    clock.forward(hours=1)
    objects(walk, officer)
    with acting() as session:
        settling.settle(session, walk.teacher, walk.recording_id, [first.id])
    assert not plays(walk, walk.coach)
    with pytest.raises(Refused, match="nothing_asked"):
        settles(walk)
    let_go(walk)
    save(walk, Masks(Span(0, FACTS.duration_ms), muted=(Span(1_000, 2_000),)))
    make(ask(walk))
    masking.agree(walk)
    settles(walk)
    assert plays(walk, walk.coach)


def test_what_she_takes_out_next_survives_the_wiping_of_what_she_took_out_before(
    walk: Walk, officer: Asker, clock: Clock
) -> None:
    objects(walk, officer)
    masked(walk)
    settles(walk)
    clock.forward(hours=1)
    objects(walk, officer)
    save(walk, Masks(Span(0, FACTS.duration_ms), muted=(Span(1_000, 2_000),)))
    let_go(walk)
    with asking() as session:
        check = session.get_one(PrivacyCheck, walk.recording_id)
        assert (check.leaving, check.masks is not None) == ([], True)


def test_a_film_that_was_not_shared_yet_is_settled_and_then_shared(
    sqlite_database: Engine, clock: Clock, wanted: list[tuple[str, str]]
) -> None:
    walk = masking.watched()
    with acting() as session:
        objections.enter(session, walk.teacher, walk.recording_id, "5B", clock.now.date())
    masked(walk)
    settles(walk)
    let_go(walk)
    assert b"proxy-bytes" not in bytes_of(walk)
    masking.agree(walk)
    masking.release(walk)
    assert plays(walk, walk.coach)


def test_a_backup_of_before_does_not_bring_the_child_back(walk: Walk, officer: Asker) -> None:
    later = clock.now() + orphans.YOUNG
    erase(media_store(), Kind.unmasked_recording, walk.recording_id, later)
    with asking() as session:
        assert session.get(Recording, walk.recording_id) is None
        assert session.scalars(select(Clip)).all() == [], "the old clips show it too"


def test_a_backup_of_after_keeps_film_and_clips(walk: Walk, officer: Asker) -> None:
    objects(walk, officer)
    masked(walk)
    settles(walk)
    with asking() as session:
        made_at = session.get_one(Recording, walk.recording_id).masked_at
    erase(media_store(), Kind.unmasked_recording, walk.recording_id, made_at)
    with asking() as session:
        assert session.get(Recording, walk.recording_id)
        assert len(session.scalars(select(Clip)).all()) == 2
    assert b"masked proxy" in bytes_of(walk)
