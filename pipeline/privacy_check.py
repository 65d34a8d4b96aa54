"""`lesbeeld faces` and `lesbeeld mask`: what is taken out of a film before anybody else sees it.

Only for films that came in by command line; a teacher's lesson has other doors.
"""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from config.media import media
from pipeline.captions import write_files
from pipeline.face_tracks import Track
from pipeline.faces import find_faces
from pipeline.film import Film
from pipeline.ingest import FILES as NAMES
from pipeline.ingest import address
from pipeline.mask import make_masked, track_to_json
from pipeline.mask_tool import track_from
from pipeline.probe import probe
from pipeline.publish import at_hand, publish, store
from pipeline.renditions import Renditions
from pipeline.workspace import require_room, workspace
from storage import machine_work, privacy_check, traces, transcripts
from storage.database import acting, asking, migrate
from storage.errors import NotFound, Refused
from storage.machine_work import FilmFacts, StoredFile
from storage.media import media_store
from storage.records import Rendition
from storage.records.base import new_id
from storage.rules.privacy_check import Masks, Zone, check, nothing
from storage.spans import Span

Tell = Callable[[str, float], None]
"""Takes the step that runs and how far it is, 0 to 1."""


@dataclass(frozen=True)
class Whole:
    """A film before anything is taken out."""

    prefix: str
    key: str
    duration_ms: int


@dataclass(frozen=True)
class Wish:
    """What somebody asks for in words: seconds, and places as parts of the picture."""

    start_s: float | None = None
    end_s: float | None = None
    muted: Sequence[str] = ()
    zones: Sequence[str] = ()
    plan: Path | None = None
    """The file `find` wrote; all faces in it go but those in `leave`."""
    leave: Sequence[int] = ()

    def masks(self, length_ms: int) -> Masks:
        """Return the masks for a film of this length. Refused for words that make no sense."""
        begin = 0 if self.start_s is None else _ms(self.start_s)
        end = length_ms if self.end_s is None else _ms(self.end_s)
        masks = Masks(
            _span(begin, end, f"{self.start_s or 0:g}-{end / 1000:g}"),
            tuple(_span_said(each) for each in self.muted),
            tuple(_zone_said(each) for each in self.zones),
            self.plan is not None,
            frozenset(self.leave),
        )
        if masks == nothing(length_ms):
            raise Refused("privacy_check.nothing_asked")
        check(masks, length_ms)
        return masks


def find(recording_id: str, plan: Path, tell: Tell) -> list[dict[str, int]]:
    """Find the faces in a recording and write their tracks to a file; returns when each is there.

    The file says where and when, and nothing of how anybody looks.
    """
    migrate()
    tracks = asyncio.run(_find(_whole(recording_id), tell))
    told = {"recording_id": recording_id, "tracks": [track_to_json(each) for each in tracks]}
    plan.write_text(json.dumps(told, separators=(",", ":")), encoding="ascii")
    return [
        {"number": number, "start_ms": each.start_ms, "end_ms": each.end_ms}
        for number, each in enumerate(tracks)
    ]


def read_tracks(recording_id: str, plan: Path) -> list[Track]:
    """Read the file `find` wrote. Refused for anything else, and for another recording's."""
    try:
        told = json.loads(plan.read_text("utf-8"))
        tracks = [track_from(each) for each in told["tracks"]]
        ours = told["recording_id"] == recording_id
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused("privacy_check.no_plan", name=plan.name[:80]) from None
    if not ours:
        raise Refused("privacy_check.other_recording", name=plan.name[:80])
    return tracks


