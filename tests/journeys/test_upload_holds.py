"""A film arrives byte for byte, whatever breaks on the way: lines, and the server itself."""

import hashlib
import random
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from storage import jobs, people
from storage.database import acting, asking
from storage.media import media_store
from storage.records import Rendition
from tests.journeys.phone import How, Mishap, Phone
from tests.journeys.web import Web
from tests.makers import Walk, a_walk

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

CUTS, KILLS = 100, 5
FARTHEST = 600_000
"""Bytes after which a line breaks at the latest: a hundred such pieces are less than the film."""
SEED = 20261122


@pytest.fixture
def web(sqlite_database: Engine) -> Iterator[Web]:
    jobs.prepare()
    web = Web()
    web.start()
    yield web
    web.stop()


def phone_of(walk: Walk, web: Web, film: bytes) -> Phone:
    with acting() as session:
        cookie = people.let_in(session, walk.teacher.id)
    return Phone(web.port, cookie, film)


def mishaps(web: Web, chance: random.Random) -> Iterator[Mishap]:
    """All of them, in any order; a kill comes while bytes are on their way."""

    def killed() -> None:
        web.kill()
        web.start()

    kinds = [killed] * KILLS + [None] * CUTS
    chance.shuffle(kinds)
    for then in kinds:
        yield Mishap(chance.randrange(FARTHEST), chance.choice(list(How)), then)


def test_a_film_comes_through_a_hundred_broken_lines_and_five_dead_servers(web: Web):
    chance = random.Random(SEED)
    walk, film = a_walk().started(), chance.randbytes(64_000_000)
    phone = phone_of(walk, web, film)
    phone.send(phone.place(walk.cycle_id), mishaps(web, chance))
    assert (phone.broken, web.kills) == (CUTS + KILLS, KILLS)
    assert phone.heard == sorted(phone.heard), "what had arrived never went away"
    with asking() as session:
        (kept,) = session.scalars(select(Rendition))
    assert kept.size == len(film)
    assert media_store().blob(kept.key).sha256 == hashlib.sha256(film).hexdigest()
