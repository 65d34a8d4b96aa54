"""Draws screens again and again and says what that took; started by `lesbeeld bench`.

`python -m review_app.measure LOOKS OUT`: LOOKS is JSON, `{"runs": n, "looks": {noun: {"token",
"id"}}}`; OUT gets, for every screen there is, milliseconds of a run (and of processor), its number
of queries and what went wrong. The whole script runs, as for a browser (who is there, the bar, the
screen), in Streamlit's AppTest; `empty_ms` is what a script of one line takes in it.
"""

import json
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, event
from streamlit.testing.v1 import AppTest

from review_app import screens, who
from review_app.parts import frame
from storage import people
from storage.database import asking
from storage.errors import Refused
from storage.people import Member

SCRIPT = Path(__file__).with_name("main.py")
LONGEST_S = 60.0


def main(looks: Path, out: Path) -> None:
    """Draw what is asked and write what it took."""
    wish = json.loads(looks.read_text("utf-8"))
    nothing = AppTest.from_string("import streamlit", default_timeout=LONGEST_S).run()
    empty = statistics.median(_times(nothing, wish["runs"]))
    drawn = {
        noun: measured(noun, look["token"], look["id"], wish["runs"]) | {"empty_ms": empty}
        for noun, look in wish["looks"].items()
        if find_spec(f"review_app.screens.{noun}")
    }
    out.write_text(json.dumps(drawn), encoding="utf-8")


def measured(noun: str, token: str, of: str, runs: int) -> dict[str, Any]:
    """Draw one screen so often, after one time to get warm."""
    with drawing(noun, token) as met:
        page = AppTest.from_file(str(SCRIPT), default_timeout=LONGEST_S)
        if of:
            page.query_params["id"] = of
        page.run()
        with counting() as queries:
            spent = time.process_time()
            took = _times(page, runs)
            spent = time.process_time() - spent
        met += [error.message for error in page.exception]
    return {
        "median_ms": statistics.median(took),
        "slowest_ms": max(took),
        "cpu_ms": spent * 1000 / runs,
        "queries": len(queries) / runs,
        "met": met,
    }


def _times(page: AppTest, runs: int) -> list[float]:
    """Milliseconds of each run."""
    took = []
    for _ in range(runs):
        began = time.perf_counter()
        page.run()
        took.append((time.perf_counter() - began) * 1000)
    return took


@contextmanager
def drawing(noun: str, token: str) -> Iterator[list[str]]:
    """Let the start page be this screen, seen by whoever holds the token; gives what went wrong.

    AppTest has no cookies and cannot open another page than the first.
    """
    met: list[str] = []
    sorry = frame._sorry

    def told(refused: Refused) -> None:
        met.append(refused.key)
        sorry(refused)

    with ExitStack() as stack:
        stack.enter_context(patch.object(who, "current_member", lambda: _member(token)))
        stack.enter_context(patch.object(screens, "home_of", lambda _role: noun))
        stack.enter_context(patch.object(frame, "_sorry", told))
        yield met


def _member(token: str) -> Member | None:
    with asking() as session:
        return people.signed_in(session, token)


@contextmanager
def counting() -> Iterator[list[str]]:
    """Give the statements that go to a database in this block; beginning one is none."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
