"""Before sending, every line says what is there or what is missing, and where that is."""

from review_app.screens.publishing_checks import checks
from storage.rules.sentences import say
from tests.makers import a_walk
from tests.review_app.stage import Stage, parts

WITHOUT = ("foundation", "dimension", "fact", "kind", "question")


def test_without_clips_only_their_number_is_asked_for() -> None:
    (line,) = checks(0, [say("guards.too_few_clips", least=1)])
    assert (line.met, line.says, line.to) == (False, "Kies fragmenten: minstens 1.", None)


def test_everything_a_clip_needs_stands_in_one_line_with_a_way_to_it() -> None:
    unmet = [say(f"guards.clip_without_{word}", number=2) for word in WITHOUT]
    found = checks(2, unmet)
    assert [line.met for line in found] == [True, True, False, True, True, True]
    assert found[1].says == "Fragment 1 is af"
    assert found[2].to == 2
    assert found[2].says == (
        "Fragment 2 mist nog: fundament, dimensie, wat je ziet of hoort, soort denkvraag, vraag"
    )


def test_more_to_think_about_than_went_well_leads_to_the_note() -> None:
    found = checks(2, [say("guards.growth_needs_note", growth=2, strengths=0)])
    (line,) = [each for each in found if not each.met]
    assert line.to == "note"


def test_the_screen_shows_the_lines_once_and_no_second_balance(stage: Stage) -> None:
    walk = a_walk().released()
    walk.cut()
    screen = stage(walk.coach, "workbench", id=walk.recording_id)
    (lines,) = [each["checks"] for each in parts(screen) if "checks" in each]
    assert [each["met"] for each in lines][:2] == [True, True]
    assert {each["state"] for each in lines} <= {"Klaar", "Nog te doen"}
    assert "Per fundament" not in [each.value for each in screen.markdown]
