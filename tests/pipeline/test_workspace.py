"""Work in progress has a folder of its own, and leaves nothing behind."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from config.texts import text
from pipeline import workspace as place
from pipeline.errors import BadFilm
from pipeline.workspace import require_room, sweep, work_folder, workspace


def test_a_workspace_is_gone_when_the_work_is_done(home: Path) -> None:
    with workspace("ingest-1") as folder:
        (folder / "proxy.mp4").write_bytes(b"x")
        assert folder == home / "work" / "ingest-1"
    assert not folder.exists()


def test_a_workspace_is_gone_when_the_work_fails(home: Path) -> None:
    with pytest.raises(KeyError), workspace("ingest-1") as folder:
        raise KeyError
    assert not folder.exists()


def test_a_next_try_can_go_on_with_what_was_finished(home: Path) -> None:
    with pytest.raises(FileNotFoundError), workspace("ingest-1", keep=True) as folder:
        (folder / "proxy.mp4").write_bytes(b"x") and (folder / "absent").open()
    with workspace("ingest-1", keep=True) as folder:
        assert (folder / "proxy.mp4").exists()
    assert not folder.exists()


@pytest.mark.parametrize("name", ["../elsewhere", "", ".", "..", "a/b"])
def test_a_workspace_cannot_lie_elsewhere(home: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not the name of a folder"), workspace(name):
        pytest.fail("it opened")


def test_what_a_crash_left_is_swept_but_not_what_is_in_use(home: Path) -> None:
    for name in ("ingest-1", "ingest-2"):
        (work_folder() / name).mkdir(parents=True)
    assert sweep(keep=frozenset({"ingest-2"})) == ["ingest-1"]
    assert sweep() == ["ingest-2"]


def test_sweeping_before_any_work_is_harmless(home: Path) -> None:
    assert sweep() == []


def test_work_that_does_not_fit_on_the_disk_is_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = 10_000_000_000
    monkeypatch.setattr(place.shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    require_room(tmp_path, 4_000_000_000)
    with pytest.raises(BadFilm, match=r"refusals\.no_room_to_work") as refused:
        require_room(tmp_path, 5_000_000_000)
    assert "ruimte" in text(refused.value.key)
