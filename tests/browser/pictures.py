"""The README's pictures, taken from the demo: `make pictures`.

Makes the demo in a folder of its own and serves it, waits until its film is ready, and takes a
picture of each step while the pair walks on through the acts. Dutch, light.
"""

import os
import tempfile
from contextlib import ExitStack
from io import BytesIO
from itertools import product
from pathlib import Path
from shutil import which

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Page, expect

from config.texts import text, use
from pipeline import demo
from review_app.parts.component import ASSETS
from storage.demo import ACCOUNTS
from storage.rules.roles import Role
from tests.browser import app
from tests.browser.demo_walk import DemoWalk
from tests.conftest import forget
from tests.house import ROOT
from tests.journeys.school_server import serving

PICTURES = ROOT / "docs" / "pictures"
STEPS = ("film", "choose", "publish", "reflect", "talk", "summary")
CELL, GAP, LINE = (430, 302), 20, 40
"""Pixels: one small picture, the room between two, and the line of words above each."""
PAPER, INK, ACCENT, EDGE = "#fcfaf5", "#22252a", "#1f4e79", "#ddd5c6"
MOST_BYTES = 300_000


def main() -> None:
    """Take all pictures and keep them."""
    use("nl")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        os.environ["LESBEELD_HOME"] = folder
        forget()
        stack.callback(forget)
        password = demo.make(None, print).password
        server = stack.enter_context(serving())
        chromium = which("chromium") or which("google-chrome") or ""
        browser = stack.enter_context(app.browsing(Path(chromium)))
        teacher, coach, phone = (
            stack.enter_context(
                app.signed_in(browser, server.base, ACCOUNTS[role], password, width=width)
            )
            for role, width in (
                (Role.teacher, app.WIDE), (Role.coach, app.WIDE), (Role.teacher, app.NARROW),
            )
        )  # fmt: skip
        taken = take(DemoWalk(), teacher, coach, phone)
    PICTURES.mkdir(parents=True, exist_ok=True)
    keep(six_steps([taken[step] for step in STEPS]), "six-steps")
    keep(taken["choose"], "workbench")
    keep(taken["phone"], "reflection-phone")


def take(walk: DemoWalk, teacher: Page, coach: Page, phone: Page) -> dict[str, Image.Image]:
    """Walk on and take a picture of every step, and of looking back on a phone."""
    taken = {}
    walk.wait_for_the_machine()
    taken["film"] = picture(teacher, f"/recordings?id={walk.recording_id}")
    walk.release()
    walk.cut()
    coach.set_viewport_size({"width": app.WIDE, "height": 1100})
    app.open_screen(coach, f"/workbench?id={walk.recording_id}")
    coach.get_by_role("tab").nth(1).click()
    coach.locator(".clips button.open").first.click()
    coach.get_by_role("heading", level=1).evaluate("at => at.scrollIntoView()")
    taken["choose"] = shot(coach)
    coach.set_viewport_size({"width": app.WIDE, "height": 900})
    expect(coach.get_by_text(text("publishing.missing"))).to_be_visible()
    coach.get_by_text(text("publishing.missing")).evaluate("at => at.scrollIntoView()")
    taken["publish"] = shot(coach)
    walk.publish()
    taken["reflect"] = picture(teacher, f"/reflection?id={walk.cycle_id}")
    walk.write_back()
    taken["phone"] = phone_picture(phone, f"/reflection?id={walk.cycle_id}")
    walk.send_back()
    walk.note()
    taken["talk"] = picture(coach, f"/talk?id={walk.cycle_id}")
    walk.hold()
    taken["summary"] = picture(teacher, f"/summary?id={walk.cycle_id}")
    return taken


def picture(page: Page, address: str) -> Image.Image:
    """What somebody sees at an address."""
    app.open_screen(page, address)
    return shot(page)


def phone_picture(page: Page, address: str) -> Image.Image:
    """Looking back on a phone, where the first answer stands."""
    app.open_screen(page, address)
    page.get_by_role("radio").first.click(force=True)
    expect(page.get_by_label(text("reflection.answer"), exact=True)).to_be_visible()
    page.set_viewport_size({"width": app.NARROW, "height": 1500})
    return shot(page)


def shot(page: Page) -> Image.Image:
    """What is in the window once stills and letters have come."""
    app.settled(page)
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(1500)
    return Image.open(BytesIO(page.screenshot())).convert("RGB")


def six_steps(found: list[Image.Image]) -> Image.Image:
    """Six small pictures, three beside each other, each with its number and word."""
    wide, high = CELL
    size = (3 * wide + 4 * GAP, 2 * (high + LINE) + 3 * GAP)
    sheet = Image.new("RGB", size, PAPER)
    pen = ImageDraw.Draw(sheet)
    for number, (row, column) in enumerate(product(range(2), range(3))):
        x, y = GAP + column * (wide + GAP), GAP + row * (high + LINE + GAP)
        pen.ellipse((x, y, x + 30, y + 30), fill=ACCENT)
        pen.text((x + 15, y + 15), str(number + 1), fill="white", font=letters(17), anchor="mm")
        word = text(f"path.step.{STEPS[number]}")
        pen.text((x + 40, y + 15), word, fill=INK, font=letters(19), anchor="lm")
        small = found[number].resize(CELL, Image.Resampling.LANCZOS, box=top_of(found[number]))
        sheet.paste(small, (x, y + LINE))
        pen.rectangle((x, y + LINE, x + wide, y + LINE + high), outline=EDGE)
    return sheet


def top_of(found: Image.Image) -> tuple[int, int, int, int]:
    """The upper part of a picture, in the shape of a cell."""
    return 0, 0, found.width, round(found.width * CELL[1] / CELL[0])


def letters(size: int) -> ImageFont.FreeTypeFont:
    """Our own letters in this size, half bold."""
    found = ImageFont.truetype(ASSETS / "atkinson-hyperlegible-next-latin-wght-normal.woff2", size)
    found.set_variation_by_axes([600])
    return found


def keep(found: Image.Image, name: str) -> None:
    """Write a picture with as many colours as fit."""
    path = PICTURES / f"{name}.png"
    for colours in (256, 128, 64, 32):
        found.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= MOST_BYTES:
            break
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB, {colours} colours")


if __name__ == "__main__":
    main()
