"""The package: what must be in it, and that it is frozen once it is published."""

import threading

import pytest
from sqlalchemy import Engine, func, select

from storage import clips, cycles, packages, recordings
from storage.clips import Words
from storage.database import acting, asking
from storage.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused, StepAlreadyTaken
from storage.records import Package, PackageDraft
from storage.rules.cycle import State
from storage.rules.steps import Unusable
from tests import makers
from tests.makers import GROWTH, STRENGTH, Walk

pytestmark = pytest.mark.usefixtures("wanted")


@pytest.fixture
def walk(sqlite_database: Engine) -> Walk:
    return makers.a_walk().released()


def publish(walk: Walk, note: str = "") -> Package:
    with acting() as session:
        return packages.publish(session, walk.coach, walk.cycle_id, note)


def keep(walk: Walk, words: str, version: int = 0) -> int:
    with acting() as session:
        return packages.save_note(session, walk.coach, walk.cycle_id, words, version)


def kept_notes() -> list[str]:
    with asking() as session:
        return list(session.scalars(select(PackageDraft.note)))


def missing(walk: Walk, note: str = "") -> set[str]:
    with asking() as session:
        found = packages.what_is_missing(session, walk.coach, walk.cycle_id, note)
    return {sentence.key for sentence in found}


def test_an_empty_package_is_not_published(walk: Walk):
    with pytest.raises(Refused, match="guards"):
        publish(walk)
    assert walk.state is State.coach_review


def test_a_package_without_a_strength_is_not_published(walk: Walk):
    walk.cut(GROWTH)
    assert "guards.no_strength" in missing(walk, "Een woord erbij")
    with pytest.raises(Refused):
        publish(walk, "Een woord erbij")
    assert walk.state is State.coach_review
    walk.cut(STRENGTH, 120_000)
    assert missing(walk) == set()
    publish(walk)


def test_more_to_grow_than_strengths_needs_a_word_to_the_teacher(walk: Walk):
    walk.cut(STRENGTH)
    walk.cut(GROWTH, 120_000)
    walk.cut(GROWTH, 180_000)
    with pytest.raises(Refused):
        publish(walk, "   ")
    publish(walk, "Twee vragen, omdat je daarom vroeg.")
    with asking() as session:
        read = packages.read(session, walk.teacher, walk.cycle_id)
    assert read.note == "Twee vragen, omdat je daarom vroeg."


def test_a_package_is_in_order_of_the_lesson_and_leaves_out_what_was_removed(walk: Walk):
    late, early, gone = walk.cut(STRENGTH, 300_000), walk.cut(GROWTH, 30_000), walk.cut()
    with acting() as session:
        clips.remove(session, walk.coach, gone)
    publish(walk)
    with asking() as session:
        read = packages.read(session, walk.teacher, walk.cycle_id)
    assert [clip.id for clip in read.clips] == [early, late]


def test_publishing_twice_is_publishing_once(database: Engine):
    walk = makers.a_walk().published()
    with pytest.raises(StepAlreadyTaken):
        publish(walk)
    with asking() as session:
        assert session.scalar(select(func.count()).select_from(Package)) == 1


def test_two_tabs_that_publish_at_once_publish_once(database: Engine):
    walk = makers.a_walk().released()
    walk.cut()
    said: list[str] = []
    together = threading.Barrier(2)

    def tab() -> None:
        together.wait(timeout=30)
        try:
            publish(walk)
            said.append("published")
        except StepAlreadyTaken:
            said.append("already")

    tabs = [threading.Thread(target=tab) for _ in range(2)]
    for each in tabs:
        each.start()
    for each in tabs:
        each.join(timeout=60)
    assert sorted(said) == ["already", "published"]


def test_before_publishing_there_is_no_package_for_anybody(walk: Walk):
    walk.cut()
    for somebody in (walk.teacher, walk.coach):
        with asking() as session, pytest.raises(NotFound):
            packages.read(session, somebody, walk.cycle_id)


