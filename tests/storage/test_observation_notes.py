"""Observation notes: facts with a time, the coach's alone, gone with the film."""

import threading

import pytest
from sqlalchemy import Engine, func, select

from storage import clock, cycles, ledger, observation_notes, recordings, retention
from storage.database import acting, asking
from storage.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from storage.media import MediaStore
from storage.observation_notes import NoteView
from storage.records import ObservationNote, Pair, Programme, Recording, Tombstone
from storage.rules.access import Asker
from storage.rules.retention import Kind
from storage.rules.steps import Unusable
from tests import makers
from tests.makers import LESSON_MS, Walk
from tests.storage.kept import NOW, later, sweep_at

pytestmark = pytest.mark.usefixtures("wanted", "at_now")
SEEN = "Drie leerlingen steken hun vinger op."


@pytest.fixture
def walk(sqlite_database: Engine) -> Walk:
    return makers.a_walk().released()


def write(walk: Walk, at_ms: int = 60_000, text: str = SEEN, client_id: str = "a") -> NoteView:
    with acting() as session:
        return observation_notes.write(
            session, walk.coach, walk.recording_id, at_ms, text, client_id
        )


def change(walk: Walk, note: NoteView, text: str, at_ms: int = 60_000) -> NoteView:
    with acting() as session:
        return observation_notes.change(session, walk.coach, note.id, note.version, at_ms, text)


def notes(walk: Walk, asker: Asker | None = None) -> list[NoteView]:
    with asking() as session:
        return observation_notes.read(session, asker or walk.coach, walk.recording_id)


def how_many_rows() -> int:
    with asking() as session:
        return session.scalar(select(func.count()).select_from(ObservationNote)) or 0


def test_notes_stand_in_the_order_of_the_film(walk: Walk):
    late, early = write(walk, 90_000, client_id="a"), write(walk, 10_000, client_id="b")
    assert notes(walk) == [early, late]
    assert (early.at_ms, early.text, early.version) == (10_000, SEEN, 1)


def test_a_browser_that_sends_a_note_twice_at_once_makes_one_note(database: Engine):
    walk = makers.a_walk().released()
    together, made = threading.Barrier(2), []

    def send() -> None:
        together.wait(timeout=30)
        with clock.at(NOW):
            made.append(write(walk).id)

    twice = [threading.Thread(target=send) for _ in range(2)]
    for each in twice:
        each.start()
    for each in twice:
        each.join(timeout=60)
    assert len(made) == 2
    assert [note.id for note in notes(walk)] == [made[0]] == [made[1]]


def test_notes_are_their_writers_alone(walk: Walk):
    note = write(walk)
    other = makers.second_pair(walk.school)
    for somebody in (walk.teacher, other.coach, other.teacher, walk.school.coordinator):
        with pytest.raises(NotFound):
            notes(walk, somebody)
        with acting() as session:
            for act in (observation_notes.remove, observation_notes.restore):
                with pytest.raises(NotFound):
                    act(session, somebody, note.id)
            with pytest.raises(NotFound):
                observation_notes.change(session, somebody, note.id, 1, 0, "Ik was hier.")
    assert notes(walk) == [note]


def test_the_teacher_writes_no_notes_on_her_own_film(walk: Walk):
    with acting() as session, pytest.raises(NotAllowed):
        observation_notes.write(session, walk.teacher, walk.recording_id, 0, SEEN, "a")


def test_the_next_coach_of_a_teacher_does_not_read_the_notes_of_the_one_before(walk: Walk):
    note = write(walk)
    next_coach = makers.second_pair(walk.school).coach
    with acting() as session:
        pair = session.get_one(Pair, walk.school.pair_id)
        pair.coach_id = next_coach.id
    assert notes(walk, next_coach) == []
    with pytest.raises(NotFound):
        notes(walk)
    with acting() as session, pytest.raises(NotFound):
        observation_notes.remove(session, next_coach, note.id)


def test_there_are_no_notes_before_release_nor_after_the_cycle(sqlite_database: Engine):
    walk = makers.a_walk().ready()
    with pytest.raises(NotFound):
        write(walk)
    with pytest.raises(NotFound):
        notes(walk)
    write(walk.released())
    with acting() as session:
        cycles.withdraw(session, walk.teacher, walk.cycle_id)
    with pytest.raises(NotFound):
        notes(walk)


def test_the_coach_still_reads_the_notes_once_the_clips_are_sent(sqlite_database: Engine):
    walk = makers.a_walk().released()
    note = write(walk)
    walk.published()
    assert notes(walk) == [note]


@pytest.mark.parametrize(
    ("at_ms", "text", "why"),
    [
        (-1, SEEN, "note_outside_the_film"),
        (LESSON_MS + 1, SEEN, "note_outside_the_film"),
        (0, "  \n", "note_without_words"),
        (0, "x" * 1001, "too_many_words"),
    ],
)
def test_what_cannot_be_a_note_is_refused_and_changes_nothing(
    walk: Walk, at_ms: int, text: str, why: str
):
    with pytest.raises(Refused, match=why):
        write(walk, at_ms, text)
    kept = write(walk)
    with pytest.raises(Refused, match=why):
        change(walk, kept, text, at_ms)
    assert notes(walk) == [kept]


