"""What lies in a folder, half copies and uploads in progress included."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from storage.media.lying import Lying, Shape


class LocalLying:
    """The part of a LocalStore that looks at everything and removes it one by one."""

    _root: Path

    def lying(self) -> Iterator[Lying]:
        """Everything, folder by folder; a folder at a time is in memory."""
        for at, folders, names in os.walk(self._root):
            folders.sort()
            for name in sorted(names):
                path = Path(at, name)
                try:
                    changed = datetime.fromtimestamp(path.lstat().st_mtime, UTC)
                except FileNotFoundError:  # gone meanwhile
                    continue
                place = path.relative_to(self._root).as_posix()
                if name.startswith("."):
                    whole = path.with_name(name[1:].rpartition("~")[0] or name[1:])
                    key = whole.relative_to(self._root).as_posix()
                    yield Lying(key, changed, Shape.upload, place)
                else:
                    yield Lying(place, changed, Shape.object, place)

    def remove(self, lying: Lying) -> None:
        """Remove this one thing; gone already is fine."""
        path = self._root / lying.mark
        path.unlink(missing_ok=True)
        for folder in (path.parent, path.parent.parent):
            if folder != self._root and folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
