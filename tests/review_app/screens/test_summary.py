"""The summary: begun from the notes, written by both, put forward, agreed, kept to read."""

import pytest
from streamlit.testing.v1 import AppTest

from storage import action_summaries, summary_drafts, talks
from storage.database import acting, asking
from storage.rules.cycle import State
from storage.summary_drafts import mark
from tests.makers import Walk, a_walk, second_pair
from tests.review_app.stage import Stage, parts, said


def fields(screen: AppTest) -> dict[str, str]:
    """The text of each box, by its place."""
    found = [each for each in parts(screen) if each.get("of", "").startswith("summary:")]
    return {each["of"].split(":", 2)[2]: each["text"] for each in found}


def write(walk: Walk, part: str, words: str) -> None:
    with acting() as session:
        summary_drafts.write(session, walk.coach, walk.cycle_id, part, words, mark(""))  # type: ignore[arg-type] # a test's word


def test_it_begins_with_the_notes_of_the_talk(stage: Stage) -> None:
    walk = a_walk().reflected()
    with acting() as session:
        talks.save_notes(session, walk.coach, walk.cycle_id, "Vier tellen stil.", 0)
    walk.talked()
    screen = stage(walk.coach, "summary", id=walk.cycle_id)
    assert fields(screen)["discussed"] == "Vier tellen stil."


def test_an_action_has_a_moment_an_act_and_a_sign(stage: Stage) -> None:
    walk = a_walk().talked()
    assert set(fields(stage(walk.coach, "summary", id=walk.cycle_id))) == {
        "discussed",
        "1.when",
        "1.what",
        "1.sign",
    }


def test_there_is_room_for_one_more_action_and_no_third(stage: Stage) -> None:
    walk = a_walk().talked()
    screen = stage(walk.coach, "summary", id=walk.cycle_id)
    screen.button(key="summary.add").click().run()
    assert "2.when" in fields(screen)
    assert not [each for each in screen.button if each.key == "summary.add"]
    screen.button(key="summary.drop.2").click().run()
    assert "2.when" not in fields(screen)


def test_a_vague_step_gets_a_hint(stage: Stage) -> None:
    walk = a_walk().talked()
    write(walk, "what", "vragen")
    assert "Maak het klein" in said(stage(walk.coach, "summary", id=walk.cycle_id))


def test_the_coach_puts_it_forward_once_it_is_whole(stage: Stage) -> None:
    walk = a_walk().talked()
    write(walk, "discussed", "Wachttijd.")
    screen = stage(walk.coach, "summary", id=walk.cycle_id)
    assert "Spreek 1 of 2 acties af" in said(screen)
    assert screen.button(key="summary.propose").disabled
    for part in ("when", "what", "sign"):
        write(walk, part, "na mijn vraag tel ik tot vijf")
    screen = stage(walk.coach, "summary", id=walk.cycle_id)
    assert not screen.button(key="summary.propose").disabled


def test_the_teacher_writes_along_and_does_not_put_it_forward(stage: Stage) -> None:
    walk = a_walk().talked()
    screen = stage(walk.teacher, "summary", id=walk.cycle_id)
    assert "Carlijn legt de samenvatting aan je voor." in said(screen)
    assert fields(screen)
    assert not [each for each in screen.button if each.key == "summary.propose"]


def test_once_put_forward_the_teacher_answers_and_the_coach_waits(stage: Stage) -> None:
    walk = a_walk().proposed()
    screen = stage(walk.teacher, "summary", id=walk.cycle_id)
    assert "vijf tellen wachten" in said(screen)
    assert [each.key for each in screen.button if each.key.startswith("summary.")] == [
        "summary.agree",
        "summary.ask_change",
    ]
    waiting = stage(walk.coach, "summary", id=walk.cycle_id)
    assert "Tessa leest het." in said(waiting)
    assert not [each for each in waiting.button if each.key.startswith("summary.")]


def test_what_the_teacher_asks_for_stands_above_the_text(stage: Stage) -> None:
    walk = a_walk().proposed()
    with acting() as session:
        action_summaries.ask_change(session, walk.teacher, walk.cycle_id, "Liever donderdag")
    assert "Tessa vraagt: “Liever donderdag”" in said(
        stage(walk.coach, "summary", id=walk.cycle_id)
    )
    assert walk.state is State.awaiting_summary


def test_an_agreed_summary_is_read_taken_along_and_followed_by_the_next(stage: Stage) -> None:
    walk = a_walk().completed()
    screen = stage(walk.teacher, "summary", id=walk.cycle_id)
    shown = said(screen)
    assert "Jullie zijn het eens sinds dinsdag 24 november 2026." in shown
    assert screen.get("link_button")[0].proto.url == f"/summaries/{walk.cycle_id}.docx"
    assert "De hele film verdwijnt op dinsdag 8 december 2026." in shown
    assert "Cyclus 2 staat gepland" in shown
    assert not fields(screen)


def test_the_coach_reads_the_agreed_summary_too(stage: Stage) -> None:
    walk = a_walk().completed()
    screen = stage(walk.coach, "summary", id=walk.cycle_id)
    assert "vijf tellen wachten" in said(screen)
    assert screen.get("link_button")


@pytest.mark.parametrize("until", ["published", "reflected"])
def test_before_the_talk_it_says_when_it_comes(stage: Stage, until: str) -> None:
    walk = getattr(a_walk(), until)()
    shown = said(stage(walk.coach, "summary", id=walk.cycle_id))
    assert "De samenvatting schrijven jullie na het gesprek." in shown


def test_opening_it_twice_begins_it_once(stage: Stage) -> None:
    walk = a_walk().reflected()
    with acting() as session:
        talks.save_notes(session, walk.coach, walk.cycle_id, "Vier tellen stil.", 0)
    walk.talked()
    stage(walk.coach, "summary", id=walk.cycle_id)
    stage(walk.teacher, "summary", id=walk.cycle_id)
    with asking() as session:
        assert action_summaries.read(session, walk.coach, walk.cycle_id).version == 1


def test_another_pair_finds_no_summary(stage: Stage) -> None:
    walk = a_walk().completed()
    other = second_pair(walk.school)
    for who in (other.teacher, other.coach, walk.school.coordinator):
        assert "niet van jou" in said(stage(who, "summary", id=walk.cycle_id))
