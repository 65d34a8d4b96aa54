"""Taking one's own material along: what a teacher made, got and agreed, and who looked at it;
of a coach her own words.

The film itself is not in it: it shows pupils, and goes when it must. Clips are, where the
programme lets teachers keep them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from storage import (
    access,
    action_summaries,
    captions,
    clips,
    clock,
    departed,
    ledger,
    lessons,
    own_texts,
    packages,
    people,
    recordings,
    reflections,
    share_grants,
    today,
    transcripts,
)
from storage.clips import ClipView
from storage.errors import NotFound, Refused
from storage.records import Cycle, Pair, Person, Talk
from storage.rules.access import Act, Asker, Thing
from storage.rules.roles import Role
from storage.share_grants import GrantView
from storage.today import CycleView

Told = dict[str, Any]
Seen = TypeVar("Seen")

ALL_LINES = 1_000_000
"""Of the ledger: nothing is left out."""


@dataclass
class Own:
    """A teacher's own material: what is told of it, and what lies beside that by name."""

    told: Told
    words: dict[str, str] = field(default_factory=dict)
    """Captions, by name of file."""
    files: dict[str, str] = field(default_factory=dict)
    """Key in the store, by name of file."""


# Asking


def teacher(session: Session, email: str) -> Asker:
    """Return the teacher with this address. Raises NotFound."""
    person = session.scalar(
        select(Person)
        .where(Person.email == email.strip().lower(), Person.closed_at.is_(None))
        .options(selectinload(Person.roles))
    )
    roles = departed.looks_as(session, person) if person else frozenset()
    if not person or Role.teacher not in roles:
        raise NotFound()
    return Asker(id=person.id, role=Role.teacher, holds=roles)


def gather(session: Session, asker: Asker) -> Own:
    """Return everything of the asker's own, of a coach her words. Raises NotFound.

    What is locked or under a hold is left out, and said to be there.
    """
    access.require_sight(asker, Act.TAKE_OWN, Thing(owner_id=asker.id))
    person = session.get_one(Person, asker.id)
    own = Own(
        {
            "person": {"name": person.name, "email": person.email},
            "made_at": clock.now(),
            "cycles": [],
            "other_recordings": [],
        }
    )
    # Who left may do nothing else; what is in the file is read as she could before.
    reader = replace(asker, left=False)
    looks_as = asker.roles if asker.left else {asker.role}
    if Role.coach in looks_as:
        own.told["written"] = own_texts.of_coach(session, asker.id)
    if Role.teacher in looks_as:
        reader = replace(reader, role=Role.teacher)
        _taught(session, reader, own)
    own.told["ledger"] = list(_lines(session, reader))
    return own


def _taught(session: Session, asker: Asker, own: Own) -> None:
    """A teacher's own cycles and films."""
    films: dict[str | None, list[Told]] = {}
    for number, film in enumerate(reversed(recordings.mine(session, asker)), 1):
        told = _film(session, asker, film, f"lesson-{number}.vtt", own)
        films.setdefault(film.cycle_id, []).append(told)
    for cycle in today.everything(session, asker):
        own.told["cycles"].append(_cycle(session, asker, cycle, films.pop(cycle.id, []), own))
    own.told["other_recordings"] = [film for each in films.values() for film in each]


def _film(
    session: Session, asker: Asker, film: recordings.RecordingView, name: str, own: Own
) -> Told:
    told: Told = {
        "id": film.id,
        "state": film.state,
        "uploaded_at": film.uploaded_at,
        "released_at": film.released_at,
        "duration_ms": film.duration_ms,
        "intention": film.intention,
    }
    if lesson := _if_seen(lambda: lessons.look(session, asker, film.id)):
        told |= {"class": lesson.class_group, "lesson_on": lesson.lesson_on}
    reading = _if_seen(lambda: transcripts.read(session, asker, film.id))
    if reading is None or access.objected(session, film.id):
        return told | {"locked": True}
    if reading.lines:
        own.words[name] = captions.webvtt(reading.lines)
        told["transcript"] = {
            "file": name,
            "lines": [
                {"start_ms": line.start_ms, "end_ms": line.end_ms, "text": line.text}
                for line in reading.lines
            ],
        }
    return told


def _cycle(session: Session, asker: Asker, cycle: CycleView, films: list[Told], own: Own) -> Told:
    return {
        "id": cycle.id,
        "number": cycle.number,
        "state": cycle.state,
        "coach": cycle.coach,
        "planned_on": cycle.planned_on,
        "started_on": cycle.started_on,
        "focus": cycle.focus,
        "recordings": films,
        "package": _package(session, asker, cycle, own),
        "reflection": _reflection(session, asker, cycle),
        "talk": _talk(session, cycle),
        "summary": _summary(session, asker, cycle),
        "shared": [_grant(each) for each in share_grants.of_cycle(session, asker, cycle.id)],
    }


