"""Clips: the coach's drafts, hers alone until they are published."""

import threading

import pytest
from sqlalchemy import Engine, func, select

from storage import clips, clock, cycles, machine_work, objections, settling
from storage.clips import ClipView, Words
from storage.database import acting, asking
from storage.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused, StepAlreadyTaken
from storage.machine_work import StoredFile
from storage.records import Clip, RenditionKind
from storage.rules.access import Asker
from storage.spans import Span
from tests import makers
from tests.makers import LESSON_MS, STRENGTH, Walk

pytestmark = pytest.mark.usefixtures("wanted")
HALF_A_MINUTE = Span(60_000, 90_000)


@pytest.fixture
def walk(sqlite_database: Engine) -> Walk:
    return makers.a_walk().released()


def cut(walk: Walk, span: Span = HALF_A_MINUTE, client_id: str = "a") -> ClipView:
    with acting() as session:
        return clips.cut(session, walk.coach, walk.recording_id, span, client_id)


def change(walk: Walk, clip: ClipView, span: Span | None = None, **words: str) -> ClipView:
    with acting() as session:
        return clips.change(
            session, walk.coach, clip.id, clip.version, span or clip.span, Words(**words)  # type: ignore[arg-type] # a test's own words
        )  # fmt: skip


def drafts(walk: Walk, asker: Asker) -> list[ClipView]:
    with asking() as session:
        return clips.drafts(session, asker, walk.recording_id)


def test_cutting_the_same_moment_again_gives_the_same_clip(
    database: Engine, wanted: list[tuple[str, str]]
):
    walk = makers.a_walk().released()
    assert cut(walk).id == cut(walk, Span(0, 5000)).id
    assert [each for each in wanted if each[0] == "cut"] == [
        ("cut", drafts(walk, walk.coach)[0].id)
    ]


def test_a_browser_that_sends_a_cut_twice_at_once_makes_one_clip(database: Engine):
    walk = makers.a_walk().released()
    together, made = threading.Barrier(2), []

    def send() -> None:
        together.wait(timeout=30)
        made.append(cut(walk).id)

    twice = [threading.Thread(target=send) for _ in range(2)]
    for each in twice:
        each.start()
    for each in twice:
        each.join(timeout=60)
    assert len(made) == 2
    assert len(set(made)) == 1


def test_a_very_long_name_for_a_cut_is_still_one_clip(walk: Walk):
    assert cut(walk, client_id="x" * 200).id == cut(walk, client_id="x" * 200).id


@pytest.mark.parametrize(
    ("span", "why"),
    [
        (Span(0, 5 * 60_000 + 1), "clip_too_long"),
        (Span(0, 999), "clip_too_short"),
        (Span(LESSON_MS - 1000, LESSON_MS + 1), "clip_beyond_the_film"),
    ],
)
def test_a_moment_that_cannot_be_a_clip_is_refused_and_makes_nothing(
    walk: Walk, span: Span, why: str
):
    with pytest.raises(Refused, match=why):
        cut(walk, span)
    kept = cut(walk)
    with pytest.raises(Refused, match=why):
        change(walk, kept, span, fact="weg?")
    (left,) = drafts(walk, walk.coach)
    assert (left.span, left.words.fact) == (HALF_A_MINUTE, "")


def test_the_very_last_five_minutes_are_a_clip(walk: Walk):
    assert cut(walk, Span(LESSON_MS - 5 * 60_000, LESSON_MS)).span.end_ms == LESSON_MS


def test_drafts_are_their_writers_alone(walk: Walk):
    clip = cut(walk)
    change(walk, clip, fact="Je wacht.")
    other = makers.second_pair(walk.school)
    for somebody in (walk.teacher, other.coach, other.teacher, walk.school.coordinator):
        with pytest.raises(NotFound):
            drafts(walk, somebody)
        with acting() as session:
            for act in (clips.look, clips.open_file, clips.remove, clips.restore):
                with pytest.raises(NotFound):
                    act(session, somebody, clip.id)
            with pytest.raises(NotFound):
                clips.change(session, somebody, clip.id, 2, clip.span, STRENGTH)
    assert drafts(walk, walk.coach)[0].words.fact == "Je wacht."


def test_only_the_coach_cuts(walk: Walk):
    with acting() as session, pytest.raises(NotAllowed):
        clips.cut(session, walk.teacher, walk.recording_id, HALF_A_MINUTE, "a")


