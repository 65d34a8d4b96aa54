"""A teacher lets her own words go before their time: for everybody, at once and for good."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from storage import (
    action_summaries,
    clock,
    cycle_facts,
    erasures,
    export_packages,
    exports,
    notices,
    overdue,
    readings,
    reflections,
    talks,
    thrown_away,
    traces,
)
from storage.access import around
from storage.database import acting, asking, let_go
from storage.errors import NotFound, Refused, StepAlreadyTaken
from storage.records import (
    ActionSummary,
    Cycle,
    ExportPackage,
    LedgerEntry,
    Reflection,
    Talk,
    Tombstone,
)
from storage.rules.access import Asker
from storage.rules.notice import Word
from storage.rules.retention import Kind
from storage.rules.roles import Role
from storage.rules.steps import State
from tests import makers
from tests.makers import Walk, person
from tests.searching import words_in
from tests.storage.backed_up import backed_up, lost, restored
from tests.storage.kept import copied_cycle, whole_cycle
from tests.storage.two import two

pytestmark = pytest.mark.usefixtures("wanted", "at_now")
ACTS = {
    Kind.reflection: thrown_away.reflection,
    Kind.talk_notes: thrown_away.talk_notes,
    Kind.action_summary: thrown_away.summary,
}
PLANTED = {
    Kind.reflection: {"Ik zag het ook"},
    Kind.talk_notes: {"Aantekening bij het gesprek"},
    Kind.action_summary: {"We keken naar wachttijd", "vijf tellen wachten", "meer vingers"},
}


def throws_away(walk: Walk, *kinds: Kind, who: Asker | None = None) -> None:
    for kind in kinds:
        with acting() as session:
            ACTS[kind](session, who or walk.teacher, walk.cycle_id)


def seen(walk: Walk, who: Asker) -> thrown_away.WordsView:
    with asking() as session:
        return thrown_away.look(session, who, walk.cycle_id)


def test_what_she_threw_away_is_found_nowhere(sqlite_database: Engine, home: Path, elsewhere: Path):
    walk = whole_cycle()
    planted = set().union(*PLANTED.values())
    file = backed_up(elsewhere)
    throws_away(walk, *ACTS)
    traces.wipe()
    assert words_in(home, planted | {"Je wacht vier tellen"}) == {"Je wacht vier tellen"}
    with asking() as session:
        told = exports.gather(session, walk.teacher).told
        assert not any(each in repr(told) for each in planted)
        assert erasures.verify(session) == []
    erasures.bring_up_to_date(elsewhere / erasures.NAME)
    lost(home)
    assert restored(file).erased == len(ACTS)
    let_go()
    assert words_in(home, planted) == set()
    with asking() as session:
        talk = session.scalar(select(Talk))
        assert talk is not None
        assert talk.held_at is not None


@pytest.mark.parametrize("kind", ACTS)
def test_it_goes_at_once_with_a_proof_and_a_line_and_is_due_no_more(
    sqlite_database: Engine, kind: Kind
):
    walk = copied_cycle()
    assert kind in seen(walk, walk.teacher).may_go
    assert seen(walk, walk.coach).may_go == frozenset()
    throws_away(walk, kind)
    with asking() as session:
        stone = session.scalars(select(Tombstone).where(Tombstone.actor == "teacher")).one()
        assert (stone.kind, stone.trigger, stone.owner_id) == (kind, "discard", walk.teacher.id)
        hers = LedgerEntry.act.startswith("throw_away_")
        line = session.scalars(select(LedgerEntry).where(hers)).one()
        assert (line.actor_id, line.thing_id) == (walk.teacher.id, stone.thing_id)
        assert overdue.count(session) == 0
    for who in (walk.teacher, walk.coach):
        view = seen(walk, who)
        assert kind not in view.may_go
        # That it is gone both see; that it was she who did it is hers alone.
        assert view.went[kind].thrown_away is (who is walk.teacher)
    with pytest.raises(StepAlreadyTaken):
        throws_away(walk, kind)


def test_nobody_else_throws_her_words_away(sqlite_database: Engine):
    walk = copied_cycle()
    other = makers.second_pair(walk.school)
    nobodies = (walk.coach, walk.school.coordinator, other.teacher, person("Ada", Role.admin))
    for nobody in nobodies:
        for kind in ACTS:
            with pytest.raises(NotFound):
                throws_away(walk, kind, who=nobody)
    with acting() as session, pytest.raises(NotFound):
        thrown_away.reflection(session, walk.teacher, "nothing")


@pytest.mark.parametrize("record", [Reflection, Talk, ActionSummary])
def test_what_a_hold_keeps_stays_until_it_is_lifted(
    sqlite_database: Engine, record: type[Reflection | Talk | ActionSummary]
):
    walk = copied_cycle()
    both = two()
    kind = dict(zip((Reflection, Talk, ActionSummary), ACTS, strict=True))[record]
    with asking() as session:
        thing_id = session.scalars(select(record.id)).one()
    hold_id = both.confirmed(thing_id)
    with pytest.raises(Refused, match="kept_by_hold"):
        throws_away(walk, kind)
    with asking() as session:
        assert session.get(record, thing_id)
    both.lift(hold_id)
    throws_away(walk, kind)


def test_a_reflection_that_went_counts_as_it_did_and_can_be_written_anew(sqlite_database: Engine):
    walk = makers.a_walk().reflected()
    throws_away(walk, Kind.reflection)
    with asking() as session:
        about = around(session, walk.cycle_id)
        assert cycle_facts.products_of(session, about).submitted_reflection
        with pytest.raises(NotFound):
            reflections.read(session, walk.coach, walk.cycle_id)
        assert readings.untold(session, walk.coach, walk.cycle_id, readings.REFLECTION) == []
    with acting() as session:
        reflections.save(session, walk.teacher, walk.clip_ids[0], "Toch dit.", False, 0)
        assert reflections.read(session, walk.teacher, walk.cycle_id).answers[0].text
    walk.talked().proposed().completed()
    assert walk.state is State.completed


def test_without_the_summary_the_cycle_is_still_complete_and_no_older_action_comes_back(
    database: Engine,
):
    walk = whole_cycle()
    with asking() as session:
        first = action_summaries.open_actions_of(session, walk.teacher, [walk.school.pair_id])
        assert len(first[walk.school.pair_id]) == 1
        planned = select(Cycle.id).where(Cycle.state == State.planned)
        second = Walk(walk.school, session.scalars(planned).one())
    second.started().uploaded().ready().released()
    second.cut()
    second.published().reflected().talked().proposed().completed()
    throws_away(second, Kind.action_summary)
    assert second.state is State.completed
    with asking() as session:
        told = notices.mine(session, walk.coach)
        assert [(each.word, each.cycle_number) for each in told] == [(Word.summary_gone, 2)]
        assert notices.mine(session, walk.teacher) == []
    with asking() as session:
        assert action_summaries.open_actions_of(session, walk.teacher, [walk.school.pair_id]) == {}
        for who in (walk.teacher, walk.coach):
            assert action_summaries.read(session, who, second.cycle_id).discussed == ""


def test_while_two_still_write_the_summary_it_is_not_thrown_away(sqlite_database: Engine):
    walk = makers.a_walk().talked().proposed()
    assert Kind.action_summary not in seen(walk, walk.teacher).may_go
    with pytest.raises(Refused, match="summary_still_written"):
        throws_away(walk, Kind.action_summary)


def test_notes_go_while_the_talk_is_still_to_be_held(database: Engine):
    walk = makers.a_walk().reflected()
    with acting() as session:
        talks.save_notes(session, walk.coach, walk.cycle_id, "Een woord te veel", 0)
    throws_away(walk, Kind.talk_notes)
    with acting() as session:
        assert talks.look(session, walk.coach, walk.cycle_id).notes == ""
        with pytest.raises(Refused):  # the page that still shows them does not put them back
            talks.save_notes(session, walk.coach, walk.cycle_id, "Een woord te veel!", 1)
        talks.save_notes(session, walk.coach, walk.cycle_id, "Iets anders", 2)
    throws_away(walk, Kind.talk_notes)


def test_a_file_to_take_along_that_has_it_in_it_goes_too(sqlite_database: Engine):
    walk = copied_cycle()
    with acting() as session:
        export_packages.ask(session, walk.teacher)
    throws_away(walk, Kind.reflection)
    with asking() as session:
        assert session.scalars(select(ExportPackage.removed_at)).one() == clock.now()
