"""One whole cycle as two people live it: on their screens, through the server a school runs."""

import io
import time
from datetime import timedelta
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import expect
from sqlalchemy import select

from config.texts import text
from storage import clock, retention, tombstones
from storage.database import asking
from storage.media import media_store
from storage.records import Clip, Cycle, Recording
from storage.rules.cycle import State
from tests.browser import app
from tests.journeys import people as do
from tests.journeys.pair import COACH, TEACHER, Both, Pair
from tests.journeys.people import press, says
from tests.journeys.school_server import Server

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.model, pytest.mark.timeout(900)]

INTENTION = "Kijk naar hoe lang ik wacht na een vraag."
FILES = (
    "proxy.mp4", "poster.jpg", "filmstrip.jpg", "filmstrip.json", "peaks.json", "captions.vtt",
    "transcript.json",
)  # fmt: skip
ABSENT = "00000000-0000-4000-8000-000000000000"


def test_two_people_walk_one_cycle_and_the_film_is_gone_afterwards(
    own_film: Path, planned: Pair, server: Server, both: Both, tmp_path: Path
) -> None:
    with do.shown_when_it_fails(tmp_path, teacher=both.teacher, coach=both.coach):
        walk(own_film, planned, both)
        server.look()
        the_film_goes(both)
    assert server.stop() == [], "Ctrl+C leaves no process behind"


def test_they_walk_it_on_a_film_of_a_real_classroom_too(
    shared_media: Path, planned: Pair, both: Both, tmp_path: Path
) -> None:
    with do.shown_when_it_fails(tmp_path, teacher=both.teacher, coach=both.coach):
        walk(shared_media / "open" / "lessons" / "lesson_en_open.mp4", planned, both)
        the_film_goes(both)


def walk(film: Path, planned: Pair, both: Both) -> None:
    """All six steps."""
    they_begin(planned, both)
    recording_id = the_teacher_films(film, both)
    the_teacher_shares(recording_id, both)
    the_coach_chooses(both)
    the_teacher_looks_back(both)
    they_talk(both)
    they_agree(both)
    assert state(planned) is State.completed


def they_begin(planned: Pair, both: Both) -> None:
    do.accept_invitation(both.teacher, planned.teacher_link)
    do.accept_invitation(both.coach, planned.coach_link)
    do.sign(both.teacher)
    do.sign(both.coach)
    says(both.coach, "agreement.both")
    do.today(both.coach)
    do.propose_focus(both.coach, "instructional_dialogue", "instructional_support")
    do.today(both.teacher)
    press(both.teacher, "focus.agree")
    press(both.teacher, "focus.start")
    says(both.teacher, "today.do.film")


def the_teacher_films(film: Path, both: Both) -> str:
    """Upload in the page, and watch the machine work until the film can be watched."""
    page = both.teacher
    press(page, "today.on.film")
    do.send_film(page, film, INTENTION)
    says(page, "recordings.close_tab")
    with asking() as session:
        recording_id = session.scalars(select(Recording.id)).one()
    nobody_else_opens_any_of(recording_id, both)
    to_film = page.get_by_text(text("recordings.open.ready"))
    expect(to_film).to_be_visible(timeout=do.TRANSCRIBED_WITHIN_MS)
    nobody_else_opens_any_of(recording_id, both)
    to_film.click()
    return recording_id


def nobody_else_opens_any_of(recording_id: str, both: Both) -> None:
    """To the coach it is a recording that does not exist, and a stranger is asked to sign in."""
    for name in FILES:
        refused = both.coach.request.get(f"/recordings/{recording_id}/{name}")
        absent = both.coach.request.get(f"/recordings/{ABSENT}/{name}")
        assert (refused.status, refused.text()) == (absent.status, absent.text()) == (404, sorry())
        assert both.stranger.request.get(f"/recordings/{recording_id}/{name}").status == 401
    for screen in ("recordings", "workbench"):
        app.open_screen(both.coach, f"/{screen}?id={recording_id}")
        says(both.coach, "refusals.not_found")
        expect(both.coach.locator("video")).to_have_count(0)


def sorry() -> str:
    return f'{{"key":"refusals.not_found","sentence":"{text("refusals.not_found")}"}}'


def the_teacher_shares(recording_id: str, both: Both) -> None:
    page = both.teacher
    do.watch_a_while(page)
    expect(do.button(page, "recordings.share_unwatched")).to_have_count(0)
    press(page, "recordings.look_nothing")
    press(page, "recordings.share_with", name=COACH)
    says(page, "guards.pupils_not_checked")
    page.get_by_text(text("recordings.checked")).click()
    press(page, "recordings.share_with", name=COACH)
    says(page, "recordings.shared", name=COACH)
    assert both.stranger.request.get(f"/recordings/{recording_id}/proxy.mp4").status == 401


def the_coach_chooses(both: Both) -> None:
    """One clip by keys, one in a single press; and the sentence of what was missing."""
    page = both.coach
    do.today(page)
    press(page, "today.on.choose")
    says(page, "publishing.asked", name=TEACHER, words=INTENTION)
    do.mark_by_keys(page, steps=5)
    do.describe_clip(
        page, fact="Je vraagt en wacht drie tellen.", question="Wat zag je in die stilte?",
        foundation="instructional_support", dimension="instructional_dialogue",
        kind="consider_this",
    )  # fmt: skip
    says(page, "guards.no_strength")
    expect(do.button(page, "publishing.publish", name=TEACHER)).to_be_disabled()
    press(page, "workbench.moment")
    do.describe_clip(
        page, fact="Drie vingers gaan omhoog.", question="Wat deed je vlak hiervoor?",
        foundation="emotional_support", dimension="positive_climate", kind="nice_work",
    )  # fmt: skip
    note = page.get_by_role("textbox", name=text("publishing.note", name=TEACHER))
    note.fill("Fijne les om te zien.")
    publish = do.button(page, "publishing.publish", name=TEACHER)
    note.press("Tab")
    expect(publish).to_be_enabled()
    publish.click()
    do.confirm(page, "publishing.publish", name=TEACHER)
    says(page, "publishing.sent", name=TEACHER)


