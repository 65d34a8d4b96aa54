"""The packaged speech model is put together once, and only from bytes we know."""

from pathlib import Path

import pytest

from pipeline import speech_model
from pipeline.errors import ToolFailed
from pipeline.speech_model import assemble, model_name, model_path
from tests.conftest import forget


def test_the_model_is_put_together_whole_or_not_at_all(tmp_path: Path) -> None:
    folder = assemble(tmp_path / "share" / "model")
    assert {path.name for path in folder.iterdir()} == {
        "model.bin",
        "config.json",
        "tokenizer.json",
        "vocabulary.txt",
    }
    assert (folder / "model.bin").stat().st_size == 145_217_532
    assert [path.name for path in folder.parent.iterdir()] == ["model"]


def test_putting_it_together_again_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    assert assemble(folder) == folder
    assert list(folder.iterdir()) == []


def test_other_bytes_than_we_know_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech_model, "PARTS", speech_model.PARTS[1:])
    with pytest.raises(ToolFailed, match="sha256"):
        assemble(tmp_path / "model")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech_model, "PARTS", (("no_such_model", "part1"),))
    with pytest.raises(ToolFailed, match="no_such_model is not installed"):
        assemble(tmp_path / "model")


def test_a_model_that_is_set_is_used_instead(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LESBEELD_WHISPER_MODEL", "large-v3-turbo")
    forget()
    assert (model_path(), model_name()) == ("large-v3-turbo", "large-v3-turbo")


def test_by_default_it_is_the_packaged_one(home: Path) -> None:
    assert Path(model_path(), "model.bin").is_file()
    assert model_name() == "whisper-base"
