"""Keeping a clip as a file: off unless the programme allows it, and then its teacher's alone."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from storage import access, clock, ledger, set_up
from storage.clips import SAME_PLAYING
from storage.errors import NotFound
from storage.records import Clip, Cycle, Programme
from storage.rules.access import Act, Asker, Thing
from storage.rules.set_up import Use


@dataclass(frozen=True)
class Kept:
    """What names the file somebody takes along; no person is in it."""

    sha256: str
    position: int
    """Of the clip in its package, from 1."""
    cycle_number: int | None


def take_along(session: Session, asker: Asker, clip_id: str) -> Kept:
    """Give leave to keep a clip as a file, and write in the ledger that it was taken.

    Raises NotFound wherever it may not be, as for a clip that does not exist.
    """
    clip = session.get(Clip, clip_id)
    if not clip:
        raise NotFound()
    access.require_sight(asker, Act.DOWNLOAD_CLIP, access.clip_thing(session, clip))
    if not clip.file_key:
        raise NotFound()
    since = clock.now() - SAME_PLAYING  # a download that was broken off goes on by ranges
    if not ledger.told_since(session, asker.id, "download_clip", clip.id, since):
        ledger.write(session, asker.id, "download_clip", "clip", clip.id, clip.owner_id, clip.span)
    cycle = session.get(Cycle, clip.cycle_id) if clip.cycle_id else None
    return Kept(clip.file_sha256 or "", clip.position, cycle.number if cycle else None)


def allow(session: Session, asker: Asker, programme_id: str, *, allowed: bool) -> None:
    """Let the teachers of a programme keep their own clips, or no longer.

    A file leaves the school's server: refused where the legal basis does not allow that.
    """
    access.require(asker, Act.MANAGE_PROGRAMME, Thing())
    programme = session.get(Programme, programme_id)
    if not programme:
        raise NotFound()
    if programme.clip_downloads is allowed:
        return
    if allowed:
        set_up.require_use(session, programme_id, Use.outside_school)
    programme.clip_downloads = allowed
    act = "allow_downloads" if allowed else "stop_downloads"
    ledger.write(session, asker.id, act, "programme", programme_id, None)
