"""A sweep over very much: page by page, no more at once than a database takes, all of it."""

from collections import Counter
from sqlite3 import Connection

import pytest
from sqlalchemy import Engine, event, func, select

from pipeline.bench_many import CLIPS, DRAFTS, NOTES, OF_A_LESSON, fill
from storage import (
    clock,
    erasures,
    held,
    holdings,
    machine_work,
    nights,
    orphans,
    overdue,
    policies,
    reminders,
    today,
)
from storage.database import acting, asking
from storage.media import media_store
from storage.records import (
    Clip,
    Cycle,
    Going,
    Notice,
    Pair,
    Programme,
    Recording,
    Rendition,
    Tombstone,
)
from storage.rules import night as rule
from storage.rules.access import Asker
from storage.rules.notice import Word
from storage.rules.retention import Kind
from storage.rules.roles import Role
from storage.wiping import WHOLE
from tests.makers import person
from tests.storage.kept import NOW, later, sweep_at
from tests.storage.two import two

pytestmark = pytest.mark.usefixtures("wanted", "at_now")
MOST_VALUES = 60
"""As many values as a statement may name here; the oldest SQLite takes 999, for pages of 200."""


@pytest.fixture
def values(sqlite_database: Engine) -> list[int]:
    """How many values each statement named."""
    named: list[int] = []

    def count(
        _1: object, _2: object, _3: object, values: tuple[object, ...], *more: object
    ) -> None:
        if not more[-1]:  # one statement, not the same for many rows
            named.append(len(values))

    event.listen(sqlite_database, "before_cursor_execute", count)
    return named


def filled(lessons: int, part_due: float) -> None:
    with acting() as session:
        fill(session, lessons, overdue=part_due)


def planned() -> list[str]:
    with asking() as session:
        return [each.due.holding_id for each in overdue.plan(session)]


