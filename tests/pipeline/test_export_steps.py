"""Making the file a teacher asked for: whole or not at all, and away when she wants it away."""

import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select

from pipeline import chores, export_steps, exporting, workspace
from storage import clip_downloads, clips, export_packages, jobs, ledger
from storage.database import acting, asking
from storage.media import media_store
from storage.records import Clip, ExportPackage, ExportState, Tombstone
from storage.rules.set_up import Use
from tests import makers
from tests.makers import Walk

FILM = bytes(range(256)) * 4096


@pytest.fixture
def wanted() -> Iterator[list[tuple[str, str]]]:
    with jobs.collecting() as collected:
        yield collected


@pytest.fixture
def walk(sqlite_database: object, wanted: object) -> Walk:
    """A finished cycle with cut clips that its teacher may keep."""
    made = makers.a_walk().completed()
    makers.decided(made.school, Use.outside_school)
    with acting() as session:
        for clip in session.scalars(select(Clip)):
            clip.file_key, clip.file_sha256 = f"{clips.folder(clip.id)}/clip.mp4", "a1b2"
            media_store().put(clip.file_key, BytesIO(FILM))
        coordinator, programme = made.school.coordinator, made.school.programme_id
        clip_downloads.allow(session, coordinator, programme, allowed=True)
    return made


def asked(walk: Walk) -> str:
    with acting() as session:
        return export_packages.ask(session, walk.teacher)


def row(export_id: str) -> ExportPackage | None:
    with asking() as session:
        return session.get(ExportPackage, export_id)


def test_what_she_asked_for_is_there_with_her_clips(walk: Walk) -> None:
    export_id = asked(walk)
    export_steps.make_here(export_id)
    found = row(export_id)
    assert found
    assert (found.state, found.percent) == (ExportState.ready, 100)
    with (
        media_store().local(export_packages.key(export_id)) as path,
        zipfile.ZipFile(path) as box,
    ):
        assert box.read("clips/cycle-1-clip-1.mp4") == FILM
    assert path.stat().st_size == found.size
    with asking() as session:
        assert "take_own" in {line.act for line in ledger.read(session, walk.teacher)}


def test_made_a_second_time_after_a_crash_nothing_changes(walk: Walk) -> None:
    export_id = asked(walk)
    export_steps.make_here(export_id)
    before = row(export_id)
    export_steps.make_here(export_id)
    after = row(export_id)
    assert before
    assert after
    assert (before.sha256, before.made_at) == (after.sha256, after.made_at)


def test_taken_away_while_it_is_made_it_leaves_nothing(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_id = asked(walk)
    monkeypatch.setattr(export_steps, "TELL_S", 0.0)
    _when(monkeypatch, lambda: _remove(walk, export_id))
    export_steps.make_here(export_id)
    _nothing_left(export_id)


def test_taken_away_as_it_is_brought_in_it_leaves_nothing(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_id = asked(walk)
    put = media_store().put_file

    def removed_meanwhile(key: str, path: Path) -> object:
        blob = put(key, path)
        _remove(walk, export_id)
        return blob

    monkeypatch.setattr(media_store(), "put_file", removed_meanwhile)
    export_steps.make_here(export_id)
    _nothing_left(export_id)


def test_a_ready_file_that_is_taken_away_goes_with_its_tombstone(walk: Walk) -> None:
    export_id = asked(walk)
    export_steps.make_here(export_id)
    _remove(walk, export_id)
    export_steps.make_here(export_id)
    _nothing_left(export_id)


def test_killed_halfway_it_starts_anew_and_the_parts_are_swept(
    walk: Walk, monkeypatch: pytest.MonkeyPatch, wanted: list[tuple[str, str]]
) -> None:
    export_id = asked(walk)
    left = workspace.work_folder() / "worker-that-died~export"
    left.mkdir(parents=True)
    (left / "own.zip").write_bytes(b"half a box")
    monkeypatch.setattr(jobs, "fate", lambda *_: None)
    wanted.clear()
    chores.mend()
    assert not left.exists()
    assert ("export", export_id) in wanted
    export_steps.make_here(export_id)
    found = row(export_id)
    assert found
    assert found.state is ExportState.ready


def _remove(walk: Walk, export_id: str) -> None:
    with acting() as session:
        export_packages.remove(session, walk.teacher, export_id)


def _when(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """Let this happen once, in the middle of the first film."""
    add = exporting._add_film
    acted = []

    def first(*given: object) -> None:
        if not acted:
            acted.append(True)
            act()
        add(*given)  # type: ignore[arg-type] # passed on as they came

    monkeypatch.setattr(exporting, "_add_film", first)


def _nothing_left(export_id: str) -> None:
    assert list(media_store().list(export_packages.folder(export_id))) == []
    assert not any(workspace.work_folder().iterdir())
    with asking() as session:
        assert session.get(ExportPackage, export_id) is None
        kinds = session.scalars(select(Tombstone.kind).where(Tombstone.thing_id == export_id)).all()
    assert kinds == ["export_package"]
