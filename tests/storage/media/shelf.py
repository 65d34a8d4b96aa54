"""What the tests of a store put in it, and how they look at what lies there."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from config.settings import settings
from storage.media import MediaStore
from storage.media.s3 import S3Store

FILM = bytes(range(256)) * 40_000  # about 10 MB: more than one part, not a whole number of them
SHA256 = hashlib.sha256(FILM).hexdigest()


def blocks(film: bytes, size: int = 1_000_000) -> Iterator[bytes]:
    return (film[at : at + size] for at in range(0, len(film), size))


def read(store: MediaStore, key: str, start: int = 0, end: int | None = None) -> bytes:
    return b"".join(store.open(key, start, end))


def everything_in(store: MediaStore) -> list[str]:
    """All that lies there, hidden or not: files, or versions, markers, uploads and tails."""
    if isinstance(store, S3Store):
        every = [*store._versions(""), *store.uploads("")]
        return [key for key, _ in every] + files_in(store.tails)
    return files_in(settings().home / "media")


def files_in(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()]
