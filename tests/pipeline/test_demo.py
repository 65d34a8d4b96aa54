"""The demo: two people, a finished cycle that kept the rules, and an open one with a film."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from config.settings import settings
from pipeline import demo
from pipeline.demo_cycle import story
from pipeline.demo_lesson import make_lesson
from storage import action_summaries, jobs, packages, people, today, tombstones
from storage.database import acting, asking
from storage.demo import ACCOUNTS, running_demo
from storage.errors import Refused
from storage.media import media_store
from storage.people import Member
from storage.records import Clip, Person, Recording, RecordingState
from storage.rules.cycle import State
from storage.rules.roles import Role
from tests import makers

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lesson, drawn once for this module."""
    import asyncio

    return asyncio.run(make_lesson(tmp_path_factory.mktemp("lesson") / "lesson.mp4"))


@pytest.fixture
def quick(home: Path, drawn: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same making, with the drawing done before."""

    async def copied(out: Path) -> Path:
        shutil.copyfile(drawn, out)
        return out

    monkeypatch.setattr(demo, "make_lesson", copied)
    return home


def signed_in(role: Role, password: str) -> Member:
    with acting() as session:
        token = people.sign_in(session, ACCOUNTS[role], password, "test")
    with asking() as session:
        member = people.signed_in(session, token)
    assert member is not None
    return member


def test_the_demo_shows_a_programme_that_runs(quick: Path):
    told: list[str] = []
    made = demo.make(None, told.append)
    assert told[-1] == "cli.demo.open_cycle"
    assert running_demo() == made
    for role in ACCOUNTS:
        assert signed_in(role, made.password).role is role
    teacher = signed_in(Role.teacher, made.password).asker
    with asking() as session:
        pair_id = today.running(session, teacher)[0].pair_id
        finished, under_way = today.year(session, teacher, pair_id)[:2]
        assert finished.state is State.completed
        assert under_way.state is State.processing
        assert under_way.recording_id
        summary = action_summaries.read(session, teacher, finished.id)
        assert summary.agreed_at
        assert len(summary.actions) == len(story().summary.actions)
        package = packages.read(session, teacher, finished.id)
        assert [clip.file_ready for clip in package.clips] == [True] * len(story().clips)
    assert jobs.fate("ingest", under_way.recording_id) is jobs.Fate.waiting


def test_the_finished_cycle_kept_its_words_and_lost_its_film(quick: Path):
    made = demo.make(None, lambda _key: None)
    teacher = signed_in(Role.teacher, made.password)
    with asking() as session:
        stones = tombstones.about(session, teacher.id)
        assert {"raw_recording", "proxy_recording"} <= {stone.kind for stone in stones}
        assert tombstones.verify(session) == []
        films = session.scalars(select(Recording)).all()
        assert [film.state for film in films] == [RecordingState.processing]
        assert all(clip.recording_id is None for clip in session.scalars(select(Clip)))
    kept = [key for key in media_store().list() if key.startswith("rec/")]
    assert kept == [f"{films[0].prefix}/original.mp4"]


def test_a_second_making_finds_the_first(quick: Path):
    first = demo.make(None, lambda _key: None)
    told: list[str] = []
    assert demo.make(None, told.append) == first
    assert told == []


def test_somebodys_own_film_gets_a_demo_beside_the_first(quick: Path, drawn: Path):
    first = demo.make(None, lambda _key: None)
    with pytest.MonkeyPatch.context() as around:
        around.setenv("LESBEELD_HOME", str(quick))  # put back afterwards
        demo.move_in(drawn)
        second = demo.make(drawn, lambda _key: None)
        assert second.lesson == str(drawn)
        assert settings().home.parent == quick
    settings.cache_clear()
    assert running_demo() == first


def test_a_demo_whose_making_was_interrupted_is_made_anew(quick: Path):
    def stop(key: str) -> None:
        if key == "cli.demo.finished_cycle":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.make(None, stop)
    made = demo.make(None, lambda _key: None)
    assert made.whole
    with asking() as session:
        assert len(session.scalars(select(Person)).all()) == len(ACCOUNTS)


def test_a_demo_never_touches_a_folder_where_people_work(quick: Path, sqlite_database):
    makers.person("Tessa", Role.teacher)
    with pytest.raises(Refused, match="not_a_demo_folder"):
        demo.make(None, lambda _key: None)
    assert running_demo() is None


def test_no_demo_no_demo_accounts(sqlite_database):
    assert running_demo() is None
    with acting() as session:
        assert people.sign_in(session, ACCOUNTS[Role.coach], "demo", "test") is None
