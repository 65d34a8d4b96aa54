"""Whatever people write, in every field there is, stands on every screen as they wrote it."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import Enum, String, update

from config.texts import use
from storage import observation_notes, passwords, set_up
from storage.clock import today
from storage.database import acting
from storage.records import Person
from storage.records.base import Record
from storage.rules.roles import Role
from storage.rules.set_up import Use
from tests import makers
from tests.browser import app
from tests.makers import PASSWORD, Walk, person
from tests.storage import sharing

pytestmark = [pytest.mark.slow, pytest.mark.browser]

HOSTILE = (
    "<img src=x onerror=window.hit=1>**vet** [klik](javascript:window.hit=1) $x^2$ "
    ":red[rood] ![](//elders.test/i)"
)
SHORT = {
    "recording.class_group", "upload.class_group", "objection.class_group", "set_up.letter_version",
}  # fmt: skip
"""Words people type that are shorter than `LONG`."""
LONG = 100
"""Characters from which a column holds words, unless it is one of these."""
NO_WORDS = {
    "agreement.sentences", "sitting.parts", "person.email", "person.password_hash",
    "pair.call_link", "talk.call_link", "clip.file_key", "rendition.key", "masked_file.key",
}  # fmt: skip
TRACES = """() => {
  const found = [], rooms = [document];
  const traced = (each) =>
    (['STRONG', 'B'].includes(each.tagName) && each.textContent === 'vet') ||
    (each.tagName === 'A' && /^javascript:|elders/.test(each.getAttribute('href') || '')) ||
    (each.tagName === 'IMG' && /^x$|elders/.test(each.getAttribute('src') || '')) ||
    (each.tagName === 'SPAN' && each.textContent === 'rood') || each.classList.contains('katex');
  while (rooms.length) for (const each of rooms.pop().querySelectorAll('*')) {
    if (each.shadowRoot) rooms.push(each.shadowRoot);
    if (traced(each)) found.push(each.outerHTML.slice(0, 200));
  }
  return window.hit ? [...found, 'a script ran'] : found;
}"""
"""What the words would have become."""
WORDS_THERE = """() => {
  const rooms = [document.querySelector('[data-testid="stMain"]')];
  while (rooms.length) {
    const room = rooms.pop();
    if (room.textContent.includes('**vet**')) return true;
    for (const each of room.querySelectorAll('*')) {
      if (each.shadowRoot) rooms.push(each.shadowRoot);
      if ((each.value || '').includes?.('**vet**')) return true;
    }
  }
  return false;
}"""


@pytest.fixture
def scene(base: str) -> tuple[Walk, Walk, str]:
    """A finished cycle and one at the workbench, somebody for every role, and what is shared."""
    use("nl")
    done = makers.a_walk().completed()
    chosen = Walk(makers.second_pair(done.school)).released()
    chosen.cut()
    person("Ada", Role.admin)
    person("Fien", Role.dpo)
    grant_id = sharing.give(done, sharing.leader("Lies"))
    fill(chosen)
    with acting() as session:
        session.execute(update(Person).values(password_hash=passwords.hashed(PASSWORD)))
        for record, name in fields():
            column = getattr(record, name)
            session.execute(update(record).where(column.is_not(None)).values({name: HOSTILE}))
    return done, chosen, grant_id


def fill(chosen: Walk) -> None:
    """Also the texts that a cycle without trouble does not have."""
    with acting() as session:
        observation_notes.write(
            session, chosen.coach, chosen.recording_id, 61_000, "Een leerling lacht.", "note-1"
        )
        year = chosen.school.programme_id
        set_up.record_decision(
            session, chosen.school.coordinator, year, Use.external_coach, today(), "Besluit 7"
        )


def fields() -> Iterator[tuple[type[Record], str]]:
    """Every column of words, so that a new one counts at once."""
    for mapper in Record.registry.mappers:
        for column in mapper.columns:
            name = f"{mapper.local_table.name}.{column.name}"
            if isinstance(column.type, Enum) or not isinstance(column.type, String):
                continue
            long = column.type.length is None or column.type.length >= LONG
            if name in SHORT or (long and name not in NO_WORDS):
                yield mapper.class_, column.name


def test_hostile_words_stay_words_on_every_screen(
    base: str, browser: Browser, scene: tuple[Walk, Walk, str]
) -> None:
    done, chosen, grant_id = scene
    film, cycle = done.recording_id, done.cycle_id
    shown = 0
    for who, places in {
        "tessa": ["today", f"recordings?id={film}", f"reflection?id={cycle}", "agreement",
                  f"talk?id={cycle}", f"summary?id={cycle}", "ledger", "own"],
        "coen": [f"workbench?id={chosen.recording_id}", "ledger"],
        "corrie": ["programme", "set_up"],
        "ada": ["programme", "objections"],
        "fien": ["retention", "ledger"],
        "lies": ["overview", "shared", f"shared?id={grant_id}"],
    }.items():  # fmt: skip
        with app.signed_in(browser, base, f"{who}@school.test", strict=True) as page:
            asked = watched(page, base)
            for place in places:
                app.open_screen(page, f"/{place}")
                page.wait_for_load_state("networkidle")
                assert page.evaluate(TRACES) == [], f"{who} at {place}"
                shown += page.evaluate(WORDS_THERE)
            assert asked == []
    assert shown >= 10, "the words stand there as they were typed"


def watched(page: Page, base: str) -> list[str]:
    """Whom else the page asks for something, and what it asks the reader."""
    asked: list[str] = []
    own = urlsplit(base).netloc

    def note(url: str) -> None:
        if urlsplit(url).netloc not in ("", own):
            asked.append(url)

    page.on("request", lambda request: note(request.url))
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    return asked
