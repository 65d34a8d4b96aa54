"""The talk: planned, written in by both, and held when both say so."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from storage import clock, enrolments, talks
from storage.database import acting, asking
from storage.errors import ChangedMeanwhile, NotFound, Refused, StepAlreadyTaken
from storage.rules.access import Asker
from storage.rules.cycle import State
from tests import makers
from tests.makers import Walk

pytestmark = pytest.mark.usefixtures("wanted")


@pytest.fixture
def walk(sqlite_database: Engine) -> Walk:
    return makers.a_walk().reflected()


def say_held(walk: Walk, who: Asker, minutes: int = 25, days: int = 0) -> None:
    with acting() as session:
        on = clock.today() + timedelta(days=days)
        talks.say_held(session, who, walk.cycle_id, on, minutes)


def confirm(walk: Walk, who: Asker) -> None:
    with acting() as session:
        talks.confirm_held(session, who, walk.cycle_id)


def notes(walk: Walk, who: Asker, text: str, version: int) -> int:
    with acting() as session:
        return talks.save_notes(session, who, walk.cycle_id, text, version)


def look(walk: Walk) -> talks.TalkView:
    with asking() as session:
        return talks.look(session, walk.teacher, walk.cycle_id)


def test_a_talk_was_held_when_one_says_so_and_the_other_confirms(database: Engine):
    walk = makers.a_walk().reflected()
    say_held(walk, walk.coach)
    assert walk.state is State.awaiting_talk
    confirm(walk, walk.teacher)
    assert walk.state is State.awaiting_summary
    with pytest.raises(StepAlreadyTaken):
        confirm(walk, walk.teacher)


def test_nobody_confirms_their_own_word(walk: Walk):
    say_held(walk, walk.coach)
    with pytest.raises(Refused, match="other_confirms_talk"):
        confirm(walk, walk.coach)
    with pytest.raises(StepAlreadyTaken):
        say_held(walk, walk.coach)
    assert walk.state is State.awaiting_talk


def test_a_talk_that_was_not_said_is_not_confirmed(walk: Walk):
    with pytest.raises(Refused):
        confirm(walk, walk.teacher)
    notes(walk, walk.coach, "Een begin", 0)
    with pytest.raises(Refused, match="talk_"):
        confirm(walk, walk.teacher)


@pytest.mark.parametrize(
    ("minutes", "days", "why"), [(9, 0, "talk_too_short"), (25, 1, "talk_in_the_future")]
)
def test_a_talk_that_cannot_count_is_not_said(walk: Walk, minutes: int, days: int, why: str):
    with pytest.raises(Refused, match=why):
        say_held(walk, walk.coach, minutes, days)
    assert look(walk).held_said_by is None


def test_who_disagrees_takes_the_word_back(walk: Walk):
    say_held(walk, walk.coach)
    with acting() as session:
        talks.take_back_held(session, walk.teacher, walk.cycle_id)
    assert look(walk).held_on is None
    with clock.at(clock.now() + timedelta(hours=49)), acting() as session:
        assert talks.confirm_silent(session) == []
    say_held(walk, walk.teacher)
    confirm(walk, walk.coach)
    with acting() as session, pytest.raises(StepAlreadyTaken):
        talks.take_back_held(session, walk.teacher, walk.cycle_id)


def test_two_days_of_silence_confirm(walk: Walk):
    say_held(walk, walk.teacher)
    said = clock.now()
    with clock.at(said + timedelta(hours=47)), acting() as session:
        assert talks.confirm_silent(session) == []
    with clock.at(said + timedelta(hours=49)), acting() as session:
        assert talks.confirm_silent(session) == [walk.cycle_id]
        assert talks.confirm_silent(session) == []
    assert walk.state is State.awaiting_summary


def test_confirming_and_taking_back_at_once_leaves_one_truth(database: Engine):
    walk = makers.a_walk().reflected()
    say_held(walk, walk.coach)
    together = threading.Barrier(2)

    def quietly(act: object) -> None:
        together.wait(timeout=30)
        try:
            with acting() as session:
                act(session, walk.teacher, walk.cycle_id)  # type: ignore[operator] # an act
        except Refused:
            pass

    both = [
        threading.Thread(target=quietly, args=(act,))
        for act in (talks.confirm_held, talks.take_back_held)
    ]
    for each in both:
        each.start()
    for each in both:
        each.join(timeout=60)
    seen = look(walk)
    assert (walk.state is State.awaiting_summary) == (seen.held_at is not None)
    assert (seen.held_at is not None) == (seen.held_on is not None)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,hoi",
        "//school.example/call",
        "https://",
        "https://school.example/een kamer",
        'https://school.example/"><script>',
        "https://school.example/\nkamer",
        "ftp://school.example/kamer",
        "https://[kapot/kamer",
        "bel me maar",
        "https://school.example/" + "x" * 500,
    ],
)
def test_only_a_web_address_is_kept_as_the_place_of_the_talk(walk: Walk, link: str):
    with acting() as session, pytest.raises(Refused, match="not_a_link"):
        talks.plan(session, walk.coach, walk.cycle_id, None, link)
    with acting() as session, pytest.raises(Refused, match="not_a_link"):
        enrolments.set_call_link(session, walk.coach, walk.school.pair_id, link)
    assert look(walk).call_link == ""


def test_the_talk_has_the_pairs_own_room_unless_another_is_named(walk: Walk):
    with acting() as session:
        room = " https://bel.school.example/kamer-4 "
        enrolments.set_call_link(session, walk.coach, walk.school.pair_id, room)
    assert look(walk).call_link == "https://bel.school.example/kamer-4"
    with acting() as session:
        talks.plan(session, walk.teacher, walk.cycle_id, clock.now(), "https://bel.example/5")
    assert look(walk).call_link == "https://bel.example/5"


def test_notes_of_two_people_are_never_lost(database: Engine):
    walk = makers.a_walk().reflected()
    version = notes(walk, walk.teacher, "van de leraar", 0)
    with pytest.raises(ChangedMeanwhile) as refused:
        notes(walk, walk.coach, "van de coach", 0)
    assert refused.value.theirs == "van de leraar"
    notes(walk, walk.coach, "van de leraar en van de coach", version)
    seen = look(walk)
    assert (seen.notes, seen.notes_by) == ("van de leraar en van de coach", walk.coach.id)


def test_two_who_write_the_first_word_at_once_both_keep_it(database: Engine):
    walk = makers.a_walk().reflected()
    together, lost = threading.Barrier(2), []

    def write(who: Asker, text: str) -> None:
        together.wait(timeout=30)
        try:
            notes(walk, who, text, 0)
        except ChangedMeanwhile as refused:
            lost.append((text, refused.theirs))

    both = [
        threading.Thread(target=write, args=(walk.teacher, "leraar")),
        threading.Thread(target=write, args=(walk.coach, "coach")),
    ]
    for each in both:
        each.start()
    for each in both:
        each.join(timeout=60)
    ((mine, theirs),) = lost
    assert {mine, theirs} == {"leraar", "coach"}
    assert look(walk).notes == theirs


def test_notes_that_are_too_long_leave_what_was_there(walk: Walk):
    version = notes(walk, walk.teacher, "kort", 0)
    with pytest.raises(Refused, match="too_many_words"):
        notes(walk, walk.teacher, "x" * (talks.MOST_CHARACTERS + 1), version)
    assert look(walk).notes == "kort"


def test_nobody_else_is_at_the_talk(walk: Walk):
    other = makers.second_pair(walk.school)
    for somebody in (other.teacher, other.coach, walk.school.coordinator):
        with acting() as session:
            for act in (talks.look, talks.confirm_held, talks.take_back_held):
                with pytest.raises(NotFound):
                    act(session, somebody, walk.cycle_id)
        with pytest.raises(NotFound):
            notes(walk, somebody, "van buiten", 0)
        with pytest.raises(NotFound):
            say_held(walk, somebody)
