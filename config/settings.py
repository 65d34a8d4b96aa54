"""Settings from the environment (`LESBEELD_…`), read once and then fixed."""

import secrets
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything an installation can set. Each field is documented in the README's table."""

    model_config = SettingsConfigDict(
        env_prefix="LESBEELD_",
        frozen=True,
        extra="ignore",
        # An empty `home` would be the folder one happens to stand in.
        env_ignore_empty=True,
    )

    home: Path = Path("var")
    """The data folder: databases, media, temporary work, mail when there is no SMTP."""

    database_url: str = ""
    """SQLAlchemy address of the application database; empty: a SQLite file in `home`."""

    store_url: str = ""
    """Where the media lie: `file:///folder` or `s3://bucket/prefix`; empty: a folder in `home`."""

    s3_endpoint: str = ""
    """Address of an S3-compatible server other than Amazon's."""

    secret: str = Field(default="", repr=False)
    """Key for signatures and the tombstone chain; empty: made once and kept in `home`."""

    backups: Path | None = None
    """Folder for backups, best on another disk; the erasure ledger is kept there too."""

    backup_key: str = Field(default="", repr=False)
    """Passphrase that backups are sealed with; it is in no backup. Keep it elsewhere."""

    base_url: str = "http://localhost:8501"
    """The address people type; decides cookie name, Origin check and links in mail."""

    smtp_url: str = Field(default="", repr=False)
    """`smtp://user:password@server:587`; empty: mails are written to `home`/mail."""

    whisper_model: str = ""
    """Name or folder of the speech model; empty: the packaged multilingual base."""

    whisper_device: Literal["auto", "cpu", "cuda"] = "auto"
    """Where the speech model runs."""

    ffmpeg: str = ""
    """Path of ffmpeg (ffprobe beside it); empty: from PATH, else the packaged pair."""

    region: Literal["noord", "midden", "zuid"] = "midden"
    """School-holiday region, for due dates."""

    @property
    def app_database(self) -> str:
        """The application database's address, the SQLite default filled in."""
        return self.database_url or f"sqlite:///{self.home.resolve() / 'app.sqlite'}"

    @property
    def jobs_database(self) -> str:
        """The engine's address: a second SQLite file, or the same Postgres."""
        if self.app_database.startswith("sqlite"):
            return f"sqlite:///{self.home.resolve() / 'jobs.sqlite'}"
        return self.app_database

    @property
    def media_store(self) -> str:
        """The media store's address, the local default filled in."""
        return self.store_url or f"file://{self.home.resolve() / 'media'}"

    def signing_key(self) -> bytes:
        """Return the key for signatures; made once in `home`/secret when none is set."""
        if self.secret:
            return self.secret.encode()
        kept = self.home / "secret"
        if not kept.exists():
            self.home.mkdir(parents=True, exist_ok=True)
            fresh = self.home / f"secret.{secrets.token_hex(4)}"
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_hex(32))
            try:
                kept.hardlink_to(fresh)  # only the first of two processes wins
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        return kept.read_text().strip().encode()


@lru_cache
def settings() -> Settings:
    """Return the settings of this process. Tests clear the cache after changing the environment."""
    return Settings()