def test_more_lessons_than_a_statement_takes_values_are_all_planned(
    values: list[int], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(holdings, "PAGE", 50)
    monkeypatch.setattr(machine_work, "AT_ONCE", 50)
    filled(3 * MOST_VALUES, 1.0)
    with asking() as session:
        films = list(session.scalars(select(Recording.id)))
        assert len(films) > MOST_VALUES
        counted = Counter(each.due.kind for each in overdue.plan(session))
        assert counted[Kind.proxy_recording] == counted[Kind.clip] / CLIPS == len(films)
        assert overdue.whole_lessons(session) == set(films)
        assert len(machine_work.clips_without_film(session, films)) == CLIPS * len(films)
        teacher_id, cycle_id = session.execute(
            select(Recording.owner_id, Recording.cycle_id).limit(1)
        ).one()
        views = today.everything(session, Asker(id=teacher_id, role=Role.teacher))
        assert cycle_id in {view.id for view in views}
        shelves = holdings.gather(session, holdings.Only(films=films))
        assert sum(len(shelf.kept) for shelf in shelves) == len(films) * (
            4 + 2 * CLIPS + DRAFTS + NOTES
        )
    assert max(values) <= MOST_VALUES


def test_however_large_a_page_is_the_plan_is_the_same_and_films_go_after_what_hangs_on_them(
    sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch
):
    filled(12, 0.5)
    at_once = planned()
    monkeypatch.setattr(holdings, "PAGE", 5)
    with asking() as session:
        told = [kept for shelf in holdings.gather(session) for kept in shelf.kept]
        told = [kept for kept in told if kept.holding.kind is not Kind.account]
        assert len(told) == len({kept.holding.id for kept in told}) == 12 * OF_A_LESSON
        of_film = {clip.id: clip.recording_id for clip in session.scalars(select(Clip))}
    by_page = planned()
    assert sorted(by_page) == sorted(at_once)
    place = {holding_id: n for n, holding_id in enumerate(by_page)}
    films = {id.partition("/")[2]: n for id, n in place.items() if id.partition("/")[0] in WHOLE}
    assert len(films) == 6
    for holding_id, n in place.items():
        kind, _, thing_id = holding_id.partition("/")
        film_id = of_film.get(thing_id) if kind in (Kind.clip, Kind.draft) else thing_id
        if film_id in films and kind not in WHOLE:
            assert n < films[film_id]


def test_what_is_due_is_told_in_a_few_lines_however_much_it_is(sqlite_database: Engine):
    filled(20, 1.0)
    with asking() as session:
        lines = overdue.alike(overdue.plan(session))
        assert sum(line.times for line in lines) == overdue.count(session)
    assert len(lines) < 15
    assert lines == sorted(lines, key=lambda line: line.since)
    notes = next(line for line in lines if line.kind == "annotation" and line.because == "parent")
    assert notes.times == 20 * NOTES


def test_a_draft_that_stayed_when_its_film_went_is_due_at_once(sqlite_database: Engine):
    filled(1, 0.0)
    with acting() as session:
        draft = session.scalars(select(Clip).where(Clip.package_id.is_(None))).first()
        assert draft
        draft.recording_id = None
    assert planned() == [f"{Kind.draft}/{draft.id}"]


def test_all_keys_that_rows_name_are_looked_for_however_many(
    sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch
):
    filled(3, 0.0)
    monkeypatch.setattr(orphans, "AT_ONCE", 5)
    with asking() as session:
        named = session.scalars(select(Rendition.key)).all()
    assert sorted(orphans.look(media_store()).missing) == sorted(named)


# When something is in the way


@pytest.mark.slow
@pytest.mark.expects_error_log
def test_a_shorter_policy_with_a_thousand_things_overdue_waits_and_then_takes_all_but_the_held(
    sqlite_database: Engine,
):
    filled(46, 0.0)
    both, admin = two(), person("Ada", Role.admin)
    with acting() as session:
        programme_id = session.scalars(select(Programme.id).join(Pair)).first() or ""
        held_id, owner_id = session.execute(
            select(Recording.id, Recording.owner_id).order_by(Recording.id).limit(1)
        ).one()
        since = policies.choose(session, both.officer, programme_id, "strict")
        reminders.give_all(session)
        told = select(Notice.person_id).where(Notice.word == Word.shorter_policy)
        teachers = set(session.scalars(select(Recording.owner_id)))
        assert set(session.scalars(told)) >= teachers
    hold_id = both.confirmed(held_id)
    with clock.at(since):
        nights.run(media_store())
    at = later(days=29)
    with clock.at(at):
        due = planned()
        assert len(due) > 1000
        waits = nights.run(media_store())
        assert (waits.waits, waits.due, waits.gone) == (rule.Waits.far_more, len(due), 0)
        assert planned() == due
        with acting() as session:
            nights.allow(session, admin)
        night = nights.run(media_store())
    assert (night.waits, night.gone, night.backlog) == (None, len(due), 0)
    with asking() as session:
        stones = session.scalars(select(Tombstone)).all()
        gone = Counter(f"{stone.kind}/{stone.thing_id}" for stone in stones)
        assert gone.keys() >= set(due)
        assert set(gone.values()) == {1}
        assert list(session.scalars(select(Recording.id))) == [held_id]
        assert session.get_one(Recording, held_id).owner_id == owner_id
        assert erasures.verify(session) == []
    with clock.at(at):
        both.lift(hold_id)
        assert f"{Kind.proxy_recording}/{held_id}" in planned()


@pytest.mark.expects_error_log
def test_a_disk_that_is_really_full_forgets_nothing(sqlite_database: Engine):
    filled(4, 1.0)
    due = planned()

    def no_more_pages(connection: Connection, *_: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # no larger than it is

    event.listen(sqlite_database, "checkout", no_more_pages)
    swept = sweep_at(NOW)
    event.remove(sqlite_database, "checkout", no_more_pages)
    sqlite_database.dispose()
    assert swept.backlog > 0
    assert swept.gone + swept.backlog == len(due)
    assert sweep_at(NOW).backlog == 0
    with asking() as session:
        stones = session.scalars(select(Tombstone)).all()
        assert Counter(f"{s.kind}/{s.thing_id}" for s in stones) == Counter(due)
        begun = select(func.count()).select_from(Going).where(Going.kind != held.HALF)
        assert session.scalar(begun) == 0
        assert session.scalar(select(func.count()).select_from(Cycle)) == 4
        assert erasures.verify(session) == []
