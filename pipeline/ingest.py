"""`lesbeeld ingest`: take one film through the durable workflow and say what came of it."""

import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from config.media import media
from config.settings import settings
from pipeline import engine
from storage import command_line, database, jobs, set_up
from storage.database import acting, asking
from storage.errors import Refused
from storage.media import media_store
from storage.records import Recording, RecordingState, Rendition, RenditionKind

GIVEN_UP = "refusals.could_not_process"
LOOK_S = 0.3
"""How often the recording's row is looked at."""

FILES = {
    "proxy": RenditionKind.proxy,
    "data_saver": RenditionKind.data_saver,
    "poster": RenditionKind.poster,
    "filmstrip": RenditionKind.filmstrip,
    "peaks": RenditionKind.peaks,
    "transcript": RenditionKind.transcript,
    "captions": RenditionKind.captions,
}
STEPS = ("probe", "renditions", "transcript", "captions")
"""The steps that are told about, in order; `copy` comes before them."""

Tell = Callable[[str, float], None]
"""Takes the step that runs and how far it is, 0 to 1."""


@dataclass(frozen=True)
class Ingested:
    """What came of a film."""

    recording_id: str
    duration_ms: int
    language: str
    steps: dict[str, float]
    """Seconds each step took."""

    files: dict[str, str]
    """Path (or store address) of what was made."""

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return dict(self.__dict__)


def ingest(film: Path, language: str | None, tell: Tell) -> Ingested:
    """Take a film through the workflow, in this process when no worker is alive.

    Raises Refused, with the reason, when the film cannot be used. What is interrupted half-way
    is finished by the next worker.
    """
    database.migrate()
    jobs.prepare()
    recording_id = bring_in(film, language, tell)
    with somebody_working():
        wait_for(recording_id, tell)
    return result(recording_id)


def bring_in(film: Path, language: str | None, tell: Tell) -> str:
    """Copy a film into the store and make a recording of it; returns its id.

    Raises Refused, before anything is copied, while a programme that runs here is not set up.
    """
    with asking() as session:
        set_up.require_no_gap(session)
    place = command_line.new_place(film.suffix)
    with film.open("rb") as source:
        counted = _Counted(source, film.stat().st_size, tell)
        blob = media_store().put(place.key, cast(BinaryIO, counted))
    with acting() as session:
        return command_line.bring_in(session, place, blob, language).id


@contextmanager
def somebody_working() -> Iterator[None]:
    """Be the worker inside the block, unless there is one."""
    if engine.alive():
        yield
        return
    from pipeline import workflows  # noqa: F401 - the engine must know them before it starts

    with engine.running():
        yield


def wait_for(recording_id: str, tell: Tell) -> None:
    """Wait until nothing is left to do. Raises Refused when the recording was refused."""
    while True:
        with asking() as session:
            recording = session.get_one(Recording, recording_id)
        if recording.state is RecordingState.refused:
            limits = media().upload  # all that the sentence of a refusal may name
            raise Refused(recording.refusal or GIVEN_UP, minutes=round(limits.minutes.most))
        if recording.step == "done":
            return
        tell(recording.step, recording.percent / 100)
        time.sleep(LOOK_S)


def result(recording_id: str) -> Ingested:
    """Return what came of a recording that is done."""
    with asking() as session:
        recording = session.get_one(Recording, recording_id)
        rows = session.query(Rendition).filter_by(recording_id=recording_id).all()
    keys = {row.kind: row.key for row in rows}
    took = jobs.seconds("ingest", recording_id) | jobs.seconds("transcribe", recording_id)
    return Ingested(
        recording_id,
        recording.duration_ms or 0,
        recording.language or "",
        {name: took[name] for name in STEPS if name in took},
        {name: address(keys[kind]) for name, kind in FILES.items() if kind in keys},
    )


def address(key: str) -> str:
    """Return the path on disk of something stored, or its address in the bucket."""
    return f"{settings().media_store}/{key}".removeprefix("file://")


class _Counted(io.RawIOBase):
    """A stream that tells how much of it has been read."""

    def __init__(self, source: BinaryIO, size: int, tell: Tell) -> None:
        self._source, self._size, self._tell, self._done = source, size, tell, 0

    def readable(self) -> bool:
        """It can only be read."""
        return True

    def read(self, n: int = -1) -> bytes:
        """Read some, and tell."""
        block = self._source.read(n)
        self._done += len(block)
        self._tell("copy", self._done / self._size if self._size else 1.0)
        return block
