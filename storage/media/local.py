"""A folder on the school's own server.

A file appears whole under its name or not at all: written beside it, synced, renamed, and the
folder synced. Names that start with a dot are ours (a copy being made, an upload in progress):
no key can name them, `list` skips them and `purge` takes them along.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from storage.media.at_rest import disk_encrypts
from storage.media.growing import forget
from storage.media.local_incoming import LocalIncoming
from storage.media.local_lying import LocalLying
from storage.media.store import (
    BLOCK,
    Blob,
    Incoming,
    Removed,
    StillThere,
    StoreMissing,
    Summing,
    check_key,
    check_prefix,
    check_range,
    room,
    summed,
    sync_folder,
)


class LocalStore(LocalLying):
    """The MediaStore in a folder. Every path is checked to lie inside, symbolic links included."""

    in_one_go = 256 * 1024

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()

    def put(self, key: str, source: BinaryIO) -> Blob:
        """Store a stream whole or not at all."""
        path, reader = self._path(check_key(key)), Summing(source)
        with room():
            _make_folder(path.parent, self._root)
            handle, name = tempfile.mkstemp(prefix=f".{path.name}~", dir=path.parent)
            copy = Path(name)
            try:
                with os.fdopen(handle, "wb") as file:
                    shutil.copyfileobj(reader, file, BLOCK)
                    file.flush()
                    os.fsync(file.fileno())
                _publish(copy, path)
            finally:
                copy.unlink(missing_ok=True)
        return reader.blob(key)

    def put_file(self, key: str, path: Path) -> Blob:
        """Store a copy of a file, whole or not at all."""
        with path.open("rb") as source:
            return self.put(key, source)

    def open(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to but not including `end`."""
        check_range(start, end)
        path = self._found(key)
        size = path.stat().st_size
        return _blocks(path, start, size if end is None else min(end, size))

    def size(self, key: str) -> int:
        """Size in bytes, or StoreMissing."""
        return self._found(key).stat().st_size

    def exists(self, key: str) -> bool:
        """Whether something lies under this key."""
        return self._path(check_key(key)).is_file()

    def blob(self, key: str) -> Blob:
        """Read everything under `key` and say what it is."""
        return summed(key, self.open(key))

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        """The file itself; only read it."""
        yield self._found(key)

    def url(self, key: str, seconds: int = 300) -> str | None:  # noqa: ARG002 the protocol's names
        """None: the application serves local files itself."""
        check_key(key)
        return None

    def free_bytes(self) -> int | None:
        """Room left on the disk the folder is on (or will be, once something is stored)."""
        there = next(each for each in (self._root, *self._root.parents) if each.is_dir())
        return shutil.disk_usage(there).free

    def encrypts(self) -> bool | None:
        """Whether the disk the folder is on is encrypted."""
        return disk_encrypts(self._root)

    def list(self, prefix: str = "") -> Iterator[str]:
        """Keys under a prefix, in order."""
        start = self._path(check_prefix(prefix)) if prefix else self._root
        for path in sorted(_files(start)):
            if not path.name.startswith("."):
                yield self._key(path)

    def purge(self, prefix: str) -> Removed:
        """Remove every file under a prefix and the folders that held them."""
        start = self._path(check_prefix(prefix))
        removed = sorted(_files(start) + _unnamed(start))
        for path in removed:
            path.unlink(missing_ok=True)
        if left := _files(start) + _unnamed(start):
            raise StillThere(f"{len(left)} files are left under {prefix}")
        self._remove_folders(start)
        return [self._key(path) for path in removed]

    def begin(self, key: str) -> Incoming:
        """Start an upload; an earlier unfinished one for this key is thrown away."""
        part = self._part(key)
        with room():
            _make_folder(part.parent, self._root)
            os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
            sync_folder(part.parent)
        forget(part)
        return LocalIncoming(key, part, self._path(key))

    def incoming(self, key: str) -> Incoming:
        """The unfinished upload for this key, or StoreMissing."""
        part = self._part(key)
        if not part.is_file():
            raise StoreMissing(f"no upload in progress: {key}")
        return LocalIncoming(key, part, self._path(key))

    def _remove_folders(self, start: Path) -> None:
        """Remove the emptied folders, up to but not including the one of the kind (`rec`)."""
        try:
            for at, _, _ in os.walk(start, topdown=False):
                Path(at).rmdir()
        except OSError as error:
            raise StillThere(f"{self._key(start)} was written to while it was removed") from error
        above = start.parent
        while above.parent != self._root and above.is_dir() and not any(above.iterdir()):
            above.rmdir()
            above = above.parent
        if above.is_dir():
            sync_folder(above)

    def _part(self, key: str) -> Path:
        path = self._path(check_key(key))
        return path.with_name(f".{path.name}~part")

    def _found(self, key: str) -> Path:
        path = self._path(check_key(key))
        if not path.is_file():
            raise StoreMissing(f"nothing is stored under {key}")
        return path

    def _path(self, key: str) -> Path:
        # The key's form already excludes "..": this is for links somebody made in the folder.
        path = self._root / key
        if path.resolve() != path:
            raise ValueError(f"leads out of the store: {key!r}")
        return path

    def _key(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()


def _blocks(path: Path, start: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        left = end - start
        while left > 0 and (block := file.read(min(BLOCK, left))):
            left -= len(block)
            yield block


def _publish(copy: Path, path: Path) -> None:
    copy.replace(path)
    sync_folder(path.parent)


def _files(start: Path) -> list[Path]:
    """Every file under `start`, or `start` itself. Links are listed as files, never followed."""
    if start.is_file():
        return [start]
    found: list[Path] = []
    for at, folders, names in os.walk(start):
        links = [name for name in folders if (Path(at) / name).is_symlink()]
        found += [Path(at) / name for name in names + links]
    return found


def _unnamed(path: Path) -> list[Path]:
    """What lies beside `path` on its way to becoming it: copies being made, an upload."""
    return list(path.parent.glob(f".{path.name}~*"))


def _make_folder(folder: Path, root: Path) -> None:
    if folder.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True)
    for each in (folder, *folder.parents):
        sync_folder(each.parent)
        if each == root:
            break
