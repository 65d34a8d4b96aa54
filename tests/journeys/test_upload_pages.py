"""A film sent from the page people use: it goes on by itself, or where it was."""

import hashlib
import random
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, expect
from sqlalchemy import select

from config.texts import text, use
from storage import clock, enrolments, jobs, people, uploads
from storage.database import acting, asking
from storage.media import media_store
from storage.records import Recording, Rendition
from storage.rules.access import Asker
from storage.rules.roles import Role
from tests import makers
from tests.browser import app
from tests.conftest import forget
from tests.journeys import people as do
from tests.journeys.people import press, says
from tests.journeys.web import Web
from tests.makers import PASSWORD, School, Walk, person

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(600)]

FILM_BYTES = 12_000_000
SLOW = 1_500_000
"""Bytes a second the browser may send: something must be able to happen on the way."""
INTENTION = "Kijk naar mijn vragen."


@dataclass
class Place:
    """The web process, a browser, and one school whose teachers wait for their film."""

    web: Web
    browser: Browser
    school: School
    films: Path
    made: int = field(default=0)

    def teacher(self) -> Walk:
        """One more teacher, whose cycle waits for its film."""
        self.made += 1
        teacher = person(f"Leraar-{self.made}", Role.teacher, password=PASSWORD)
        return Walk(makers.joined(self.school, teacher)).started()

    def film(self, size: int = FILM_BYTES) -> Path:
        """A file that a browser takes for a film; nobody looks at it here."""
        self.made += 1
        path = self.films / f"les-{self.made}.mp4"
        path.write_bytes(random.Random(self.made).randbytes(size))
        return path


