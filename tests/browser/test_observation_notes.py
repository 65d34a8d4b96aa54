"""Notes in a real browser: jotted down while the film waits, found again, and never lost."""

import pytest
from playwright.sync_api import Page, expect

from config.texts import text
from storage import observation_notes
from storage.database import asking
from storage.observation_notes import NoteView
from storage.spans import Span
from tests.browser.desk import (
    Desks,
    kept,
    nothing_wrong,
    now,
    open_desk,
    plays,
    press,
    saved,
    says,
    video,
)
from tests.makers import Walk

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(600)]

SEEN = "Drie leerlingen steken hun vinger op."


def notes(walk: Walk) -> list[NoteView]:
    """The coach's notes as the server keeps them."""
    with asking() as session:
        return observation_notes.read(session, walk.coach, walk.recording_id)


def jot(page: Page, words: str) -> None:
    press(page, "n")
    page.keyboard.type(words)
    press(page, "Enter")
    saved(page)


def test_a_note_holds_the_film_and_its_time_and_plays_on_once_it_is_kept(desks: Desks) -> None:
    walk = desks.walk()
    with desks.at(walk) as page:
        press(page, *["ArrowRight"] * 4, "k")
        plays(page)
        press(page, "n")
        plays(page, False)
        held = now(page)
        page.keyboard.type("n xk12 ")
        nothing_wrong(page, "a note being written")
        assert kept(walk) == [], "no key acts while typing"
        page.keyboard.type(SEEN)
        press(page, "Enter")
        plays(page)
        saved(page)
        (note,) = notes(walk)
        assert note.text == f"n xk12 {SEEN}"
        assert held * 1000 - 41 < note.at_ms <= held * 1000, "when the frame on screen begins"
        expect(page.locator(".film")).to_be_focused()
        expect(page.locator(".flag")).to_have_count(1)


def test_a_note_leads_back_to_its_moment_and_becomes_a_clip(desks: Desks) -> None:
    walk = desks.walk()
    with desks.at(walk) as page:
        press(page, *["ArrowRight"] * 6)
        jot(page, SEEN)
        press(page, *["ArrowLeft"] * 3)
        page.get_by_role("tab").nth(2).click()
        nothing_wrong(page, "the list of notes")
        page.get_by_role("button", name=text("notes.jump", at="0:30")).click()
        assert now(page) == pytest.approx(30, abs=0.1)
        page.get_by_role("button", name=text("notes.clip", at="0:30")).click()
        saved(page)
        (clip,) = kept(walk)
        assert (clip.span, clip.words.fact) == (Span(15_000, 45_000), SEEN)
        assert len(notes(walk)) == 1, "the note itself stays"


def test_words_that_were_left_or_removed_come_back(desks: Desks) -> None:
    walk = desks.walk()
    with desks.at(walk) as page:
        press(page, "n")
        page.keyboard.type(SEEN)
        press(page, "Escape")
        says(page, "notes.left", at="0:00")
        assert notes(walk) == []
        page.locator(".notes").get_by_role("button", name=text("workbench.undo")).click()
        press(page, "Enter")
        saved(page)
        page.get_by_role("button", name=text("notes.remove", at="0:00")).click()
        says(page, "notes.removed", at="0:00")
        saved(page)
        page.locator(".notes").get_by_role("button", name=text("workbench.undo")).click()
        expect(page.locator(".notes li")).to_have_count(1)
        saved(page)
        assert [note.text for note in notes(walk)] == [SEEN]


def test_a_reload_keeps_the_words_in_the_box_and_the_time(desks: Desks) -> None:
    walk = desks.walk()
    with desks.at(walk) as page:
        press(page, "ArrowRight", "n")
        page.keyboard.type(SEEN)
        page.reload()
        open_desk(page, walk)
        box = page.locator(".noting textarea")
        expect(box).to_have_value(SEEN)
        says(page, "notes.at", at="0:05")
        box.press("Enter")
        saved(page)
        assert [(note.at_ms, note.text) for note in notes(walk)] == [(5000, SEEN)]
        assert page.evaluate("Object.keys(sessionStorage).filter((it) => /notes/.test(it))") == []


def test_a_note_is_written_with_a_finger_on_a_phone(desks: Desks) -> None:
    walk = desks.walk()
    with desks.at(walk, width=390, touch=True) as page:
        page.get_by_role("button", name=text("notes.begin")).tap()
        page.locator(".noting textarea").fill(SEEN)
        nothing_wrong(page, "a note on a phone")
        page.get_by_role("button", name=text("notes.save")).tap()
        saved(page)
        assert [note.text for note in notes(walk)] == [SEEN]
        assert video(page).evaluate("(film) => film.paused")


def test_the_picture_counts_clips_by_foundation_and_kind(desks: Desks) -> None:
    walk = desks.walk(1000)
    with desks.at(walk) as page:
        picture = page.get_by_role("region", name=text("workbench.balance"))
        row = picture.locator("[data-foundation=emotional_support]")
        expect(row.locator("strong")).to_have_text("0")
        page.get_by_role("tab").nth(1).click()
        page.locator(".clips button.open").click()
        page.locator(".film").focus()
        press(page, "1", "2")
        expect(row.locator("strong")).to_have_text("1")
        expect(row.locator(".tiles i")).to_have_count(1)
        expect(page.locator(".look_fors summary")).to_contain_text(
            text("dimensions.teacher_sensitivity.name")
        )
        expect(page.locator(".look_fors li")).to_have_count(5)
