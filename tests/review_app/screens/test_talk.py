"""The talk: agenda, both voices side by side, shared notes, and the word of both."""

from datetime import datetime

import pytest
from streamlit.testing.v1 import AppTest

from review_app.screens import talk as screen_of_talk
from storage import clock, reflections, talks, thrown_away
from storage.database import acting, asking
from storage.errors import ChangedMeanwhile
from storage.rules.cycle import State
from tests.makers import GROWTH, Walk, a_walk, second_pair
from tests.review_app.stage import Stage, parts, said


def notes(screen: AppTest) -> dict:
    return next(each for each in parts(screen) if each.get("of", "").startswith("talk:"))


def say_held(walk: Walk) -> None:
    with acting() as session:
        talks.say_held(session, walk.coach, walk.cycle_id, clock.today(), 25)


def test_the_agenda_gives_each_clip_its_minutes(stage: Stage) -> None:
    walk = a_walk().released()
    for start in (30_000, 60_000):
        walk.cut(start_ms=start)
    walk.cut(GROWTH, 120_000)
    walk.published().reflected()
    screen = stage(walk.coach, "talk", id=walk.cycle_id)
    agenda = screen.get("button_group")[0]
    assert len(agenda.options) == 3
    for n, option in enumerate(agenda.options, start=1):
        assert f"Fragment {n} · 6 min" in option
    assert "Houd 10 minuten over" in said(screen)


def test_the_coachs_question_and_the_teachers_answer_stand_side_by_side(stage: Stage) -> None:
    walk = a_walk().reflected()
    shown = said(stage(walk.coach, "talk", id=walk.cycle_id)).replace("\\", "")
    assert "Wat deed je vlak hiervoor?" in shown
    assert "Wat Tessa schreef" in shown
    assert "Ik zag het ook." in shown


def test_without_a_reflection_the_coach_reads_no_draft(stage: Stage) -> None:
    walk = a_walk().published()
    with acting() as session:
        reflections.save(session, walk.teacher, walk.clip_ids[0], "Voor mezelf.", False, 0)
        reflections.skip_to_talk(session, walk.teacher, walk.cycle_id)
    shown = said(stage(walk.coach, "talk", id=walk.cycle_id))
    assert "Tessa heeft nog niets verstuurd." in shown
    assert "Voor mezelf" not in shown


def test_both_see_the_same_notes_and_who_wrote_last(stage: Stage) -> None:
    walk = a_walk().reflected()
    with acting() as session:
        talks.save_notes(session, walk.coach, walk.cycle_id, "Vier tellen stil.", 0)
    screen = stage(walk.teacher, "talk", id=walk.cycle_id)
    assert notes(screen)["text"] == "Vier tellen stil."
    assert notes(screen)["version"] == 1
    assert "Het laatst geschreven door Carlijn" in said(screen)
    assert "Geen namen van leerlingen" in notes(screen)["hint"]


