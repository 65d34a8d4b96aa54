"""Writing a summary together: different parts at once, and never a word lost."""

import pytest
from sqlalchemy import Engine

from storage import action_summaries, summary_drafts, talks
from storage.action_summaries import SummaryView
from storage.database import acting, asking
from storage.errors import ChangedMeanwhile, NotFound, Refused, StepAlreadyTaken
from storage.rules.access import Asker
from storage.summary_drafts import LONGEST, Part, mark
from tests import makers
from tests.makers import Walk

pytestmark = pytest.mark.usefixtures("wanted")


@pytest.fixture
def walk(request: pytest.FixtureRequest) -> Walk:
    """On the database that a test names; where it does not matter, on SQLite alone."""
    request.getfixturevalue("database" if "database" in request.fixturenames else "sqlite_database")
    walk = makers.a_walk().reflected()
    with acting() as session:
        talks.save_notes(session, walk.coach, walk.cycle_id, "Vier tellen stil.", 0)
    return walk.talked()


def write(
    walk: Walk, who: Asker, part: Part, words: str, based_on: str = "", number: int = 1
) -> None:
    with acting() as session:
        summary_drafts.write(session, who, walk.cycle_id, part, words, mark(based_on), number)


def now(walk: Walk) -> SummaryView:
    with asking() as session:
        return action_summaries.read(session, walk.coach, walk.cycle_id)


def test_it_begins_once_with_the_notes(walk: Walk) -> None:
    with acting() as session:
        assert summary_drafts.begin(session, walk.coach, walk.cycle_id)
    write(walk, walk.coach, "discussed", "", "Vier tellen stil.")
    with acting() as session:
        assert not summary_drafts.begin(session, walk.coach, walk.cycle_id)
    assert now(walk).discussed == ""


def test_two_people_write_different_parts_at_once(walk: Walk, database: Engine) -> None:
    write(walk, walk.coach, "discussed", "Wachttijd.")
    write(walk, walk.teacher, "when", "dinsdag")
    write(walk, walk.coach, "what", "tot vijf tellen")
    seen = now(walk)
    assert seen.discussed == "Wachttijd."
    assert [(each.when, each.what) for each in seen.actions] == [("dinsdag", "tot vijf tellen")]


def test_two_who_write_one_part_both_keep_their_words(walk: Walk) -> None:
    write(walk, walk.coach, "discussed", "Van de coach.")
    with pytest.raises(ChangedMeanwhile) as refused:
        write(walk, walk.teacher, "discussed", "Van de leraar.")
    assert refused.value.theirs == "Van de coach."
    write(walk, walk.teacher, "discussed", "Van allebei.", "Van de coach.")
    assert now(walk).discussed == "Van allebei."


def test_the_same_words_sent_twice_are_no_conflict(walk: Walk) -> None:
    write(walk, walk.coach, "sign", "meer vingers")
    write(walk, walk.coach, "sign", "meer vingers")
    assert [each.sign for each in now(walk).actions] == ["meer vingers"]


def test_the_second_action_can_be_taken_out_again(walk: Walk) -> None:
    write(walk, walk.coach, "what", "een")
    write(walk, walk.coach, "what", "twee", number=2)
    with acting() as session:
        summary_drafts.drop_action(session, walk.coach, walk.cycle_id, 1)
    assert [each.what for each in now(walk).actions] == ["twee"]


def test_more_words_than_fit_are_refused_and_nothing_changes(walk: Walk) -> None:
    with pytest.raises(Refused) as refused:
        write(walk, walk.coach, "when", "x" * (LONGEST["when"] + 1))
    assert refused.value.key == "refusals.too_many_words"
    assert now(walk).version == 0


def test_what_is_put_forward_is_not_typed_in_any_more(walk: Walk) -> None:
    for part in ("discussed", "when", "what", "sign"):
        write(walk, walk.coach, part, "woorden")  # type: ignore[arg-type] # one of the parts
    with acting() as session:
        action_summaries.propose(session, walk.coach, walk.cycle_id)
    with pytest.raises(StepAlreadyTaken):
        write(walk, walk.teacher, "when", "donderdag", "woorden")
    with acting() as session:
        assert not summary_drafts.begin(session, walk.coach, walk.cycle_id)


def test_nobody_else_writes_in_it(walk: Walk) -> None:
    other = makers.second_pair(walk.school)
    with pytest.raises(NotFound):
        write(walk, other.coach, "discussed", "Ik was hier niet bij.")