def mask(recording_id: str, wish: Wish, tell: Tell) -> dict[str, Any]:
    """Make a recording anew without what is to be taken out, and let that stand for it.

    Returns what came of it: the new length, and where each file lies.
    """
    migrate()
    whole = _whole(recording_id)
    masks = wish.masks(whole.duration_ms)
    tracks = [] if wish.plan is None else read_tracks(recording_id, wish.plan)
    if unknown := [number for number in wish.leave if not 0 <= number < len(tracks)]:
        raise Refused("privacy_check.no_such_face", number=unknown[0])
    with workspace(f"mask-{recording_id}") as folder:
        film, made = asyncio.run(_make(whole, masks, tracks, folder, tell))
        folder_there = f"{whole.prefix}/{new_id()}"  # the old ones stay until these count
        files = [store(folder_there, kind, path) for kind, path in made.watched().items()]
    try:
        gone = _put_in_place(recording_id, masks, film, made.duration_ms, files)
    except BaseException:
        for file in files:
            media_store().purge(file.key)
        raise
    for key in gone:
        media_store().purge(key)
    _write_words(recording_id)
    traces.wipe()  # words that are no longer heard would lie in the slack of a page
    return _told(recording_id, made.duration_ms)


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _span(start_ms: int, end_ms: int, said: str) -> Span:
    try:
        return Span(start_ms, end_ms)
    except ValueError:
        raise Refused("privacy_check.no_such_span", said=said[:40]) from None


def _span_said(said: str) -> Span:
    start, _, end = said.partition("-")
    try:
        return Span(_ms(float(start)), _ms(float(end)))
    except (ValueError, OverflowError):
        raise Refused("privacy_check.no_such_span", said=said[:40]) from None


def _zone_said(said: str) -> Zone:
    try:
        x, y, width, height = (float(part) for part in said.split(","))
    except ValueError:
        raise Refused("privacy_check.no_such_zone") from None
    return Zone(x, y, width, height)


def _whole(recording_id: str) -> Whole:
    with asking() as session:
        recording = privacy_check.maskable(session, recording_id)
        key = machine_work.proxy_key(session, recording_id)
        return Whole(recording.prefix, key, recording.duration_ms or 0)


async def _find(whole: Whole, tell: Tell) -> list[Track]:
    async with at_hand(whole.key) as proxy:
        film = await probe(proxy)
        return await find_faces(proxy, film, lambda part: tell("faces", part))


async def _make(
    whole: Whole, masks: Masks, tracks: Sequence[Track], folder: Path, tell: Tell
) -> tuple[Film, Renditions]:
    async with at_hand(whole.key) as proxy:
        film = await probe(proxy)
        require_room(folder, proxy.stat().st_size)
        made = await make_masked(
            proxy, film, masks, tracks, folder, lambda part: tell("mask", part)
        )
    return film, made


def _put_in_place(
    recording_id: str, masks: Masks, film: Film, duration_ms: int, files: list[StoredFile]
) -> list[str]:
    facts = facts_of(film, duration_ms)
    with acting() as session:
        return privacy_check.put_in_place(session, recording_id, masks, facts, files)


def facts_of(film: Film, duration_ms: int) -> FilmFacts:
    """Return what is told of a film once it is made anew."""
    width, height = film.size_within(media().proxy.height)
    pace = Fraction(film.proxy_fps)
    return FilmFacts(duration_ms, width, height, pace.numerator, pace.denominator)


def _write_words(recording_id: str) -> None:
    """Write transcript and captions of what is left; there are none where nothing was heard."""
    try:
        with acting() as session:
            written = transcripts.whole(session, recording_id)
            transcripts.note_written(session, recording_id, written.version)
    except NotFound:
        return
    with workspace(f"mask-words-{recording_id}") as folder:
        publish(recording_id, write_files(written, folder))


def _told(recording_id: str, duration_ms: int) -> dict[str, Any]:
    with asking() as session:
        rows = session.query(Rendition).filter_by(recording_id=recording_id).all()
    keys = {row.kind: row.key for row in rows}
    files = {name: address(keys[kind]) for name, kind in NAMES.items() if kind in keys}
    return {"recording_id": recording_id, "duration_ms": duration_ms, "files": files}
