"""What a teacher and a coach do on their screens, one function for each thing people do."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from config.texts import text
from tests.browser import app
from tests.makers import PASSWORD

expect.set_options(timeout=20_000)
TRANSCRIBED_WITHIN_MS = 150_000
"""A minute of speech, on a machine that has other things to do."""


@contextmanager
def shown_when_it_fails(folder: Path, **pages: Page) -> Iterator[None]:
    """Keep what everybody saw when a step does not work out, and say where."""
    try:
        yield
    except BaseException:
        for name, page in pages.items():
            picture = folder / f"{name}.png"
            page.screenshot(path=picture, full_page=True)
            print(f"{name} was at {page.url}, and saw {picture}")
        raise


def button(page: Page, key: str, **fields: object) -> Locator:
    """The button that says this text."""
    return page.get_by_role("button", name=text(key, **fields))


def press(page: Page, key: str, **fields: object) -> None:
    """Press a button, as people do: once the page has come to rest."""
    app.settled(page)
    button(page, key, **fields).first.click()


def confirm(page: Page, key: str, **fields: object) -> None:
    """Press the button in the window that asks once more."""
    page.get_by_role("dialog").get_by_role("button", name=text(key, **fields)).click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def says(page: Page, key: str, **fields: object) -> None:
    """Wait until the sentence stands there."""
    expect(page.get_by_text(text(key, **fields)).first).to_be_visible()


def accept_invitation(page: Page, token: str) -> None:
    """Follow the link, choose a password, and arrive signed in."""
    app.open_screen(page, f"/?invitation={token}")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=again]").fill(PASSWORD)
    press(page, "sign_in.set_password")


def sign_in(page: Page, email: str) -> None:
    page.get_by_label(text("sign_in.email")).fill(email)
    page.get_by_label(text("sign_in.password")).fill(PASSWORD)
    press(page, "sign_in.sign_in")
    page.wait_for_url("**/today*")
    app.settled(page)


def sign(page: Page) -> None:
    """Read what the two agree, from Today, and sign it."""
    today(page)
    press(page, "agreement.read")
    says(page, "agreement.promises.coach_after_release")
    press(page, "agreement.sign")
    expect(button(page, "agreement.sign")).to_have_count(0)


def today(page: Page) -> None:
    app.open_screen(page, "/today")


def propose_focus(page: Page, dimension: str, foundation: str) -> None:
    page.get_by_text(text(f"foundations.{foundation}")).first.click()
    page.get_by_text(text(f"dimensions.{dimension}.name"), exact=True).first.click()
    press(page, "focus.propose")
    expect(page.get_by_text(text("focus.else"))).to_be_visible()


def send_film(page: Page, film: Path, intention: str) -> None:
    """Fill in the form on the page and let the film go, as a phone would."""
    page.get_by_label(text("upload.intention")).fill(intention)
    for tick in ("parents", "register", "camera"):
        page.get_by_label(text(f"upload.attest.{tick}")).check()
    page.locator("input[type=file]").set_input_files(film)


def watch_a_while(page: Page) -> None:
    """Play the film on the page for some seconds and pause."""
    press(page, "player.play")
    expect(page.get_by_text("0:03").first).to_be_visible()
    press(page, "player.pause")


def write(page: Page, label: str, words: str) -> None:
    """Type in a box that saves by itself, and see that it did."""
    box = page.get_by_label(label, exact=True)
    box.fill(words)
    field = box.locator("xpath=ancestor::div[contains(@class,'field')]")
    expect(field.get_by_role("status")).not_to_have_text(text("writing.keeping"))
    expect(field.get_by_role("alert")).to_have_count(0)


def mark_by_keys(page: Page, steps: int) -> None:
    """Begin here, so many times five seconds on, end here, and write about it: all by keys."""
    film = page.get_by_role("group", name=text("player.film_keys"))
    for key in ("i", *["ArrowRight"] * steps, "o", "Enter"):
        film.press(key)


def propose(page: Page, name: str) -> None:
    """Put the summary to the other."""
    press(page, "summary.propose", name=name)
    confirm(page, "summary.propose", name=name)


def describe_clip(
    page: Page, *, fact: str, question: str, foundation: str, dimension: str, kind: str
) -> None:
    """Fill the composer of the clip that is open, and save."""
    composer = page.locator("section.composer")
    composer.get_by_label(text("workbench.fact")).fill(fact)
    for word in (
        text(f"prompt_kinds.{kind}.name"),
        text(f"foundations.{foundation}"),
        text(f"dimensions.{dimension}.name"),
    ):
        composer.locator("label.tag", has_text=word).first.click()
    composer.get_by_label(text("workbench.question")).fill(question)
    composer.get_by_role("button", name=text("workbench.save")).first.click()
