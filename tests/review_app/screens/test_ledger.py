"""Who watched what: told to whose it is, in plain words."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete
from streamlit.testing.v1 import AppTest

from config.texts import LANGUAGES, catalog
from review_app.screens import ledger as screen_of_ledger
from storage import clock, ledger, machine_work, people, recordings, retention, sittings
from storage.database import acting
from storage.machine_work import StoredFile
from storage.media import media_store
from storage.records import Recording, RenditionKind
from storage.rules.retention import Kind
from storage.rules.roles import Role
from storage.spans import Span
from tests.house import ROOT
from tests.makers import LESSON_MS, Walk, a_walk, person, second_pair
from tests.review_app.stage import Stage, parts, said

ACT = re.compile(r'ledger\.write\(\s*session,\s*[\w.]+,\s*"(\w+)"')


def test_a_teacher_reads_who_watched_which_part(stage: Stage) -> None:
    walk = a_walk().released()
    with acting() as session:
        spans = [Span(0, 60_000), Span(30_000, 90_000), Span(120_000, 150_000)]
        recordings.note_watched(session, walk.coach, walk.recording_id, spans)
    shown = said(stage(walk.teacher, "ledger"))
    assert "Carlijn keek volgens de speler van 0:00 tot 1:30, 2:00 tot 2:30" in shown
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
    assert "Cyclus 1: de film van" in shown
    assert "Het traject" not in shown
    assert "Verder gebeurde" not in shown


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


def watched_by_the_coach(walk: Walk) -> None:
    """The coach was sent two parts, and plays a little more of them than one of them."""
    with acting() as session:
        spans = [Span(0, 300_000), Span(600_000, 660_000)]
        sittings.note_of_recording(session, walk.coach, sittings.SENT, walk.recording_id, spans)
        recordings.note_watched(session, walk.coach, walk.recording_id, [Span(0, 30_000)])


def drawing(screen: AppTest) -> dict[str, Any]:
    (drawn,) = [part for part in parts(screen) if "rows" in part]
    return drawn


def test_a_film_is_drawn_as_a_line_with_what_each_was_sent(stage: Stage) -> None:
    walk = a_walk().released()
    watched_by_the_coach(walk)
    screen = stage(walk.teacher, "ledger")
    drawn = drawing(screen)
    assert drawn["length_ms"] == LESSON_MS
    by_name = {row["name"]: row for row in drawn["rows"]}
    assert set(by_name) == {"Carlijn", "Jij"}
    coach = by_name["Carlijn"]
    assert coach["sent"] == [[0, 300_000], [600_000, 660_000]]
    assert coach["played"] == [[0, 30_000]]
    assert coach["much"] == "6:00 gestuurd"
    assert coach["says"] == (
        "Carlijn kreeg 0:00 tot 5:00, 10:00 tot 11:00 gestuurd. "
        "De speler van Carlijn zegt 0:00 tot 0:30 te hebben afgespeeld."
    )
    assert by_name["Jij"]["sent"] == []
    assert "kreeg de film gestuurd om te bekijken, van 0:00 tot 5:00" in said(screen)
    assert "De browser vraagt vaak een stukje vooruit" in said(screen)


def test_where_nobody_watched_there_is_nothing_to_draw_or_explain(stage: Stage) -> None:
    walk = a_walk().ready()
    screen = stage(walk.teacher, "ledger")
    assert not [part for part in parts(screen) if "rows" in part]
    assert "De browser vraagt vaak" not in said(screen)


def test_a_film_can_be_chosen_and_one_that_is_gone_is_still_told_of(stage: Stage) -> None:
    walk = a_walk().released()
    watched_by_the_coach(walk)
    with acting() as session:
        recordings.discard(session, walk.teacher, walk.recording_id)
    with acting() as session:
        session.execute(delete(Recording).where(Recording.id == walk.recording_id))
    stage.now += timedelta(minutes=1)
    again = Walk(walk.school, walk.cycle_id).uploaded()
    screen = stage(walk.teacher, "ledger")
    first, second = screen.selectbox(key="ledger.which").options[1:]
    assert "Cyclus 1: de film van" in first
    assert "Een film die er niet meer is" in second
    assert drawing(screen)["length_ms"] == 660_000
    screen.selectbox(key="ledger.which").select(again.recording_id).run()
    assert "uploadde de film" in said(screen)
    assert "Een film die er niet meer is" not in said(screen)


def test_after_ninety_days_only_the_role_is_told(stage: Stage) -> None:
    walk = a_walk().released()
    watched_by_the_coach(walk)
    stage.now += timedelta(days=91)
    with acting() as session:
        sittings.close(session)
        ledger.write(
            session, walk.coach.id, "note", "recording", walk.recording_id, walk.teacher.id
        )
    stage.now += timedelta(days=91)
    with acting() as session:
        ledger.forget(session, stage.now - timedelta(days=365))
    screen = stage(walk.teacher, "ledger")
    assert {row["name"] for row in drawing(screen)["rows"]} == {"Een coach", "Jij"}
    assert "Carlijn" not in said(screen)
    assert "Jij gaf de film vrij" in said(screen)


def test_who_looks_after_the_server_is_told_as_such(stage: Stage) -> None:
    walk = a_walk().released()
    ada = person("Ada", Role.admin)
    owner = walk.teacher.id
    with acting() as session:
        ledger.write(session, ada.id, "other", "recording", walk.recording_id, owner)
        ledger.write(session, ledger.BY_HAND, "cut", "recording", walk.recording_id, owner)
    shown = said(stage(walk.teacher, "ledger"))
    assert "Ada \\(functioneel beheerder\\) deed iets" in shown
    assert "Wie de server beheert knipte" in shown


def test_who_read_the_words_of_a_cycle_is_told_once_for_each_reading(stage: Stage) -> None:
    walk = a_walk().reflected()
    for _ in range(2):
        stage(walk.coach, "reflection", id=walk.cycle_id)
        stage(walk.coach, "talk", id=walk.cycle_id)
        stage(walk.teacher, "talk", id=walk.cycle_id)
    shown = said(stage(walk.teacher, "ledger"))
    assert "Carlijn las de reflectie  \n" in shown
    assert "Jij las wat de coach bij de fragmenten schreef  \n" in shown
    assert "Jij las de reflectie" not in shown
    assert "Carlijn las wat de coach" not in shown


def test_what_the_machine_did_is_told(stage: Stage) -> None:
    walk = a_walk().published()
    with acting() as session:
        file = StoredFile(RenditionKind.proxy, f"clip/{walk.clip_ids[0]}/clip.mp4", 1, "", "")
        machine_work.note_clip_file(session, walk.clip_ids[0], file, 1, (25, 1))
    stage.now += timedelta(days=70)
    with clock.at(stage.now):
        retention.sweep(media_store())
    shown = said(stage(walk.teacher, "ledger"))
    for did in (
        "maakte de film klaar", "schreef uit wat er gezegd is",
        "maakte het filmpje van dit fragment", "wiste de film",
    ):  # fmt: skip
        assert f"De computer van de school {did}" in shown


def test_everything_that_can_be_deleted_has_its_words() -> None:
    acts = {screen_of_ledger.act_word(f"delete_{kind}") for kind in Kind}
    assert "other" not in acts
    assert screen_of_ledger.act_word("delete_draft") == "delete"
    assert screen_of_ledger.act_word("delete_clip") == "delete_clip"
