"""Very many kept things, put into the database by the thousand: only rows, no bytes, no words."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from storage import clock
from storage.records import (
    ActionSummary,
    Annotation,
    Clip,
    Cycle,
    Enrolment,
    ObservationNote,
    Package,
    Pair,
    Person,
    Programme,
    Record,
    Recording,
    RecordingState,
    Reflection,
    Rendition,
    RenditionKind,
    RetentionPolicy,
    Talk,
)
from storage.records.base import new_id
from storage.rules.steps import State

CLIPS, DRAFTS, NOTES = 5, 2, 6
OF_A_LESSON = 4 + 2 * CLIPS + DRAFTS + NOTES + 3
"""Film, original, words and what was made of it; clips and their comments; notes; three texts."""
CYCLES = 5
"""Of one pair, in one year."""
LONG_AGO, LATELY = timedelta(days=900), timedelta(days=3)
FILES = (RenditionKind.original, RenditionKind.proxy, RenditionKind.captions, RenditionKind.poster)

Row = tuple[type[Record], Mapping[str, Any]]


def fill(session: Session, lessons: int, *, overdue: float = 0.5) -> None:
    """Add so many lessons with everything around them; of this part everything is due now."""
    now = clock.now()
    rows: dict[type[Record], list[Mapping[str, Any]]] = {}
    late = round(overdue * lessons)
    for many, ago in ((late, LONG_AGO), (lessons - late, LATELY)):
        for table, row in _year(many, now - ago):
            rows.setdefault(table, []).append(row)
    for table, found in rows.items():  # in the order in which one needs the other
        session.execute(insert(table), found)


def _year(lessons: int, at: datetime) -> Iterator[Row]:
    """A programme that is over soon after `at`, with so many lessons of then."""
    programme_id = new_id()
    yield Programme, {
        "id": programme_id, "name": "", "starts_on": at.date() - timedelta(days=300),
        "ends_on": at.date() + timedelta(days=60), "created_at": at,
    }  # fmt: skip
    for version, preset in enumerate(("long", "standard"), start=1):  # a policy made shorter once
        yield RetentionPolicy, {
            "id": new_id(), "programme_id": programme_id, "version": version, "preset": preset,
            "approved_by": "", "valid_from": at - timedelta(days=300 - version),
        }  # fmt: skip
    for n in range(0, lessons, CYCLES):
        yield from _pair(programme_id, min(CYCLES, lessons - n), at)


def _pair(programme_id: str, cycles: int, at: datetime) -> Iterator[Row]:
    ids = {name: new_id() for name in ("teacher", "coach", "enrolment", "pair")}
    for who in ("teacher", "coach"):
        email = f"{ids[who]}@bench.test"
        yield Person, {"id": ids[who], "email": email, "name": "", "created_at": at}
    yield Enrolment, {
        "id": ids["enrolment"], "programme_id": programme_id, "teacher_id": ids["teacher"],
        "created_at": at,
    }  # fmt: skip
    yield Pair, {
        "id": ids["pair"], "programme_id": programme_id, "enrolment_id": ids["enrolment"],
        "teacher_id": ids["teacher"], "coach_id": ids["coach"], "created_at": at,
    }  # fmt: skip
    for number in range(1, cycles + 1):
        yield from _lesson(ids, number, at)


def _lesson(ids: Mapping[str, str], number: int, at: datetime) -> Iterator[Row]:
    cycle_id, film_id, package_id = new_id(), new_id(), new_id()
    yield Cycle, {
        "id": cycle_id, "pair_id": ids["pair"], "number": number, "state": State.completed,
        "planned_on": at.date(), "ended_at": at, "created_at": at,
    }  # fmt: skip
    yield Package, {
        "id": package_id, "cycle_id": cycle_id, "published_by": ids["coach"], "published_at": at
    }  # fmt: skip
    yield Recording, {
        "id": film_id, "owner_id": ids["teacher"], "cycle_id": cycle_id, "prefix": f"rec/{film_id}",
        "ending": ".mp4", "state": RecordingState.released, "attested_at": at, "uploaded_at": at,
        "proxy_verified_at": at, "released_at": at,
    }  # fmt: skip
    for kind in FILES:
        yield Rendition, {
            "id": new_id(), "recording_id": film_id, "kind": kind,
            "key": f"rec/{film_id}/{kind}.bin", "size": 1000, "media_type": "", "created_at": at,
        }  # fmt: skip
    for n in range(CLIPS + DRAFTS):
        clip_id = new_id()
        yield Clip, {
            "id": clip_id, "recording_id": film_id, "cycle_id": cycle_id,
            "owner_id": ids["teacher"], "coach_id": ids["coach"], "client_id": str(n),
            "start_ms": 0, "end_ms": 1000, "package_id": package_id if n < CLIPS else None,
            "created_at": at,
        }  # fmt: skip
        yield Annotation, {"clip_id": clip_id}
    for n in range(NOTES):
        yield ObservationNote, {
            "id": new_id(), "recording_id": film_id, "coach_id": ids["coach"], "client_id": str(n),
            "at_ms": 0, "text": "", "created_at": at,
        }  # fmt: skip
    words = {"cycle_id": cycle_id, "created_at": at}
    yield Reflection, words | {
        "id": new_id(), "package_id": package_id, "teacher_id": ids["teacher"], "submitted_at": at
    }  # fmt: skip
    yield Talk, words | {"id": new_id()}
    yield ActionSummary, words | {"id": new_id()}