@pytest.fixture(scope="module")
def place(
    chromium: Path, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    home = tmp_path_factory.mktemp("school")
    shutil.copyfile(sqlite_template, home / "app.sqlite")
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("LESBEELD_HOME", str(home))
        stack.callback(forget)
        forget()
        use("nl")
        jobs.prepare()
        web = Web()
        stack.callback(web.stop)
        web.start()
        browser = stack.enter_context(app.browsing(chromium))
        yield Place(web, browser, makers.school(), tmp_path_factory.mktemp("films"))


class Asked:
    """What the page asked the routes for films."""

    def __init__(self, page: Page) -> None:
        self.said: list[tuple[str, int]] = []
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        if "/uploads/" in request.url:
            at = request.headers.get("upload-offset", "0")
            self.said.append((request.method, int(at)))

    @property
    def places(self) -> int:
        """How often a place was asked for."""
        return sum(method == "POST" for method, _ in self.said)

    @property
    def offsets(self) -> list[int]:
        """Where each sending began."""
        return [at for method, at in self.said if method == "PATCH"]


@contextmanager
def phone_of(
    place: Place, who: Asker, *, uplink: int = SLOW, width: int = app.NARROW
) -> Iterator[tuple[Page, Asked]]:
    """A page on the teacher's phone, at her films, over a line of so many bytes a second."""
    with app.visitor(place.browser, place.web.base, width=width, strict=True) as page:
        let_in(page, place, who)
        line(page, uplink)
        asked = Asked(page)
        app.open_screen(page, "/recordings")
        yield page, asked


def let_in(page: Page, place: Place, who: Asker) -> None:
    with acting() as session:
        token = people.let_in(session, who.id)
    page.context.add_cookies([{"name": "lesbeeld", "value": token, "url": place.web.base}])


def line(page: Page, uplink: int) -> None:
    wire = page.context.new_cdp_session(page)
    limits: dict[str, Any] = {"offline": False, "latency": 0, "downloadThroughput": -1}
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", limits | {"uploadThroughput": uplink})


def underway(page: Page, least: int = 5) -> None:
    """Wait until so much per cent is on its way, and none of it is called finished."""
    page.wait_for_function(
        "least => [...document.querySelectorAll('*')].flatMap(each => [...(each.shadowRoot"
        " ?.querySelectorAll('progress') ?? [])]).some(bar => bar.value >= least)",
        arg=least,
    )


def arrived(walk: Walk, film: Path) -> None:
    """This film is the recording of the cycle, to the byte."""
    with asking() as session:
        (recording,) = session.scalars(select(Recording).where(Recording.cycle_id == walk.cycle_id))
        (kept,) = session.scalars(select(Rendition).where(Rendition.recording_id == recording.id))
    assert media_store().blob(kept.key).sha256 == hashlib.sha256(film.read_bytes()).hexdigest()


def test_the_page_goes_on_by_itself_when_the_server_was_killed(place: Place) -> None:
    walk, film = place.teacher(), place.film()
    with phone_of(place, walk.teacher) as (page, asked):
        do.send_film(page, film, INTENTION)
        underway(page)
        place.web.kill()
        expect(page.get_by_text("Even geen verbinding").first).to_be_visible()
        place.web.start()
        says(page, "recordings.close_tab")
        assert asked.places == 1
        assert asked.offsets[-1] > 0
    arrived(walk, film)


def test_after_signing_in_again_and_choosing_the_same_film_it_goes_on_where_it_was(
    place: Place,
) -> None:
    walk, film = place.teacher(), place.film()
    with phone_of(place, walk.teacher) as (page, asked):
        do.send_film(page, film, INTENTION)
        underway(page)
        with acting() as session:
            people.sign_out_everywhere(session, walk.teacher.id)
        page.once("dialog", lambda dialog: dialog.accept())
        page.reload()
        page.get_by_label(text("sign_in.email")).fill(f"leraar-{place.made - 1}@school.test")
        page.get_by_label(text("sign_in.password")).fill(PASSWORD)
        press(page, "sign_in.sign_in")
        expect(page.get_by_text("Je was al bezig met een film van 12 MB.")).to_be_visible()
        page.locator("input[type=file]").set_input_files(film)
        says(page, "recordings.close_tab")
        assert asked.places == 1
        assert asked.offsets[0] == 0 < asked.offsets[1]
    arrived(walk, film)


def test_another_film_chosen_by_mistake_costs_nothing_of_the_first(place: Place) -> None:
    walk, film, other = place.teacher(), place.film(), place.film(5_000)
    with phone_of(place, walk.teacher) as (page, asked):
        do.send_film(page, film, INTENTION)
        underway(page)
        page.once("dialog", lambda dialog: dialog.accept())
        page.reload()
        app.settled(page)
        page.locator("input[type=file]").set_input_files(other)
        says(page, "upload.not_the_same")
        page.locator("input[type=file]").set_input_files(film)
        says(page, "recordings.close_tab")
        assert asked.places == 1
        assert asked.offsets[0] == 0 < asked.offsets[1]
    arrived(walk, film)


def test_a_sign_in_that_ends_underway_is_asked_for_and_the_film_goes_on(place: Place) -> None:
    walk, film, colleague = place.teacher(), place.film(72_000_000), place.teacher()
    with phone_of(place, walk.teacher, uplink=10 * SLOW) as (page, asked):
        do.send_film(page, film, INTENTION)
        underway(page)
        with acting() as session:
            people.sign_out_everywhere(session, walk.teacher.id)
        expect(page.get_by_text("Je aanmelding is verlopen.").first).to_be_visible()
        let_in(page, place, colleague.teacher)  # on a computer that people share
        press(page, "upload.go_on")
        says(page, "refusals.not_found")
        let_in(page, place, walk.teacher)
        press(page, "upload.again_now")
        says(page, "recordings.close_tab")
        assert asked.offsets[0] == 0 < asked.offsets[-1]
    arrived(walk, film)


def test_another_page_may_be_visited_meanwhile(place: Place) -> None:
    walk, film = place.teacher(), place.film()
    with phone_of(place, walk.teacher, width=app.WIDE) as (page, asked):
        do.send_film(page, film, INTENTION)
        underway(page)
        page.get_by_role("link", name=text("screens.today")).first.click()
        page.wait_for_url("**/today*")
        app.settled(page)
        press(page, "today.on.film")
        underway(page)
        says(page, "recordings.close_tab")
        assert (asked.places, asked.offsets) == (1, [0])
    arrived(walk, film)


def test_of_two_tabs_with_one_film_the_second_waits_and_nothing_is_mixed(place: Place) -> None:
    walk, film = place.teacher(), place.film()
    with phone_of(place, walk.teacher) as (page, asked):
        page.route("**/uploads/*-*", lambda route: route.abort())
        do.send_film(page, film, INTENTION)
        expect(page.get_by_text("Even geen verbinding").first).to_be_visible()
        second = page.context.new_page()
        told = Asked(second)
        app.open_screen(second, "/recordings")
        second.locator("input[type=file]").set_input_files(film)
        says(second, "upload.state.elsewhere")
        assert told.said == []
        page.unroute("**/uploads/*-*")
        page.bring_to_front()
        press(page, "upload.go_on")
        says(page, "recordings.close_tab")
        assert asked.places == 1
    arrived(walk, film)


def test_two_phones_of_one_teacher_send_two_films_at_once(place: Place) -> None:
    """She takes part in two programmes, and each waits for its film."""
    first = place.teacher()
    second = Walk(in_another_year(first)).started()
    films = place.film(), place.film()
    with phone_of(place, first.teacher) as (one, _), phone_of(place, first.teacher) as (two, _):
        for page, walk, film in ((one, first, films[0]), (two, second, films[1])):
            send_for(page, walk, film)
        with asking() as session:
            assert len(uploads.unfinished(session, first.teacher)) == 2
        for page in (one, two):
            says(page, "recordings.close_tab")
    arrived(first, films[0])
    arrived(second, films[1])


def in_another_year(first: Walk) -> School:
    """One more programme for the same two people."""
    of, start = first.school, clock.today() - timedelta(days=30)
    with acting() as session:
        year = enrolments.open_programme(
            session, of.coordinator, "Tweede programma", start, start + timedelta(days=200)
        )
        makers.prepare(session, of.coordinator, year.id)
        pair = enrolments.pair(session, of.coordinator, year.id, of.teacher.id, of.coach.id)
    return makers.signed(replace(of, programme_id=year.id, pair_id=pair.id))


def send_for(page: Page, walk: Walk, film: Path) -> None:
    """Fill in the card of this cycle, where there is one for each; return once it is on its way."""
    card = page.locator(f"[class*='{walk.cycle_id}']")
    card.get_by_label(text("upload.intention")).fill(INTENTION)
    for tick in ("parents", "register", "camera"):
        card.get_by_label(text(f"upload.attest.{tick}")).check()
    card.locator("input[type=file]").set_input_files(film)
    underway(page, least=1)
