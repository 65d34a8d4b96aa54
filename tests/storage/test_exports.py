"""Taking along what is one's own: all of it, nothing of anybody else."""

import pytest

from storage import exports, ledger, recordings, transcripts
from storage.database import acting, asking
from storage.errors import NotFound
from storage.exports import Own
from storage.records import Person
from storage.rules.access import Asker
from storage.transcripts import Line
from tests import makers
from tests.makers import Walk

SAID = [Line(1_000, 3_000, "Pak je boek maar.")]


def gathered(asker: Asker) -> Own:
    with asking() as session:
        return exports.gather(session, asker)


def whole(walk: Walk) -> Walk:
    with acting() as session:
        transcripts.keep(session, walk.recording_id, "nl", "m", SAID)
    return walk


@pytest.mark.usefixtures("database")
def test_a_whole_cycle_is_in_it_word_for_word() -> None:
    walk = whole(makers.a_walk().completed())
    own = gathered(walk.teacher)
    cycle, _next = own.told["cycles"]
    assert cycle["coach"].startswith("Carlijn")
    (film,) = cycle["recordings"]
    assert film["intention"] == "Kijk naar mijn vragen"
    assert film["transcript"]["lines"][0]["text"] == "Pak je boek maar."
    assert "Pak je boek maar." in own.words["lesson-1.vtt"]
    facts = {clip["fact"] for clip in cycle["package"]["clips"]}
    assert makers.STRENGTH.fact in facts
    assert all(each["text"] for each in cycle["reflection"]["answers"])
    assert cycle["talk"]["held_on"]
    assert cycle["summary"]["actions"][0]["what"]
    assert {"upload", "cut", "publish"} <= {line["did"] for line in own.told["ledger"]}


@pytest.mark.usefixtures("sqlite_database")
def test_no_film_is_in_it_and_clips_only_where_they_may_be_kept() -> None:
    walk = makers.a_walk().completed()
    assert gathered(walk.teacher).files == {}


@pytest.mark.usefixtures("sqlite_database")
def test_nothing_of_another_pair_is_in_it() -> None:
    walk = whole(makers.a_walk().completed())
    other = Walk(makers.second_pair(walk.school)).released()
    told = str(gathered(other.teacher).told)
    for foreign in (walk.cycle_id, walk.recording_id, *walk.clip_ids, "Pak je boek maar."):
        assert foreign not in told


@pytest.mark.usefixtures("sqlite_database")
def test_what_the_coach_has_not_published_is_not_in_it() -> None:
    walk = makers.a_walk().released()
    walk.cut(makers.STRENGTH)
    assert makers.STRENGTH.fact not in str(gathered(walk.teacher).told)


@pytest.mark.usefixtures("sqlite_database")
def test_a_film_thrown_away_leaves_the_texts_of_its_cycle() -> None:
    walk = makers.a_walk().completed()
    with acting() as session:
        recordings.discard(session, walk.teacher, walk.recording_id)
    cycle, _next = gathered(walk.teacher).told["cycles"]
    assert cycle["recordings"] == []
    assert cycle["package"]["clips"]


@pytest.mark.usefixtures("sqlite_database")
def test_films_are_a_teachers_to_take_along_and_a_coach_has_her_words() -> None:
    walk = makers.a_walk().completed()
    with pytest.raises(NotFound):
        gathered(walk.school.coordinator)
    assert gathered(walk.coach).told["cycles"] == []
    for somebody in (walk.coach, walk.school.coordinator):
        with asking() as session:
            email = session.get_one(Person, somebody.id).email
            with pytest.raises(NotFound):
                exports.teacher(session, email)


@pytest.mark.usefixtures("sqlite_database")
def test_that_it_was_taken_stands_in_the_ledger() -> None:
    walk = makers.a_walk().completed()
    own = gathered(walk.teacher)
    with acting() as session:
        exports.note_taken(session, walk.teacher, own)
    with asking() as session:
        newest = ledger.read(session, walk.teacher)[0]
    assert (newest.act, newest.actor_id) == ("take_own", ledger.MACHINE)
    assert newest.thing_id in {cycle["id"] for cycle in own.told["cycles"]}