def _package(session: Session, asker: Asker, cycle: CycleView, own: Own) -> Told | None:
    package = _if_seen(lambda: packages.read(session, asker, cycle.id))
    if package is None:
        return None
    return {
        "published_at": package.published_at,
        "note": package.note,
        "clips": [_clip(session, asker, cycle, clip, own) for clip in package.clips],
    }


def _clip(session: Session, asker: Asker, cycle: CycleView, clip: ClipView, own: Own) -> Told:
    told = {
        "id": clip.id,
        "recording_id": clip.recording_id,
        "position": clip.position,
        "start_ms": clip.span.start_ms,
        "end_ms": clip.span.end_ms,
        **asdict(clip.words),
    }
    leave = _if_seen(lambda: clips.look(session, asker, clip.id))
    if not (leave and clip.keepable and clip.file_ready):
        return told
    name = f"clips/cycle-{cycle.number}-clip-{clip.position}"
    own.files[f"{name}.mp4"] = f"{clips.folder(clip.id)}/clip.mp4"
    if clip.recording_id and transcripts.exists(session, clip.recording_id):
        own.words[f"{name}.vtt"] = captions.of_clip(session, clip.recording_id, clip.span)
        told["captions"] = f"{name}.vtt"
    return told | {"file": f"{name}.mp4"}


def _reflection(session: Session, asker: Asker, cycle: CycleView) -> Told | None:
    reflection = _if_seen(lambda: reflections.read(session, asker, cycle.id))
    if reflection is None:
        return None
    return {
        "submitted_at": reflection.submitted_at,
        "answers": [
            {"clip_id": each.clip_id, "text": each.text, "rather_discuss": each.rather_discuss}
            for each in reflection.answers
        ],
    }


def _talk(session: Session, cycle: CycleView) -> Told | None:
    talk = session.scalar(select(Talk).where(Talk.cycle_id == cycle.id))
    if talk is None:
        return None
    return {
        "planned_at": talk.planned_at,
        "held_on": talk.held_on,
        "minutes": talk.minutes,
        "notes": talk.notes,
    }


def _summary(session: Session, asker: Asker, cycle: CycleView) -> Told | None:
    summary = _if_seen(lambda: action_summaries.read(session, asker, cycle.id))
    if summary is None or not (summary.discussed or summary.actions):
        return None
    return {
        "discussed": summary.discussed,
        "agreed_at": summary.agreed_at,
        "actions": [
            {"when": each.when, "what": each.what, "sign": each.sign, "tried": each.tried}
            for each in summary.actions
        ],
    }


def _grant(grant: GrantView) -> Told:
    """Who could read the summary, what for, and when that was done."""
    return {
        "with": grant.recipient,
        "purpose": grant.purpose,
        "from": grant.created_at,
        "until": grant.until,
        "ended_at": grant.ended_at,
        "ended_as": grant.ended_as,
        "read_at": grant.read_at,
    }


def _lines(session: Session, asker: Asker) -> Iterator[Told]:
    """Who did what with what is hers: the same lines as on the screen, oldest first."""
    lines = ledger.read(session, asker, most=ALL_LINES)
    names: Mapping[str, str] = people.names(
        session, {line.actor_id for line in lines if line.actor_id}
    )
    for line in reversed(lines):
        yield {
            "at": line.at,
            "who": names.get(line.actor_id or "", line.actor_id or line.role or ""),
            "did": line.act,
            "with": line.thing,
            "id": line.thing_id,
            "cycle": line.cycle_number,
            "part_ms": [line.span.start_ms, line.span.end_ms] if line.span else None,
        }


def _if_seen(look: Callable[[], Seen]) -> Seen | None:
    """What can be seen now; None for what is not there, locked or held."""
    try:
        return look()
    except Refused:
        return None


# Acting


def note_taken(session: Session, asker: Asker, own: Own) -> None:
    """Write in the ledger that the material of these cycles was taken along, by the machine."""
    access.require_sight(asker, Act.TAKE_OWN, Thing(owner_id=asker.id))
    for cycle in own.told["cycles"]:
        ledger.write(session, ledger.MACHINE, "take_own", "cycle", cycle["id"], asker.id)
    written = [cycle["id"] for cycle in own.told.get("written", ())]
    pairs = select(Cycle.id, Pair.teacher_id).join(Pair, Pair.id == Cycle.pair_id)
    for cycle_id, teacher_id in session.execute(pairs.where(Cycle.id.in_(written))):
        ledger.write(session, ledger.MACHINE, "take_words", "cycle", cycle_id, teacher_id)
