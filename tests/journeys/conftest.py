"""A school year with one pair, its server, and everybody's browsers."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from config.texts import use
from storage import clock, cycles, enrolments, invitations
from storage.database import acting, migrate
from storage.rules.access import Asker
from storage.rules.roles import Role
from tests import makers
from tests.browser import app
from tests.journeys.pair import COACH, TEACHER, Both, Pair
from tests.journeys.school_server import Server, serving, short_lesson


@pytest.fixture(scope="session")
def own_film(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A minute of the demo's lesson."""
    return short_lesson(tmp_path_factory.mktemp("lesson") / "les.mp4")


@pytest.fixture
def planned(home: Path) -> Pair:
    """A school year with one pair, arranged by its coordinator."""
    use("nl")
    migrate()
    first = Asker(id="first", role=Role.admin)
    with acting() as session:
        roles = {"corrie": Role.coordinator, "noor": Role.teacher, "bas": Role.coach}
        names = {"corrie": "Corrie Bos", "noor": TEACHER, "bas": COACH}
        invited = {
            who: invitations.invite(session, first, f"{who}@school.test", names[who], {role})
            for who, role in roles.items()
        }
        coordinator = Asker(id=invited["corrie"].person_id, role=Role.coordinator)
        day = clock.today()
        year = enrolments.open_programme(
            session, coordinator, "Schooljaar", day - timedelta(30), day + timedelta(300),
            least_minutes=1,
        )  # fmt: skip
        makers.prepare(session, coordinator, year.id)
        noor, bas = invited["noor"], invited["bas"]
        pair = enrolments.pair(session, coordinator, year.id, noor.person_id, bas.person_id)
        cycle = cycles.plan(session, coordinator, pair.id, day)
    return Pair(noor.token, bas.token, cycle.id)


@pytest.fixture
def server(chromium: Path, planned: Pair) -> Iterator[Server]:
    with serving() as started:
        yield started


@pytest.fixture
def both(chromium: Path, server: Server) -> Iterator[Both]:
    with (
        app.browsing(chromium) as browser,
        app.visitor(browser, server.base, width=app.NARROW, strict=True) as teacher,
        app.visitor(browser, server.base, strict=True) as coach,
        app.visitor(browser, server.base, strict=True) as stranger,
    ):
        yield Both(teacher, coach, stranger)
