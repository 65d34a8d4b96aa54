"""The action summary: written by both, proposed by one, agreed by the other, once."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import Engine, select

from storage import action_summaries, clock, recordings, talks
from storage.action_summaries import PlannedAction, SummaryView
from storage.database import acting, asking
from storage.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused, StepAlreadyTaken
from storage.records import Cycle, LedgerEntry
from storage.rules.access import Asker
from storage.rules.cycle import State
from tests import makers
from tests.makers import Walk

pytestmark = pytest.mark.usefixtures("wanted")
ACTION = PlannedAction("dinsdag, groep 8", "vijf tellen wachten", "meer vingers")


@pytest.fixture
def walk(sqlite_database: Engine) -> Walk:
    return makers.a_walk().talked()


def save(
    walk: Walk,
    who: Asker | None = None,
    discussed: str = "We keken naar wachttijd.",
    actions: tuple[PlannedAction, ...] = (ACTION,),
    version: int = 0,
) -> int:
    with acting() as session:
        return action_summaries.save(
            session, who or walk.coach, walk.cycle_id, discussed, actions, version
        )


def does(act: object, walk: Walk, who: Asker, *more: object) -> None:
    with acting() as session:
        act(session, who, walk.cycle_id, *more)  # type: ignore[operator] # an act


def read(walk: Walk, who: Asker | None = None) -> SummaryView:
    with asking() as session:
        return action_summaries.read(session, who or walk.teacher, walk.cycle_id)


@pytest.mark.parametrize(
    ("discussed", "actions", "why"),
    [
        ("  ", (ACTION,), "summary_without_text"),
        ("Wachttijd.", (), "number_of_actions"),
        ("Wachttijd.", (ACTION,) * 3, "number_of_actions"),
        ("Wachttijd.", (replace(ACTION, when=""),), "action_without_when"),
        ("Wachttijd.", (replace(ACTION, what=" "),), "action_without_what"),
        ("Wachttijd.", (replace(ACTION, sign=""),), "action_without_sign"),
    ],
)
def test_a_summary_with_a_part_missing_is_not_proposed(
    walk: Walk, discussed: str, actions: tuple[PlannedAction, ...], why: str
):
    save(walk, discussed=discussed, actions=actions)
    with pytest.raises(Refused, match=why):
        does(action_summaries.propose, walk, walk.coach)
    with asking() as session:
        missing = action_summaries.what_is_missing(session, walk.coach, walk.cycle_id)
    assert f"guards.{why}" in {sentence.key for sentence in missing}
    assert walk.state is State.awaiting_summary


def test_nobody_agrees_with_their_own_proposal(sqlite_database: Engine):
    walk = makers.a_walk().proposed()
    with pytest.raises(Refused, match="other_agrees"):
        does(action_summaries.agree, walk, walk.coach)
    does(action_summaries.agree, walk, walk.teacher)
    assert walk.state is State.completed


def test_asking_for_a_change_needs_words(sqlite_database: Engine):
    walk = makers.a_walk().proposed()
    with pytest.raises(Refused, match="change_without_comment"):
        does(action_summaries.ask_change, walk, walk.teacher, "  ")
    does(action_summaries.ask_change, walk, walk.teacher, " Liever woensdag. ")
    assert read(walk, walk.coach).asked_change == "Liever woensdag."
    assert walk.state is State.awaiting_summary
    with pytest.raises(Refused):
        does(action_summaries.agree, walk, walk.teacher)
    save(walk, version=read(walk).version)
    does(action_summaries.propose, walk, walk.coach)
    assert read(walk).asked_change == ""
    does(action_summaries.agree, walk, walk.teacher)
    assert walk.state is State.completed


def test_a_summary_changes_no_more_while_the_other_reads_it(sqlite_database: Engine):
    walk = makers.a_walk().proposed()
    before = read(walk)
    with pytest.raises(StepAlreadyTaken):
        save(walk, discussed="Toch anders.", version=before.version)
    assert read(walk) == before


def test_two_who_agree_at_once_agree_once_and_the_second_hears_so(database: Engine):
    walk = makers.a_walk().proposed()
    said: list[str] = []
    together = threading.Barrier(2)

    def tab() -> None:
        together.wait(timeout=30)
        try:
            does(action_summaries.agree, walk, walk.teacher)
            said.append("agreed")
        except Refused as refused:
            said.append(type(refused).__name__)

    tabs = [threading.Thread(target=tab) for _ in range(2)]
    for each in tabs:
        each.start()
    for each in tabs:
        each.join(timeout=60)
    assert sorted(said) == ["StepAlreadyTaken", "agreed"]
    assert walk.state is State.completed
    with asking() as session:
        lines = session.scalars(select(LedgerEntry).where(LedgerEntry.act == "agree")).all()
        planned = session.scalars(select(Cycle).where(Cycle.state == State.planned)).all()
    assert (len(lines), len(planned)) == (1, 1)


def test_agreeing_and_asking_for_a_change_at_once_is_one_of_the_two(database: Engine):
    walk = makers.a_walk().proposed()
    said: list[str] = []
    together = threading.Barrier(2)

    def tab(act: object, *more: object) -> None:
        together.wait(timeout=30)
        try:
            does(act, walk, walk.teacher, *more)
            said.append("done")
        except Refused:
            said.append("refused")

    tabs = [
        threading.Thread(target=tab, args=(action_summaries.agree,)),
        threading.Thread(target=tab, args=(action_summaries.ask_change, "Liever woensdag.")),
    ]
    for each in tabs:
        each.start()
    for each in tabs:
        each.join(timeout=60)
    assert sorted(said) == ["done", "refused"]
    agreed = read(walk).agreed_at is not None
    assert agreed == (walk.state is State.completed)


def test_two_who_write_at_once_lose_nothing(database: Engine):
    walk = makers.a_walk().talked()
    version = save(walk, walk.teacher, "van de leraar")
    with pytest.raises(ChangedMeanwhile) as refused:
        save(walk, walk.coach, "van de coach", version=0)
    assert refused.value.theirs == "van de leraar"
    assert read(walk).discussed == "van de leraar"
    assert save(walk, walk.coach, "van allebei", version=version) == version + 1


def test_the_next_cycle_starts_with_the_actions_that_are_still_open(sqlite_database: Engine):
    walk = makers.a_walk().completed()

    def open_ones(who: Asker) -> list[PlannedAction]:
        with asking() as session:
            pair_id = walk.school.pair_id
            return action_summaries.open_actions_of(session, who, {pair_id}).get(pair_id, [])

    (action,) = open_ones(walk.teacher)
    assert (action.what, open_ones(walk.coach)) == (ACTION.what, [action])
    assert action.id
    with acting() as session, pytest.raises(NotFound):
        action_summaries.say_tried(session, walk.coach, action.id, True)
    with acting() as session:
        action_summaries.say_tried(session, walk.teacher, action.id, True)
    assert open_ones(walk.teacher) == []


def test_a_cycle_on_a_film_that_was_too_short_ends_as_partly_done(sqlite_database: Engine):
    walk = makers.a_walk().proposed()
    with acting() as session:
        session.get_one(recordings.Recording, walk.recording_id).duration_ms = 5 * 60_000
    does(action_summaries.agree, walk, walk.teacher)
    assert walk.state is State.partial


def test_a_summary_is_read_by_the_pair_alone(sqlite_database: Engine):
    walk = makers.a_walk().completed()
    other = makers.second_pair(walk.school)
    for somebody in (other.teacher, other.coach, walk.school.coordinator):
        with pytest.raises(NotFound):
            read(walk, somebody)
        with asking() as session:
            pair_ids = {walk.school.pair_id}
            assert action_summaries.open_actions_of(session, somebody, pair_ids) == {}
        for act in (action_summaries.propose, action_summaries.agree):
            with pytest.raises(NotFound):
                does(act, walk, somebody)
    assert read(walk).agreed_at
    assert read(walk, walk.coach).agreed_at


def test_after_the_end_nothing_is_written_any_more(sqlite_database: Engine):
    walk = makers.a_walk().completed()
    with pytest.raises(NotAllowed):
        save(walk, version=read(walk).version)
    with pytest.raises(StepAlreadyTaken):
        does(action_summaries.agree, walk, walk.teacher)


def test_before_the_talk_there_is_nothing_to_sum_up(sqlite_database: Engine):
    walk = makers.a_walk().reflected()
    with pytest.raises(StepAlreadyTaken):
        save(walk)
    with acting() as session:
        talks.say_held(session, walk.coach, walk.cycle_id, clock.today(), 25)
    with pytest.raises(StepAlreadyTaken):
        save(walk)