def test_a_clip_changed_in_two_tabs_keeps_the_first_and_tells_the_second(database: Engine):
    walk = makers.a_walk().released()
    clip = cut(walk)
    first = change(walk, clip, question="Wat zag je?")
    with pytest.raises(ChangedMeanwhile) as refused:
        change(walk, clip, question="Wat hoorde je?")
    assert refused.value.theirs == "Wat zag je?"
    assert drafts(walk, walk.coach) == [first]
    assert change(walk, first, question="Wat hoorde je?").version == first.version + 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"fact": "x" * 4001}, "too_many_words"),
        ({"question": "x" * 4001}, "too_many_words"),
        ({"foundation": "geluk"}, "unknown_foundation"),
        ({"dimension": "geluk"}, "unknown_dimension"),
    ],
)
def test_words_that_do_not_fit_change_nothing(walk: Walk, words: dict[str, str], why: str):
    clip = cut(walk)
    with pytest.raises(Refused, match=why):
        change(walk, clip, **words)
    assert drafts(walk, walk.coach) == [clip]


def test_moving_a_clip_asks_for_its_file_anew(walk: Walk, wanted: list[tuple[str, str]]):
    clip = cut(walk)
    with acting() as session:
        file = StoredFile(RenditionKind.proxy, f"clip/{clip.id}/clip.mp4", 9, "0" * 64, "video/mp4")
        machine_work.note_clip_file(session, clip.id, file, 750, (25, 1))
    wanted.clear()
    same = change(walk, clip, fact="Alleen de woorden.")
    assert same.file_ready
    assert wanted == []
    assert not change(walk, same, Span(61_000, 90_000)).file_ready
    assert wanted == [("cut", clip.id)]


def test_a_removed_draft_can_be_put_back(walk: Walk):
    clip = cut(walk)
    with acting() as session:
        clips.remove(session, walk.coach, clip.id)
    assert drafts(walk, walk.coach) == []
    with acting() as session:
        clips.restore(session, walk.coach, clip.id)
    assert drafts(walk, walk.coach) == [clip]


def test_there_is_an_end_to_the_number_of_drafts(walk: Walk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(clips, "MOST_DRAFTS", 2)
    cut(walk, client_id="a")
    cut(walk, client_id="b")
    with pytest.raises(Refused, match="too_many_drafts"):
        cut(walk, client_id="c")


def test_a_published_clip_changes_no_more(sqlite_database: Engine):
    walk = makers.a_walk().published()
    clip_id = walk.clip_ids[0]
    with asking() as session:
        before = clips.look(session, walk.coach, clip_id)
    with acting() as session:
        for act in (clips.remove, clips.restore):
            with pytest.raises(StepAlreadyTaken, match="clip_is_published"):
                act(session, walk.coach, clip_id)
        with pytest.raises(StepAlreadyTaken, match="clip_is_published"):
            clips.change(session, walk.coach, clip_id, before.version, before.span, Words())
        with pytest.raises(Refused):
            clips.cut(session, walk.coach, walk.recording_id, HALF_A_MINUTE, "later")
    with asking() as session:
        assert clips.look(session, walk.teacher, clip_id) == before


def test_a_published_clip_is_the_pairs_and_nobody_elses(sqlite_database: Engine):
    walk = makers.a_walk().published()
    other = makers.second_pair(walk.school)
    with asking() as session:
        assert clips.look(session, walk.teacher, walk.clip_ids[0]).published
        for somebody in (other.teacher, other.coach, walk.school.coordinator):
            with pytest.raises(NotFound):
                clips.look(session, somebody, walk.clip_ids[0])


def test_a_clip_without_its_file_yet_cannot_be_opened_as_one(walk: Walk):
    clip = cut(walk)
    with asking() as session, pytest.raises(NotFound):
        clips.open_file(session, walk.coach, clip.id)


def test_drafts_are_shut_when_the_cycle_ends(walk: Walk):
    clip = cut(walk)
    with acting() as session:
        cycles.withdraw(session, walk.teacher, walk.cycle_id)
    with asking() as session:
        with pytest.raises(NotFound):
            clips.look(session, walk.coach, clip.id)
        assert session.scalar(select(func.count()).select_from(Clip)) == 1


def test_a_coach_leaves_her_drafts_as_they_are_while_a_parent_objects(walk: Walk):
    clip = cut(walk)
    with acting() as session:
        objections.enter(session, walk.teacher, walk.recording_id, "3b", clock.today())
    for act in (
        lambda: change(walk, clip, fact="Ik zie rust."),
        lambda: change(walk, clip, Span(0, 5_000)),
        lambda: cut(walk, client_id="another"),
    ):
        with pytest.raises(Refused, match="locked_by_objection"):
            act()
    for name in (clips.remove, clips.restore):
        with pytest.raises(Refused, match="locked_by_objection"), acting() as session:
            name(session, walk.coach, clip.id)
    with acting() as session:
        settling.lift(session, walk.teacher, walk.recording_id, "not_in_it")
    assert drafts(walk, walk.coach) == [clip]
    assert change(walk, clip, fact="Ik zie rust.").words.fact == "Ik zie rust."