def test_who_writes_over_the_others_notes_hears_so(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = a_walk().reflected()
    kept = {}
    monkeypatch.setattr(screen_of_talk, "writing", lambda **given: kept.update(given))
    stage(walk.teacher, "talk", id=walk.cycle_id)
    with acting() as session:
        talks.save_notes(session, walk.coach, walk.cycle_id, "Van de coach.", 0)
    with pytest.raises(ChangedMeanwhile):
        kept["save"]("Van de leraar.", 0)
    kept["save"]("Van allebei.", 1)
    with asking() as session:
        assert talks.look(session, walk.coach, walk.cycle_id).notes == "Van allebei."


def test_the_pair_sets_a_moment_and_its_own_call_room(stage: Stage) -> None:
    walk = a_walk().reflected()
    screen = stage(walk.teacher, "talk", id=walk.cycle_id)
    assert "Er staat nog geen moment." in said(screen)
    screen.text_input(key="talk.link").set_value("https://meet.school.test/tessa")
    screen.button(key="talk.plan.save").click().run()
    assert "Jullie spreken elkaar op" in said(screen)
    assert screen.get("link_button")[0].proto.url == "https://meet.school.test/tessa"
    with asking() as session:
        planned = talks.look(session, walk.coach, walk.cycle_id).planned_at
    assert isinstance(planned, datetime)
    assert planned.astimezone(clock.SCHOOL_TIME).hour == 15


def test_what_is_no_link_is_refused_with_its_sentence(stage: Stage) -> None:
    walk = a_walk().reflected()
    screen = stage(walk.teacher, "talk", id=walk.cycle_id)
    screen.text_input(key="talk.link").set_value("javascript:alert(1)")
    screen.button(key="talk.plan.save").click().run()
    assert screen.warning
    assert not screen.get("link_button")


def test_the_other_confirms_that_it_was_held(stage: Stage) -> None:
    walk = a_walk().reflected()
    say_held(walk)
    assert "Tessa bevestigt dit" in said(stage(walk.coach, "talk", id=walk.cycle_id))
    screen = stage(walk.teacher, "talk", id=walk.cycle_id)
    assert "Carlijn gaf door dat jullie op dinsdag 24 november 25 minuten spraken." in said(screen)
    screen.button(key="talk.held.confirm").click().run()
    assert walk.state is State.awaiting_summary


def test_the_other_disagrees_and_the_talk_is_open_again(stage: Stage) -> None:
    walk = a_walk().reflected()
    say_held(walk)
    screen = stage(walk.teacher, "talk", id=walk.cycle_id)
    screen.button(key="talk.held.disagree").click().run()
    assert walk.state is State.awaiting_talk
    assert screen.button(key="talk.held.say")


def test_who_said_it_takes_it_back(stage: Stage) -> None:
    walk = a_walk().reflected()
    say_held(walk)
    screen = stage(walk.coach, "talk", id=walk.cycle_id)
    screen.button(key="talk.held.back").click().run()
    assert screen.button(key="talk.held.say")


def test_after_the_talk_one_button_leads_to_the_summary(stage: Stage) -> None:
    walk = a_walk().talked()
    screen = stage(walk.coach, "talk", id=walk.cycle_id)
    screen.button(key="talk.to_summary").click().run()
    assert stage.gone == [("summary", walk.cycle_id)]


def test_before_there_are_clips_there_is_nothing_to_talk_about(stage: Stage) -> None:
    walk = a_walk().released()
    assert "Eerst kiest Carlijn momenten" in said(stage(walk.teacher, "talk", id=walk.cycle_id))
    assert "Kies eerst momenten" in said(stage(walk.coach, "talk", id=walk.cycle_id))


def test_after_the_cycle_the_clips_can_still_be_read(stage: Stage) -> None:
    walk = a_walk().completed()
    screen = stage(walk.teacher, "talk", id=walk.cycle_id)
    assert "Ik zag het ook" in said(screen)
    assert not [each for each in parts(screen) if each.get("of", "").startswith("talk:")]


def test_another_pair_finds_no_talk(stage: Stage) -> None:
    walk = a_walk().reflected()
    other = second_pair(walk.school)
    for who in (other.teacher, other.coach, walk.school.coordinator):
        assert "niet van jou" in said(stage(who, "talk", id=walk.cycle_id))


def test_without_any_clip_left_the_page_says_so(stage: Stage) -> None:
    walk = a_walk().reflected()
    with acting() as session:
        for clip_id in walk.clip_ids:
            thrown_away.clip(session, walk.teacher, clip_id)
    for who in (walk.teacher, walk.coach):
        assert "geen fragmenten meer" in said(stage(who, "talk", id=walk.cycle_id))
        assert "geen fragmenten meer" in said(stage(who, "reflection", id=walk.cycle_id))


def test_a_clip_that_goes_while_somebody_looks_at_it_leaves_the_others(stage: Stage) -> None:
    walk = a_walk().reflected()
    screen = stage(walk.coach, "talk", id=walk.cycle_id)
    screen.segmented_control(key=f"talk.clip.{walk.cycle_id}").set_value(1).run()
    with acting() as session:
        thrown_away.clip(session, walk.teacher, walk.clip_ids[1])
    screen.run()
    assert "Wat deed je vlak hiervoor?" in said(screen).replace("\\", "")
