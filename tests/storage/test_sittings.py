"""Sittings: they grow while somebody watches, and become lines of the ledger after."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select

from storage import ledger, ledger_chain, recordings, sittings
from storage.clock import at as at_moment
from storage.database import acting, asking
from storage.ledger import Line
from storage.records import LedgerEntry, Recording, Sitting
from storage.rules.access import Asker
from storage.rules.sitting import SAME_SITTING
from storage.spans import Span
from tests import makers
from tests.conftest import Clock
from tests.makers import Walk

pytestmark = pytest.mark.usefixtures("wanted")
QUIET = SAME_SITTING.total_seconds() / 60 + 1


@pytest.fixture
def walk(request: pytest.FixtureRequest, clock: Clock) -> Walk:
    """On the database that a test names; where it does not matter, on SQLite alone."""
    request.getfixturevalue("database" if "database" in request.fixturenames else "sqlite_database")
    return makers.a_walk().released()


def sent(walk: Walk, *spans: Span, to: Asker | None = None) -> None:
    with acting() as session:
        sittings.note_of_recording(
            session, to or walk.coach, sittings.SENT, walk.recording_id, spans
        )


def close() -> int:
    with acting() as session:
        return sittings.close(session)


def written() -> list[LedgerEntry]:
    with asking() as session:
        query = select(LedgerEntry).where(LedgerEntry.act == sittings.SENT)
        return list(session.scalars(query.order_by(LedgerEntry.seq)))


def told(walk: Walk) -> list[Line]:
    with asking() as session:
        lines = ledger.read(session, walk.teacher)
    return sorted((line for line in lines if line.act == "send"), key=lambda line: str(line.span))


def test_what_is_being_watched_can_be_read_at_once(walk: Walk):
    sent(walk, Span(0, 60_000))
    sent(walk, Span(60_000, 90_000), Span(300_000, 310_000))
    assert [line.span for line in told(walk)] == [Span(0, 90_000), Span(300_000, 310_000)]
    assert {line.actor_id for line in told(walk)} == {walk.coach.id}
    assert written() == []


def test_a_sitting_that_has_ended_becomes_one_line_for_each_part(walk: Walk, clock: Clock):
    begun = clock.now
    sent(walk, Span(0, 60_000), Span(300_000, 310_000))
    clock.forward(minutes=20)
    sent(walk, Span(60_000, 90_000))
    clock.forward(minutes=10)
    assert close() == 0
    clock.forward(minutes=QUIET)
    seen = told(walk)
    assert close() == 2  # the teacher had looked herself too
    assert told(walk) == seen
    first, second = written()
    assert (first.at, first.until) == (begun, begun + timedelta(minutes=20))
    assert (first.start_ms, first.end_ms) == (0, 90_000)
    assert (second.start_ms, second.end_ms) == (300_000, 310_000)
    assert (first.recording_id, first.owner_id) == (walk.recording_id, walk.teacher.id)
    assert first.role == "coach"
    with asking() as session:
        assert ledger_chain.verify(session) == []


def test_who_comes_back_later_begins_another_sitting(walk: Walk, clock: Clock):
    sent(walk, Span(0, 60_000))
    clock.forward(minutes=QUIET)
    sent(walk, Span(0, 30_000))
    assert [(line.start_ms, line.end_ms) for line in written()] == [(0, 60_000)]
    assert [line.span for line in told(walk)] == [Span(0, 30_000), Span(0, 60_000)]


def test_two_people_and_two_films_are_two_sittings(walk: Walk):
    sent(walk, Span(0, 60_000))
    sent(walk, Span(0, 30_000), to=walk.teacher)
    assert {(line.actor_id, line.span) for line in told(walk)} == {
        (walk.coach.id, Span(0, 60_000)),
        (walk.teacher.id, Span(0, 30_000)),
    }


def test_the_part_of_a_clip_is_told_in_the_time_of_the_lesson(walk: Walk):
    clip_id = walk.cut(start_ms=60_000)
    with acting() as session:
        sittings.note_of_clip(session, walk.coach, sittings.SENT, clip_id, [Span(0, 10_000)])
    (line,) = told(walk)
    assert (line.thing, line.span) == ("clip", Span(60_000, 70_000))
    assert line.recording_id == walk.recording_id


def test_two_servers_at_once_lose_nothing_and_tell_it_once(
    walk: Walk, database: Engine, clock: Clock
):
    parts = [Span(at * 100_000, at * 100_000 + 20_000) for at in range(8)]

    def one(mine: list[Span]) -> None:
        for span in mine:
            with acting() as session:
                sittings.note_of_recording(
                    session, walk.coach, sittings.SENT, walk.recording_id, [span]
                )

    threads = [threading.Thread(target=one, args=(parts[n::4],)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [line.span for line in told(walk)] == sorted(parts, key=str)
    clock.forward(days=2)
    closing = [threading.Thread(target=_close_later, args=(clock.now,)) for _ in range(3)]
    for thread in closing:
        thread.start()
    for thread in closing:
        thread.join()
    assert [Span(line.start_ms or 0, line.end_ms or 0) for line in written()] == parts


def _close_later(at: datetime) -> None:
    with at_moment(at):
        close()


def test_a_film_that_is_gone_meanwhile_leaves_nothing_half(walk: Walk):
    with acting() as session:
        for kind in (sittings.note_of_recording, sittings.note_of_clip):
            kind(session, walk.coach, sittings.SENT, "another", [Span(0, 1)])
        sittings.note_of_recording(session, walk.coach, sittings.SENT, walk.recording_id, [])
    with asking() as session:
        query = select(func.count()).select_from(Sitting).where(Sitting.act == sittings.SENT)
        assert session.scalar(query) == 0


def test_what_a_player_says_stands_apart_and_reaches_no_further_than_the_film(walk: Walk):
    with acting() as session:
        length = session.get_one(Recording, walk.recording_id).duration_ms or 0
        beyond = Span(length + 120_000, length + 130_000)
        spans = [Span(0, 10_000), beyond]
        recordings.note_watched(session, walk.coach, walk.recording_id, spans)
    with asking() as session:
        lines = ledger.read(session, walk.teacher)
    played = [line for line in lines if (line.act, line.actor_id) == ("watch", walk.coach.id)]
    assert [line.span for line in played] == [Span(0, 10_000)]
    assert told(walk) == []