def the_teacher_looks_back(both: Both) -> None:
    """On her phone; what she typed is still there when the page is opened anew."""
    page = both.teacher
    do.today(page)
    press(page, "today.on.reflect")
    do.write(page, text("reflection.answer"), "Ik zag dat ze gingen nadenken.")
    page.reload()
    app.settled(page)
    page.get_by_role("radio", name="1").click()
    box = page.get_by_label(text("reflection.answer"), exact=True)
    expect(box).to_have_value("Ik zag dat ze gingen nadenken.")
    do.watch_a_while(page)
    press(page, "reflection.next")
    says(page, "reflection.place", n=2, of=2)
    do.watch_a_while(page)
    do.write(page, text("reflection.answer"), "Hier ging het vanzelf.")
    press(page, "reflection.to_end")
    press(page, "reflection.send", name=COACH)
    do.confirm(page, "reflection.send", name=COACH)
    expect(do.button(page, "reflection.to_talk")).to_be_visible()


def they_talk(both: Both) -> None:
    """Both have the talk open: what one writes the other sees, and both say that it was held."""
    press(both.teacher, "reflection.to_talk")
    do.today(both.coach)
    press(both.coach, "today.on.talk")
    says(both.coach, "talk.notes")
    do.write(both.coach, text("talk.notes"), "Na een vraag vijf tellen wachten.")
    notes = both.teacher.get_by_label(text("talk.notes"), exact=True)
    expect(notes).to_have_value("Na een vraag vijf tellen wachten.")
    press(both.teacher, "talk.held_do")
    do.confirm(both.teacher, "talk.held_send")
    press(both.coach, "talk.confirm")
    press(both.coach, "talk.to_summary")
    press(both.teacher, "talk.to_summary")


def they_agree(both: Both) -> None:
    teacher, coach = both.teacher, both.coach
    do.write(coach, text("summary.when"), "Dinsdag, het tweede uur")
    do.write(coach, text("summary.what"), "Na mijn vraag tel ik tot vijf")
    do.write(coach, text("summary.sign"), "Er gaan meer vingers omhoog")
    do.propose(coach, TEACHER)
    press(teacher, "summary.ask_change")
    teacher.get_by_label(text("summary.ask_change_words")).fill("Liever op donderdag.")
    do.confirm(teacher, "summary.ask_change_do", name=COACH)
    says(coach, "summary.asked", name=TEACHER, words="Liever op donderdag.")
    do.write(coach, text("summary.when"), "Donderdag, het tweede uur")
    do.propose(coach, TEACHER)
    press(teacher, "summary.agree")
    do.confirm(teacher, "summary.agree")
    says(teacher, "summary.download")
    with teacher.expect_download() as download:
        teacher.get_by_role("link", name=text("summary.download")).click()
    word = Document(io.BytesIO(Path(download.value.path()).read_bytes()))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert "Donderdag, het tweede uur" in cells
    for page in (teacher, coach):
        do.today(page)
        says(page, "today.cycle", n=2, name=COACH if page is teacher else TEACHER)
        expect(page.get_by_text("Na mijn vraag tel ik tot vijf")).to_be_visible()


def until_every_clip_is_cut() -> None:
    """The machine cuts in its own time; two months are longer than it needs."""
    give_up = time.monotonic() + 120
    while time.monotonic() < give_up:
        with asking() as session:
            if not session.scalars(select(Clip.id).where(Clip.file_key.is_(None))).all():
                return
        time.sleep(0.5)
    raise AssertionError("a clip was never cut")


def the_film_goes(both: Both) -> None:
    """Two months later the sweep takes the film: from disk, from the routes, from the page."""
    until_every_clip_is_cut()
    with asking() as session:
        recording = session.scalars(select(Recording)).one()
        clip_id = session.scalars(select(Clip.id).limit(1)).one()
    assert list(media_store().list(recording.prefix)), "until then it is there"
    assert both.teacher.request.get(f"/recordings/{recording.id}/proxy.mp4").ok
    with clock.at(clock.now() + timedelta(days=60)):
        swept = retention.sweep(media_store())
    assert swept.backlog == 0
    assert list(media_store().list(recording.prefix)) == []
    for page, who in ((both.teacher, "noor"), (both.coach, "bas")):
        app.open_screen(page, "/")  # after two months everybody has to sign in again
        do.sign_in(page, f"{who}@school.test")
        assert page.request.get(f"/recordings/{recording.id}/proxy.mp4").status == 404
    app.open_screen(both.teacher, f"/recordings?id={recording.id}")
    says(both.teacher, "refusals.not_found")
    assert both.teacher.request.get(f"/clips/{clip_id}/clip.mp4").ok, "the moments stay longer"
    app.open_screen(both.teacher, "/retention")
    says(both.teacher, "retention_screen.gone_lead")
    with asking() as session:
        assert tombstones.verify(session) == []
        assert len(tombstones.about(session, recording.owner_id)) > 0


def state(planned: Pair) -> State:
    with asking() as session:
        return session.get_one(Cycle, planned.cycle_id).state