def test_the_first_and_the_last_moment_of_the_film_can_be_noted(walk: Walk):
    write(walk, 0, client_id="a")
    write(walk, LESSON_MS, "x" * 1000, "b")
    assert [note.at_ms for note in notes(walk)] == [0, LESSON_MS]


def test_a_note_worded_anew_in_two_tabs_keeps_the_first_and_tells_the_second(database: Engine):
    walk = makers.a_walk().released()
    note = write(walk)
    first = change(walk, note, "Vier leerlingen.")
    with pytest.raises(ChangedMeanwhile) as refused:
        change(walk, note, "Vijf leerlingen.")
    assert refused.value.theirs == "Vier leerlingen."
    assert notes(walk) == [first]
    assert change(walk, first, "Vijf leerlingen.").version == 3


def test_a_removed_note_can_be_put_back_until_the_sweep_of_the_next_day(walk: Walk):
    note = write(walk)
    with acting() as session:
        observation_notes.remove(session, walk.coach, note.id)
    assert notes(walk) == []
    with acting() as session:
        assert observation_notes.restore(session, walk.coach, note.id) == note
        observation_notes.remove(session, walk.coach, note.id)
    sweep_at(later(hours=23))
    assert how_many_rows() == 1
    sweep_at(later(hours=25))
    assert how_many_rows() == 0


def test_there_is_an_end_to_the_number_of_notes(walk: Walk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(observation_notes, "MOST_NOTES", 1)
    first = write(walk, client_id="a")
    with pytest.raises(Refused, match="too_many_notes"):
        write(walk, client_id="b")
    with acting() as session:
        observation_notes.remove(session, walk.coach, first.id)
    write(walk, client_id="b")
    with acting() as session, pytest.raises(Refused, match="too_many_notes"):
        observation_notes.restore(session, walk.coach, first.id)


def test_the_ledger_tells_that_there_was_a_note_and_never_what_or_where(walk: Walk):
    write(walk)
    with asking() as session:
        (line,) = [each for each in ledger.read(session, walk.teacher) if each.act == "note"]
    assert (line.thing, line.thing_id, line.span) == ("recording", walk.recording_id, None)
    assert line.actor_id == walk.coach.id


# How long they stay


def kinds(walk: Walk, who: Asker) -> set[Kind]:
    with asking() as session:
        return {view.kind for view in retention.endings(session, who, walk.recording_id)}


def test_a_teacher_does_not_learn_of_notes_from_what_disappears(walk: Walk):
    write(walk)
    assert Kind.annotation not in kinds(walk, walk.teacher)
    assert Kind.annotation in kinds(walk, walk.coach)
    with asking() as session:
        own = {view.kind for view in retention.coming(session, walk.coach)}
        mine = {Kind.annotation, Kind.agreement, Kind.account}
        assert own == mine, "what she wrote, what she signed, and that she takes part"


def test_notes_go_with_their_film_and_leave_a_proof_with_their_writer(walk: Walk):
    note = write(walk)
    with acting() as session:
        retention.choose_end(session, walk.teacher, walk.recording_id, later(days=2))
    sweep_at(later(days=2, hours=1))
    assert how_many_rows() == 0
    with asking() as session:
        stone = session.scalars(select(Tombstone).where(Tombstone.thing_id == note.id)).one()
    assert (stone.kind, stone.owner_id) == (Kind.annotation, walk.coach.id)


def test_notes_go_by_the_clock_of_comments_where_that_is_earlier(sqlite_database: Engine):
    walk = makers.a_walk().released()
    write(walk)
    with acting() as session:
        year = session.get_one(Programme, walk.school.programme_id)
        year.ends_on = later(days=1).date()
    sweep_at(later(days=33))
    assert how_many_rows() == 0
    with asking() as session:
        assert session.get(Recording, walk.recording_id)


def test_who_stops_takes_the_notes_of_the_coach_along(walk: Walk):
    write(walk)
    with acting() as session:
        cycles.withdraw(session, walk.teacher, walk.cycle_id)
    sweep_at(later(days=7, hours=1))
    assert how_many_rows() == 0


@pytest.mark.parametrize("how", ["thrown away", "of no use"])
def test_notes_go_at_once_with_a_film_that_is(walk: Walk, local_store: MediaStore, how: str):
    write(walk)
    with acting() as session:
        if how == "thrown away":
            recordings.discard(session, walk.teacher, walk.recording_id)
        else:
            recordings.report_unusable(session, walk.coach, walk.recording_id, Unusable.no_audio)
    retention.purge_recording(local_store, walk.recording_id)
    assert how_many_rows() == 0
