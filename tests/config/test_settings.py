"""Settings: what is left empty in the environment is as if it were not set."""

from pathlib import Path

import pytest

from config.settings import Settings


def test_an_empty_setting_keeps_its_own_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LESBEELD_HOME", "")
    monkeypatch.setenv("LESBEELD_REGION", "")
    monkeypatch.setenv("LESBEELD_BACKUPS", "")
    settings = Settings()
    assert settings.home == Path("var")
    assert settings.region == "midden"
    assert settings.backups is None
