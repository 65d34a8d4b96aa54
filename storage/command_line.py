"""Films that come in from the command line: they belong to no teacher and to no cycle."""

from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import clock, jobs, ledger, set_up
from storage.errors import NotFound
from storage.media import Blob
from storage.records import Annotation, Clip, Person, Recording, Rendition, RenditionKind
from storage.spans import Span

EMAIL = "command-line@localhost"
"""Nobody can sign in with it: it has no password and holds no role."""


@dataclass(frozen=True)
class Place:
    """Where a film from the command line comes to lie."""

    prefix: str
    ending: str

    @property
    def key(self) -> str:
        """Key of the film itself."""
        return f"{self.prefix}/original{self.ending}"


def new_place(ending: str) -> Place:
    """Return a fresh random place for a film with this ending (".mp4")."""
    plain = ending.lower() if ending[1:].isalnum() and ending.isascii() else ""
    return Place(f"rec/{uuid4()}", plain[:12])


# Asking


def recording(session: Session, recording_id: str) -> Recording:
    """Return a recording that came in here. NotFound for a teacher's: those have other doors."""
    found = session.scalar(
        select(Recording)
        .join(Person, Person.id == Recording.owner_id)
        .where(Recording.id == recording_id, Person.email == EMAIL)
    )
    if found is None:
        raise NotFound
    return found


# Acting


def owner(session: Session) -> Person:
    """Return the person all films from the command line belong to; made when first needed."""
    found = session.scalar(select(Person).where(Person.email == EMAIL))
    if found is None:
        found = Person(email=EMAIL, name="", created_at=clock.now())
        session.add(found)
        session.flush()
    return found


def bring_in(session: Session, place: Place, blob: Blob, language: str | None) -> Recording:
    """Make a recording of a film that lies in the store, and ask the machine to work on it.

    Raises Refused while a programme that runs here is not set up.
    """
    set_up.require_no_gap(session)
    now, person = clock.now(), owner(session)
    original = Rendition(
        kind=RenditionKind.original,
        key=blob.key,
        size=blob.size,
        sha256=blob.sha256,
        media_type="application/octet-stream",
        created_at=now,
    )
    recording = Recording(
        owner_id=person.id,
        prefix=place.prefix,
        ending=place.ending,
        language=language,
        attested_at=now,
        uploaded_at=now,
        renditions=[original],
    )
    session.add(recording)
    session.flush()
    ledger.write(session, ledger.BY_HAND, "upload", "recording", recording.id, person.id)
    jobs.wanted(session, "ingest", recording.id)
    return recording


def cut(session: Session, film: Recording, span: Span) -> Clip:
    """Make a clip of a recording that came in here, and ask the machine for its file."""
    clip = Clip(
        recording_id=film.id,
        owner_id=film.owner_id,
        coach_id=film.owner_id,
        start_ms=span.start_ms,
        end_ms=span.end_ms,
        created_at=clock.now(),
        annotation=Annotation(),
    )
    session.add(clip)
    session.flush()
    ledger.write(session, ledger.BY_HAND, "cut", "clip", clip.id, film.owner_id, span)
    jobs.wanted(session, "cut", clip.id)
    return clip
