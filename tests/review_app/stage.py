"""One screen at a time, drawn for one person, without a browser.

    screen = stage(walk.teacher, "today")               # AppTest; run, not yet touched
    screen.button(key="today.on.…").click().run()
    assert said(screen) …

Cookies cannot be set here, so who is there is said by the test (`review_app.who.current_member`).
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from streamlit.testing.v1 import AppTest

from review_app import who
from review_app.parts import frame
from storage import clock
from storage.database import asking, engine
from storage.people import Member
from storage.records import Person
from storage.rules.access import Asker
from tests.conftest import TUESDAY_MORNING


def member_of(asker: Asker, language: str = "nl") -> Member:
    """The person as screens know them."""
    with asking() as session:
        person = session.get_one(Person, asker.id)
    return Member(person.id, person.name, person.email, language, asker.holds, asker.role)


class Stage:
    """Screens for one person after another. `now` can be set to move the one clock."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self.now = TUESDAY_MORNING
        # A screen runs in a thread of its own, which the context variable behind the clock
        # does not reach.
        monkeypatch.setattr(clock, "now", lambda: self.now)
        self.gone: list[tuple[str, str | None]] = []
        """Where buttons led: noun and id. A screen alone has nowhere to go."""
        monkeypatch.setattr(frame, "go", lambda noun, of=None: self.gone.append((noun, of)))

    def __call__(self, asker: Asker, noun: str, language: str = "nl", **query: str) -> AppTest:
        """Draw the screen of this noun as this person sees it."""
        member = member_of(asker, language)
        self._monkeypatch.setattr(who, "current_member", lambda: member)
        screen = AppTest.from_function(
            _draw, default_timeout=30, kwargs={"noun": noun, "member": member}
        )
        for name, value in query.items():
            screen.query_params[name] = value
        screen.run()
        assert not screen.exception
        return screen


def _draw(noun, member):  # type: ignore[no-untyped-def] # its source runs alone, without our names
    from importlib import import_module

    from review_app.parts import acts, frame

    frame.speak(member.language)
    acts.notices()
    with frame.guarded():
        import_module(f"review_app.screens.{noun}").show(member)


def said(screen: AppTest) -> str:
    """Every sentence on the screen, one a line, buttons and links too."""
    found = [
        *(each.value for each in screen.title),
        *(each.value for each in screen.header),
        *(each.label for each in screen.checkbox),
        *(each.value for each in screen.markdown),
        *(each.value for each in screen.warning),
        *(each.value for each in screen.info),
        *(each.label for each in screen.button),
        *(each.proto.label for each in screen.get("page_link")),
        *(each.value for each in screen.toast),
    ]
    return "\n".join(found)


def parts(screen: AppTest) -> list[dict[str, Any]]:
    """What each of our browser components was given."""
    return [json.loads(each.proto.json) for each in screen.get("bidi_component")]


@contextmanager
def queries() -> Iterator[list[str]]:
    """Every statement that the database is asked, while it lasts."""
    asked: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(engine(), "before_cursor_execute", note)
    yield asked
    event.remove(engine(), "before_cursor_execute", note)
