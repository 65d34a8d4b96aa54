"""The screen on which a teacher takes her own material along."""

from datetime import timedelta
from io import BytesIO

import pytest

from storage import export_packages, notices
from storage.database import acting, asking
from storage.media import media_store
from storage.rules.notice import Word
from storage.rules.retention import Kind
from tests import makers
from tests.makers import Walk
from tests.review_app.stage import Stage, said


@pytest.fixture
def walk(stage: Stage) -> Walk:
    return makers.a_walk().completed()


def test_she_asks_sees_it_being_made_and_fetches_it(stage: Stage, walk: Walk) -> None:
    screen = stage(walk.teacher, "own")
    screen.button(key="exports.make").click().run()
    assert "Je kunt deze pagina gerust sluiten" in said(screen)
    with asking() as session:
        found = export_packages.newest(session, walk.teacher)
    assert found
    blob = media_store().put(export_packages.key(found.id), BytesIO(b"a box"))
    with acting() as session:
        export_packages.done(session, found.id, blob)
    screen = stage(walk.teacher, "own")
    assert "Je bestand staat klaar" in said(screen)
    assert f"/exports/{found.id}.zip" in str(screen.get("link_button")[0].proto)
    screen.button(key="exports.remove").click().run()
    assert "Maak mijn bestand" in said(screen)


def test_a_file_that_could_not_be_made_is_told_with_another_try(stage: Stage, walk: Walk) -> None:
    with acting() as session:
        export_packages.fail(session, export_packages.ask(session, walk.teacher))
    screen = stage(walk.teacher, "own")
    assert "kon niet gemaakt worden" in said(screen)
    assert screen.button(key="exports.make").label == "Maak het opnieuw"


def test_a_coach_finds_her_own_words_there_and_no_way_to_stop(stage: Stage, walk: Walk) -> None:
    screen = stage(walk.coach, "own")
    assert "wat je zelf schreef" in said(screen)
    assert "Stoppen" not in said(screen)
    screen.button(key="exports.make").click().run()
    assert "Je kunt deze pagina gerust sluiten" in said(screen)
    assert "Maak mijn bestand" not in said(stage(walk.school.coordinator, "own"))


def test_the_notice_that_something_goes_leads_there(stage: Stage, walk: Walk) -> None:
    goes_on = stage.now + timedelta(days=3)
    with acting() as session:
        notices.give(
            session, walk.teacher.id, Word.ending, walk.recording_id, goes_on, Kind.proxy_recording
        )
    assert "Neem alles mee" in said(stage(walk.teacher, "today"))
