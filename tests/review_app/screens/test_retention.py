"""What disappears when: a teacher's own calendar, and the rules and proofs for who keeps them."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from pipeline.bench_many import fill
from review_app.screens import retention_rules
from storage import nights, overdue, retention, retention_totals
from storage.database import acting, asking
from storage.media import media_store
from storage.records import Tombstone
from storage.rules.retention import Kind
from storage.rules.roles import Role
from tests.makers import Walk, a_walk, person
from tests.review_app.stage import Stage, queries, said
from tests.storage.two import two


def months(screen) -> list[str]:  # type: ignore[no-untyped-def] # an AppTest
    return [each.value for each in screen.subheader]


def sweep() -> None:
    retention.sweep(media_store())


def completed_and_swept(stage: Stage) -> Walk:
    """The film of the cycle has gone by its rule; it is two weeks later."""
    walk = a_walk().completed()
    stage.now += timedelta(days=15)
    sweep()
    return walk


def test_a_teacher_sees_month_by_month_what_goes_and_why(stage: Stage) -> None:
    walk = a_walk().completed()
    screen = stage(walk.teacher, "retention")
    shown = said(screen)
    assert "De hele film verdwijnt op dinsdag 8 december." in shown
    assert "Cyclus 1 · na het einde van de cyclus" in shown
    assert months(screen)[0] == "december 2026"


def test_five_clips_that_go_on_one_day_are_one_line(stage: Stage) -> None:
    walk = a_walk().completed()
    shown = said(stage(walk.teacher, "retention"))
    assert shown.count("Het fragment verdwijnt op") == 1
    assert "(2 keer)" in shown


def test_what_has_gone_is_told_without_content(stage: Stage) -> None:
    walk = completed_and_swept(stage)
    shown = said(stage(walk.teacher, "retention"))
    assert "woensdag 9 december 2026: de hele film" in shown
    assert "na het einde van de cyclus" in shown


def test_what_she_threw_away_says_so(stage: Stage) -> None:
    assert retention_rules.because("discard") == "omdat de eigenaar het weggooide"


def test_a_teacher_without_films_hears_what_will_stand_here(stage: Stage) -> None:
    nobody = person("Nora", Role.teacher)
    shown = said(stage(nobody, "retention"))
    assert "Er is nu niets van jou dat verdwijnt." in shown
    assert "Er is nog niets verdwenen." in shown


def test_a_coach_sees_when_a_released_film_goes(stage: Stage) -> None:
    walk = a_walk().released()
    shown = said(stage(walk.coach, "retention"))
    assert "De hele film verdwijnt" in shown
    assert "Tessa ·" in shown


def test_a_coach_sees_nothing_of_a_film_before_release(stage: Stage) -> None:
    walk = a_walk().ready()
    assert "film verdwijnt uiterlijk" not in said(stage(walk.coach, "retention"))


def test_the_officer_reads_the_rules_in_words(stage: Stage) -> None:
    shown = said(stage(person("Fien", Role.dpo), "retention"))
    assert "**de hele film**\n14 dagen na het einde van de cyclus;" in shown
    assert "nooit langer dan 60 dagen na het uploaden" in shown


def test_the_admin_sees_what_is_due_without_a_name(stage: Stage) -> None:
    a_walk().completed()
    stage.now += timedelta(days=15)
    with asking() as session:
        due = {each.due.kind for each in overdue.plan(session)}
    assert Kind.proxy_recording in due
    shown = said(stage(person("Ada", Role.admin), "retention"))
    assert "- de hele film, sinds" in shown
    assert "Tessa" not in shown


def test_a_thousand_things_are_a_few_lines_and_a_few_questions_to_the_database(
    stage: Stage,
) -> None:
    admin = person("Ada", Role.admin)
    with acting() as session:
        fill(session, 4)
    with queries() as few:
        stage(admin, "retention")
    with acting() as session:
        fill(session, 40)
    with queries() as many:
        shown = said(stage(admin, "retention"))
    with asking() as session:
        due = overdue.count(session)
    assert f"{due} dingen moeten weg" in shown
    assert "- 22 keer de hele film, het langst sinds" in shown
    assert shown.count("het langst sinds") < 15
    assert len(many) < len(few) + 10


def test_what_a_hold_keeps_has_no_day_for_its_teacher_nor_for_the_officer(stage: Stage) -> None:
    walk, both = a_walk().published(), two()
    assert "De hele film verdwijnt" in said(stage(walk.teacher, "retention"))
    hold_id = both.confirmed(walk.recording_id, silent=True)
    for who in (walk.teacher, walk.coach):
        shown = said(stage(who, "retention"))
        for kind in ("De hele film", "Het originele bestand", "Het fragment"):
            assert f"{kind} verdwijnt" not in shown
        assert "Dit staat op slot en blijft zolang dat nodig is." in shown
        assert ": De hele film" in shown
    with asking() as session:
        coming = retention_totals.look(session, both.officer, anew=True).coming
    assert not {kind for found in coming.values() for kind in found} & {
        Kind.raw_recording, Kind.proxy_recording, Kind.clip, Kind.transcript_excerpt,
    }  # fmt: skip
    both.lift(hold_id)
    assert "De hele film verdwijnt" in said(stage(walk.teacher, "retention"))


def test_the_officer_sees_how_much_is_due_and_no_list(stage: Stage) -> None:
    a_walk().completed()
    stage.now += timedelta(days=15)
    shown = said(stage(person("Fien", Role.dpo), "retention"))
    assert "moeten weg en gaan vannacht" in shown
    assert "- de hele film, sinds" not in shown


def test_rules_and_proofs_are_lines_that_wrap_and_not_a_table(stage: Stage) -> None:
    completed_and_swept(stage)
    shown = said(stage(person("Fien", Role.dpo), "retention"))
    assert re.search(r"\*\*1\.\*\* .+: .+  \n:small\[.+\]", shown)
    assert "| ---" not in shown


def test_the_proof_holds_until_somebody_changes_it(stage: Stage) -> None:
    completed_and_swept(stage)
    admin = person("Ada", Role.admin)
    screen = stage(admin, "retention")
    screen.button(key="retention.check").click().run()
    assert [each.value for each in screen.success] == [
        "De reeks klopt. Er is niets veranderd of weggehaald."
    ]
    with acting() as session:
        session.execute(update(Tombstone).where(Tombstone.seq == 1).values(kind="clip"))
    screen.button(key="retention.check").click().run()
    assert "Nummer 1 is veranderd." in said(screen)


def test_a_school_leader_has_no_business_here(stage: Stage) -> None:
    assert "niet van jou" in said(stage(person("Lies", Role.school_leader), "retention"))


@pytest.mark.expects_error_log
def test_an_admin_hears_that_the_sweep_waits_and_lets_it_go_on(stage: Stage) -> None:
    a_walk().completed()
    nights.run(media_store())
    stage.now += timedelta(days=40)
    nights.run(media_store())
    officer = stage(person("Fien", Role.dpo), "retention")
    assert "Er is niets verwijderd." in said(officer)
    assert "retention.allow" not in {each.key for each in officer.button}
    screen = stage(person("Ada", Role.admin), "retention")
    screen.button(key="retention.allow").click().run()
    assert "Lesbeeld begint er binnen een paar minuten mee." in said(screen)
    assert "retention.allow" not in {each.key for each in screen.button}


def test_the_officer_takes_a_receipt_of_a_period_along(stage: Stage) -> None:
    completed_and_swept(stage)
    screen = stage(person("Fien", Role.dpo), "retention")
    link = screen.get("link_button")[0]
    assert link.url.startswith("/tombstones.pdf?from=2025-12-09&until=2026-12-09")
    screen.text_input(key="receipt.recording").input("nobody's").run()
    assert "In deze periode is er niets gewist." in said(screen)


def test_a_teacher_takes_a_receipt_of_her_own_along(stage: Stage) -> None:
    walk = completed_and_swept(stage)
    assert stage(walk.teacher, "retention").get("link_button")[0].url == "/tombstones.pdf"
