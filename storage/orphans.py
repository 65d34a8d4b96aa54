"""Orphans, found both ways each night: bytes that no row knows, and rows whose bytes are not there.

Bytes without a row are removed once they are a day old: younger ones may be work that has not
come to its row yet. Rows without bytes are told, by id, and stay: what people wrote with them is
theirs. A folder of a kind that nobody here declares is told, never removed.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby, islice

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from storage import clock
from storage.database import asking
from storage.media import MediaStore, StoreError
from storage.media.lying import Lying, Shape
from storage.records import (
    Clip,
    ExportPackage,
    MaskedFile,
    PrivacyCheck,
    Recording,
    RecordingState,
    Rendition,
    Upload,
)

log = logging.getLogger(__name__)

YOUNG = timedelta(days=1)
AT_ONCE = 200
"""Folders looked at in one go."""
AT_WORK = (RecordingState.processing, RecordingState.discarded, RecordingState.refused)
"""The machine still makes or removes what belongs to these."""


@dataclass
class Orphans:
    """What a look found: keys, and ids of rows. Never names or words."""

    removed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    """Could not be removed tonight."""
    unknown: list[str] = field(default_factory=list)
    """Folders of a kind nobody declared."""
    missing: list[str] = field(default_factory=list)
    """Keys that a row names and that are not there."""

    @property
    def told(self) -> int:
        """How many of them a person should look at."""
        return len(self.left) + len(self.unknown) + len(self.missing)


@dataclass(frozen=True)
class Owned:
    """Which keys of a folder a row knows; None: all of them."""

    keys: frozenset[str] | None = None
    uploading: bool = False
    """An upload is on its way there."""


def look(store: MediaStore) -> Orphans:
    """Look both ways; remove what no row knows, and tell the log of everything found, by id."""
    found = Orphans()
    for batch in _folders(store):
        with asking() as session:
            owned = _owned(session, batch)
        for folder, lying in batch.items():
            _look_at(store, lying, owned.get(folder), found, known=_kind(folder) in OWNERS)
    found.missing += _missing(store)
    for word in ("removed", "left", "unknown", "missing"):
        for key in getattr(found, word):
            log.warning("orphan %s: %s", word, key)
    return found


def _folders(store: MediaStore) -> Iterator[dict[str, list[Lying]]]:
    grouped = groupby(store.lying(), key=lambda each: each.folder)
    while True:
        batch: dict[str, list[Lying]] = {}
        for folder, each in islice(grouped, AT_ONCE):
            batch.setdefault(folder, []).extend(each)  # markers come apart from versions
        if not batch:
            return
        yield batch


def _look_at(
    store: MediaStore, lying: Sequence[Lying], owned: Owned | None, found: Orphans, *, known: bool
) -> None:
    if not known:
        found.unknown += sorted({each.folder for each in lying})
        return
    for each in lying:
        if each.at > clock.now() - YOUNG or _is_known(each, owned):
            continue
        try:
            store.remove(each)
            found.removed.append(each.key)
        except (StoreError, OSError) as error:
            log.warning("%s cannot be removed: %s", each.key, type(error).__name__)
            found.left.append(each.key)


def _is_known(lying: Lying, owned: Owned | None) -> bool:
    if owned is None:
        return False
    if lying.shape is Shape.upload:
        return owned.uploading
    if lying.shape in (Shape.version, Shape.marker):
        return False  # what was put there since is another version
    return owned.keys is None or lying.key in owned.keys


def _kind(folder: str) -> str:
    return folder.partition("/")[0]


def _owned(session: Session, folders: Iterable[str]) -> Mapping[str, Owned]:
    found: dict[str, Owned] = {}
    by_kind: dict[str, list[str]] = {}
    for folder in folders:
        by_kind.setdefault(_kind(folder), []).append(folder)
    for kind, those in by_kind.items():
        if kind in OWNERS:
            found |= OWNERS[kind](session, those)
    return found


def _of_recordings(session: Session, folders: Sequence[str]) -> dict[str, Owned]:
    uploads = select(Upload.prefix).where(Upload.prefix.in_(folders), Upload.recording_id.is_(None))
    found = {prefix: Owned(uploading=True) for prefix in session.scalars(uploads)}
    films = select(Recording).where(Recording.prefix.in_(folders))
    for film in session.scalars(films.options(selectinload(Recording.renditions))):
        keys = frozenset(rendition.key for rendition in film.renditions)
        found[film.prefix] = Owned() if film.state in AT_WORK else Owned(keys)
    return found | _with_masked(session, found, folders)


def _with_masked(
    session: Session, found: Mapping[str, Owned], folders: Sequence[str]
) -> dict[str, Owned]:
    """What a privacy check made belongs to its film; so does what it took out, until that goes."""
    ours = Recording.prefix.in_(folders)
    more: dict[str, set[str]] = {}
    made = select(Recording.prefix, MaskedFile.key).join(
        MaskedFile, MaskedFile.recording_id == Recording.id
    )
    for prefix, key in session.execute(made.where(ours)):
        more.setdefault(prefix, set()).add(key)
    leaving = select(Recording.prefix, PrivacyCheck.leaving).join(
        PrivacyCheck, PrivacyCheck.recording_id == Recording.id
    )
    for prefix, keys in session.execute(leaving.where(ours)):
        more.setdefault(prefix, set()).update(keys)
    known = {prefix: found[prefix].keys for prefix in more}
    return {p: Owned(k | more[p]) for p, k in known.items() if k is not None}


def _of_clips(session: Session, folders: Sequence[str]) -> dict[str, Owned]:
    ids = {folder.partition("/")[2]: folder for folder in folders}
    known = session.scalars(select(Clip.id).where(Clip.id.in_(ids)))
    return {ids[clip_id]: Owned() for clip_id in known}


def _of_exports(session: Session, folders: Sequence[str]) -> dict[str, Owned]:
    ids = {folder.partition("/")[2]: folder for folder in folders}
    known = session.scalars(select(ExportPackage.id).where(ExportPackage.id.in_(ids)))
    return {ids[export_id]: Owned() for export_id in known}


def _of_nobody(_session: Session, _folders: Sequence[str]) -> dict[str, Owned]:
    return {}


OWNERS: Mapping[str, Callable[[Session, Sequence[str]], dict[str, Owned]]] = {
    "rec": _of_recordings,
    "clip": _of_clips,
    "export": _of_exports,
    "doctor": _of_nobody,
}
"""Who knows what lies under the first step of a key. A new kind of folder is declared here."""


def _missing(store: MediaStore) -> list[str]:
    """Keys that rows name and that are not there; asked again for what went meanwhile."""
    gone = []
    for key in _named():
        with suppress(StoreError):
            if not store.exists(key) and any(_named(key)):
                gone.append(key)
    return gone


def _named(key: str | None = None) -> Iterator[str]:
    """The keys that rows name, or this one where a row names it; some at a time."""
    films = select(Rendition.key).join(Recording).where(Recording.state.not_in(AT_WORK))
    clips = select(Clip.file_key).where(Clip.file_key.is_not(None))
    for column, query in ((Rendition.key, films), (Clip.file_key, clips)):
        after = ""
        while True:
            named = query.where(column == key) if key else query.where(column > after)
            with asking() as session:
                found = session.scalars(named.order_by(column).limit(AT_ONCE)).all()
            yield from filter(None, found)
            if key or len(found) < AT_ONCE:
                break
            after = found[-1] or ""
