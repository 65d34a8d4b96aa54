"""How long things are kept, as who writes it down and whose things they are see it."""

from datetime import date, timedelta

from review_app.screens import retention_calendar
from storage import clock, extensions, policies, reminders
from storage.database import acting, asking
from storage.rules.roles import Role
from tests.makers import a_walk, person
from tests.review_app.stage import Stage, said


def test_the_officer_writes_a_version_down_and_the_teacher_hears_of_it(stage: Stage) -> None:
    walk = a_walk().released()
    officer = person("Fien", Role.dpo)
    key = f"retention.choose.{walk.school.programme_id}"
    screen = stage(officer, "retention")
    screen.selectbox(key=key).set_value("strict").run()
    screen.button(key=f"{key}.on").click().run()
    assert "Wat korter wordt, geldt over zeven dagen" in said(screen)
    screen.button(key=f"{key}.sure.do").click().run()
    assert "Streng, vanaf dinsdag 1 december 2026" in said(screen)
    assert "korter bewaren, vanaf dinsdag 1 december" in said(stage(walk.teacher, "retention"))
    assert key not in [each.key for each in stage(person("Ada", Role.admin), "retention").selectbox]


def test_a_teacher_lets_what_she_had_stay_longer_too(stage: Stage) -> None:
    walk = a_walk().released()
    officer = person("Fien", Role.dpo)
    with acting() as session:
        policies.choose(session, officer, walk.school.programme_id, "long")
    with asking() as session:
        (told,) = policies.mine(session, walk.teacher)
    screen = stage(walk.teacher, "retention")
    assert "voortaan langer" in said(screen)
    screen.button(key=f"retention.accept.{told.id}").click().run()
    assert "blijft nu ook langer" in said(screen)
    assert "voortaan langer" not in said(screen)


def test_a_coach_asks_and_the_teacher_keeps_the_film_longer_once(stage: Stage) -> None:
    walk = a_walk().released()
    screen = stage(walk.coach, "retention")
    screen.button(key=f"extension.ask.{walk.recording_id}").click().run()
    assert "Je vroeg of de film langer mag blijven" in said(screen)
    screen = stage(walk.teacher, "recordings", id=walk.recording_id)
    assert "Je coach vraagt of de film langer mag blijven" in said(screen)
    screen.button(key="extension.do").click().run()
    assert "Kies een dag die later is" in said(screen)
    screen.date_input(key="extension.day").set_value(date(2027, 3, 1)).run()
    screen.button(key="extension.do").click().run()
    assert "Kies waarom" in said(screen)
    screen.selectbox(key="extension.reason").set_value("holiday").run()
    screen.button(key="extension.do").click().run()
    assert "tot en met maandag 1 maart" in said(screen)
    with asking() as session:
        seen = extensions.look(session, walk.teacher, walk.recording_id)
    assert seen.until is not None
    assert seen.until.astimezone(clock.SCHOOL_TIME).date() == date(2027, 3, 1)


def test_a_month_is_a_table_with_what_goes_on_its_days() -> None:
    lines = retention_calendar.table(date(2026, 12, 1), {date(2026, 12, 8): 3}).splitlines()
    assert lines[0] == "|ma|di|wo|do|vr|za|zo|"
    assert [len(line.split("|")) for line in lines] == [9] * 7
    assert ":primary-background[**8**] 3×" in lines[3]
    assert lines[2].split("|")[1] == " "


def test_the_officer_sees_what_is_coming_by_day_and_not_whose_it_is(stage: Stage) -> None:
    a_walk().completed()
    shown = said(stage(person("Fien", Role.dpo), "retention"))
    assert "- dinsdag 8 december: de hele film 1×" in shown
    assert "Tessa" not in shown


def test_a_teacher_reads_on_today_what_goes_and_puts_it_away(stage: Stage) -> None:
    walk = a_walk().completed()
    stage.now += timedelta(days=8)
    with acting() as session:
        reminders.give_all(session)
    screen = stage(walk.teacher, "today")
    assert "De hele film verdwijnt op dinsdag 8 december." in said(screen)
    (button,) = [each for each in screen.button if (each.key or "").startswith("notices.read.")]
    button.click().run()
    assert "De hele film verdwijnt" not in said(screen)