def test_only_the_pair_reads_a_package_and_only_the_coach_makes_one(sqlite_database: Engine):
    walk = makers.a_walk().published()
    other = makers.second_pair(walk.school)
    with acting() as session:
        for somebody in (other.teacher, other.coach, walk.school.coordinator):
            for act in (packages.read, packages.publish, packages.what_is_missing):
                with pytest.raises(NotFound):
                    act(session, somebody, walk.cycle_id)
        with pytest.raises(NotAllowed):
            packages.what_is_missing(session, walk.teacher, walk.cycle_id)


def test_the_word_to_the_teacher_is_kept_as_it_is_typed(database: Engine):
    walk = makers.a_walk().released()
    with asking() as session:
        assert packages.draft_note(session, walk.coach, walk.cycle_id) == ("", 0, None)
    assert keep(walk, "Fijne") == 1
    assert keep(walk, "Fijne les.", 1) == 2
    with asking() as session:
        words, version, saved_at = packages.draft_note(session, walk.coach, walk.cycle_id)
    assert (words, version) == ("Fijne les.", 2)
    assert saved_at is not None


def test_a_second_tab_does_not_write_over_the_kept_word(database: Engine):
    walk = makers.a_walk().released()
    keep(walk, "Uit het ene tabblad.")
    with pytest.raises(ChangedMeanwhile) as told:
        keep(walk, "Uit het andere.")
    assert told.value.theirs == "Uit het ene tabblad."
    assert kept_notes() == ["Uit het ene tabblad."]


def test_the_kept_word_counts_is_published_and_then_gone(database: Engine):
    walk = makers.a_walk().released()
    for start, words in enumerate((STRENGTH, GROWTH, GROWTH), start=1):
        walk.cut(words, 60_000 * start)
    with asking() as session:
        before = packages.what_is_missing(session, walk.coach, walk.cycle_id)
    assert [sentence.key for sentence in before] == ["guards.growth_needs_note"]
    keep(walk, "Je vroeg hier zelf naar.")
    with acting() as session:
        assert packages.what_is_missing(session, walk.coach, walk.cycle_id) == ()
        packages.publish(session, walk.coach, walk.cycle_id)
    with asking() as session:
        read = packages.read(session, walk.teacher, walk.cycle_id)
    assert read.note == "Je vroeg hier zelf naar."
    assert kept_notes() == []
    with pytest.raises(StepAlreadyTaken):
        keep(walk, "Te laat.", 1)
    assert kept_notes() == []


def test_a_word_that_was_not_sent_goes_with_the_cycle(walk: Walk):
    keep(walk, "Nooit verstuurd.")
    with acting() as session:
        cycles.cancel(session, walk.coach, walk.cycle_id)
    assert kept_notes() == []


def test_a_word_about_a_film_that_cannot_be_used_goes_with_the_film(walk: Walk):
    keep(walk, "Over deze film.")
    with acting() as session:
        recordings.report_unusable(session, walk.coach, walk.recording_id, Unusable.no_audio)
    assert kept_notes() == []


def test_the_teacher_and_others_cannot_read_or_write_the_unsent_word(walk: Walk):
    keep(walk, "Nog niet voor jou.")
    other = makers.second_pair(walk.school)
    with acting() as session:
        with pytest.raises(NotAllowed):
            packages.draft_note(session, walk.teacher, walk.cycle_id)
        with pytest.raises(NotAllowed):
            packages.save_note(session, walk.teacher, walk.cycle_id, "Van mij.", 1)
        with pytest.raises(NotFound):
            packages.draft_note(session, other.coach, walk.cycle_id)
    assert kept_notes() == ["Nog niet voor jou."]


def test_a_word_to_the_teacher_is_no_letter(walk: Walk):
    with pytest.raises(Refused, match="too_many_words"):
        keep(walk, "x" * (packages.MOST_CHARACTERS + 1))
    assert kept_notes() == []


def test_a_clip_without_words_is_counted_too(walk: Walk):
    walk.cut(Words())
    with asking() as session:
        counts = packages.balance(session, walk.coach, walk.cycle_id)
    assert (counts.clips, sum(counts.kinds.values())) == (1, 0)
