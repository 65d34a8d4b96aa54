"""Who watched what: told to whose it is, in plain words."""

import re

import pytest

from config.texts import LANGUAGES, catalog
from review_app.screens import ledger as screen_of_ledger
from storage import people, recordings
from storage.database import acting
from storage.rules.roles import Role
from storage.spans import Span
from tests.house import ROOT
from tests.makers import a_walk, person, second_pair
from tests.review_app.stage import Stage, said

ACT = re.compile(r'ledger\.write\(\s*session,\s*[\w.]+,\s*"(\w+)"')


def test_a_teacher_reads_who_watched_which_part(stage: Stage) -> None:
    walk = a_walk().released()
    with acting() as session:
        spans = [Span(0, 60_000), Span(30_000, 90_000), Span(120_000, 150_000)]
        recordings.note_watched(session, walk.coach, walk.recording_id, spans)
    shown = said(stage(walk.teacher, "ledger"))
    assert "Carlijn keek van 0:00 tot 1:30, 2:00 tot 2:30" in shown
    assert "Jij gaf de film vrij" in shown
    assert "De computer van de school maakte de film klaar" in shown


def test_lines_stand_under_the_film_or_the_clip_they_are_about(stage: Stage) -> None:
    walk = a_walk().published()
    shown = said(stage(walk.teacher, "ledger"))
    assert "Cyclus 1: de film" in shown
    assert "Cyclus 1: fragment 1:00 tot 1:30" in shown
    assert "Carlijn knipte dit fragment" in shown


def test_with_a_film_in_the_address_only_that_film_is_told(stage: Stage) -> None:
    walk = a_walk().published()
    shown = said(stage(walk.teacher, "ledger", id=walk.recording_id))
    assert "Cyclus 1: de film" in shown
    assert "de cyclus zelf" not in shown


def test_a_coach_reads_only_own_lines(stage: Stage) -> None:
    walk = a_walk().reflected()
    shown = said(stage(walk.coach, "ledger"))
    assert "Jij knipte dit fragment" in shown
    assert "Tessa" not in shown


def test_nobody_reads_about_another_teachers_film(stage: Stage) -> None:
    walk = a_walk().published()
    other = second_pair(walk.school)
    assert "Cyclus 1: de film" not in said(stage(other.teacher, "ledger", id=walk.recording_id))
    assert "Je deed nog niets" in said(stage(other.coach, "ledger", id=walk.recording_id))


def test_who_has_no_content_has_no_ledger(stage: Stage) -> None:
    assert "niet van jou" in said(stage(person("Lies", Role.school_leader), "ledger"))


def test_the_officer_reads_who_did_what(stage: Stage) -> None:
    walk = a_walk().published()
    with acting() as session:
        people.sign_out_everywhere(session, walk.teacher.id)
    shown = said(stage(person("Fien", Role.dpo), "ledger"))
    assert "Carlijn verstuurde de fragmenten" in shown
    for heading in ("**Account van Tessa**", "**Het traject**", "**Het koppel**"):
        assert heading in shown
    assert "Buiten een cyclus" not in shown


LEADS = {
    Role.coach: "Wat jij deed met films en fragmenten van leraren.",
    Role.admin: "Wat jij zelf deed met films, fragmenten en cycli.",
    Role.dpo: "De laatste handelingen, van iedereen.",
}


@pytest.mark.parametrize("role", LEADS)
def test_everybody_hears_whose_acts_stand_here(stage: Stage, role: Role) -> None:
    shown = said(stage(person("Robin", role), "ledger"))
    assert [each for each, lead in LEADS.items() if lead in shown] == [role]


def test_an_admin_reads_nothing_of_what_others_did(stage: Stage) -> None:
    walk = a_walk().published()
    shown = said(stage(person("Ada", Role.admin), "ledger"))
    assert "Dat hoort ook niet bij je rol." in shown
    assert "Carlijn" not in shown
    assert walk.cycle_id not in shown


def test_every_act_in_the_ledger_has_its_words() -> None:
    written = {
        act
        for path in (ROOT / "storage").glob("*.py")
        for act in ACT.findall(path.read_text(encoding="utf-8"))
    }
    assert "report_unusable" in written
    for language in LANGUAGES:
        told = catalog(language).singular
        assert not {act for act in written if f"ledger.acts.{act}" not in told}


def test_overlapping_parts_are_told_once() -> None:
    spans = [Span(5, 9), Span(0, 6), Span(20, 30)]
    assert screen_of_ledger.merged(spans) == [Span(0, 9), Span(20, 30)]
