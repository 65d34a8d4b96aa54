"""Everything that is kept for a while, told as plain facts for the retention rule.

A holding's id is `<kind>/<id of the thing>`, so that a decision names what it is about.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from storage import held, policies, programme_holdings
from storage.records import (
    ActionSummary,
    Clip,
    Cycle,
    ExportPackage,
    ObservationNote,
    Pair,
    PolicyYes,
    Programme,
    Recording,
    RecordingState,
    Reflection,
    RenditionKind,
    Talk,
    Transcript,
)
from storage.rules import retention as rule
from storage.rules.retention import Holding, Kind, Policy, Trigger

UNDO_FOR = timedelta(days=1)
"""A removed draft can be put back for a day."""
WORDS = (RenditionKind.transcript, RenditionKind.captions)
WATCHED = (RenditionKind.proxy, RenditionKind.data_saver)
DERIVED = (
    RenditionKind.poster,
    RenditionKind.filmstrip,
    RenditionKind.filmstrip_plan,
    RenditionKind.peaks,
    RenditionKind.sound,
)


_TEACHERS = select(Cycle.id, Pair.teacher_id).join(Pair, Pair.id == Cycle.pair_id)
"""Whose each cycle is."""


@dataclass(frozen=True)
class Kept:
    """A holding with whose it is and under which cycle it hangs."""

    holding: Holding
    owner_id: str
    cycle_id: str | None
    size: int = 0
    """Bytes in the store."""

    @property
    def thing_id(self) -> str:
        """The id of the row the holding is about."""
        return self.holding.id.partition("/")[2]


@dataclass(frozen=True)
class Shelf:
    """Everything that one policy decides about."""

    policy: Policy
    kept: tuple[Kept, ...]


@dataclass
class _Around:
    """What the holdings of one programme share."""

    policy: Policy
    triggers: Callable[[Kind, str | None], dict[Trigger, datetime]]
    held: set[str]
    accepted: Callable[[str | None], frozenset[str]]
    """The newer policies that the teacher of a cycle said yes to."""

    def holding(
        self,
        kind: Kind,
        thing_id: str,
        created_at: datetime,
        cycle_id: str | None,
        parent: str | None = None,
        shorter: datetime | None = None,
        more: dict[Trigger, datetime] | None = None,
        longer: datetime | None = None,
    ) -> Holding:
        triggers = self.triggers(kind, cycle_id) | (more or {})
        return Holding(
            id=f"{kind}/{thing_id}",
            kind=kind,
            created_at=created_at,
            triggers=triggers,
            parent_id=parent,
            shorter_until=shorter,
            held=thing_id in self.held,
            longer_until=longer,
            accepted=self.accepted(cycle_id),
        )


# Asking


def gather(
    session: Session,
    recording_id: str | None = None,
    now: datetime | None = None,
    *,
    films_only: bool = False,
) -> list[Shelf]:
    """Return everything kept, by policy, as it stands at `now` (else the present moment).

    Only one recording's family when it is named; `films_only`: of all of them, and no texts.
    """
    kept_by_hold = held.kept(session, now)
    cycles = {
        cycle.id: (cycle, programme, teacher_id)
        for cycle, programme, teacher_id in session.execute(
            select(Cycle, Programme, Pair.teacher_id)
            .join(Pair, Pair.id == Cycle.pair_id)
            .join(Programme, Programme.id == Pair.programme_id)
        )
    }
    versions = policies.by_programme(session)
    yes: dict[str | None, set[str]] = {}
    changed = any(policy.before for policy in versions.values())
    for each in session.scalars(select(PolicyYes)) if changed else ():
        yes.setdefault(each.teacher_id, set()).add(each.policy_id)
    shelves: dict[str, list[Kept]] = {}

    def triggers(kind: Kind, cycle_id: str | None) -> dict[Trigger, datetime]:
        return _triggers(kind, *cycles[cycle_id][:2]) if cycle_id in cycles else {}

    def accepted(cycle_id: str | None) -> frozenset[str]:
        found = cycles.get(cycle_id or "")
        return frozenset(yes.get(found[2], ())) if found else frozenset()

    def around(cycle_id: str | None) -> _Around:
        found = cycles.get(cycle_id or "")
        policy = versions.get(found[1].id if found else None, versions[None])
        return _Around(policy, triggers, kept_by_hold, accepted)

    for kept, policy in _everything(session, around, recording_id):
        shelves.setdefault(policy.id, []).append(kept)
    if not (recording_id or films_only):
        for kept, policy in _texts(session, around):
            shelves.setdefault(policy.id, []).append(kept)
        for holding, owner_id, of in programme_holdings.gather(session, kept_by_hold):
            kept_by = versions.get(of, versions[None]).id
            shelves.setdefault(kept_by, []).append(Kept(holding, owner_id, None))
    by_id = {policy.id: policy for policy in versions.values()}
    return [Shelf(by_id[policy_id], tuple(kept)) for policy_id, kept in shelves.items()]


def _everything(
    session: Session, around: Callable[[str | None], _Around], recording_id: str | None
) -> Iterator[tuple[Kept, Policy]]:
    beside = joinedload(Recording.extension), joinedload(Recording.check)
    films = select(Recording).options(selectinload(Recording.renditions), *beside)
    clips = select(Clip)
    if recording_id:
        films = films.where(Recording.id == recording_id)
        clips = clips.where(Clip.recording_id == recording_id)
    heard = set(session.scalars(select(Transcript.recording_id)))
    ends: dict[str, datetime | None] = {}
    for film in session.scalars(films.where(Recording.state != RecordingState.discarded)):
        about = around(film.cycle_id)
        family = list(_film(about, film, film.id in heard))
        ends[film.id] = rule.endings([k.holding for k in family], about.policy)[
            family[0].holding.id
        ].at
        yield from ((kept, about.policy) for kept in family)
    for clip in session.scalars(clips):
        about = around(clip.cycle_id)
        end = ends.get(clip.recording_id or "")
        yield from ((kept, about.policy) for kept in _clip(about, clip, end))
    yield from _notes(session, around, ends)


def _film(about: _Around, film: Recording, heard: bool) -> Iterator[Kept]:
    """The whole lesson first, then what follows it."""
    kind = Kind.proxy_recording if film.released_at else Kind.unreleased_recording
    sizes = {rendition.kind: rendition.size for rendition in film.renditions}

    def kept(
        of: Kind, size: int, parent: str | None = None, more: dict[Trigger, datetime] | None = None
    ) -> Kept:
        # The teacher's choice is about what can be looked at: the lesson and its original.
        shorter = film.ends_by_choice if of in (kind, Kind.raw_recording) else None
        stopped = {Trigger.consent_withdrawal: film.withdrawn_at} if film.withdrawn_at else {}
        holding = about.holding(
            of,
            film.id,
            film.uploaded_at,
            film.cycle_id,
            parent=parent,
            shorter=shorter,
            more={Trigger.upload: film.uploaded_at} | stopped | (more or {}),
            longer=film.extension.until if film.extension else None,
        )
        return Kept(holding, film.owner_id, film.cycle_id, size)

    whole = kept(kind, sum(sizes.get(watched, 0) for watched in WATCHED))
    yield whole
    if RenditionKind.original in sizes:
        verified = {Trigger.proxy_verified: film.proxy_verified_at}
        more = {trigger: at for trigger, at in verified.items() if at}
        yield kept(Kind.raw_recording, sizes[RenditionKind.original], more=more)
    if film.check and film.check.leaving:
        yield kept(Kind.unmasked_recording, film.check.leaving_size)
    if heard or any(word in sizes for word in WORDS):
        size = sum(sizes.get(word, 0) for word in WORDS)
        yield kept(Kind.transcript_full, size, whole.holding.id)
    if any(derived in sizes for derived in DERIVED):
        size = sum(sizes.get(derived, 0) for derived in DERIVED)
        yield kept(Kind.derived_media, size, whole.holding.id)


def _clip(about: _Around, clip: Clip, film_ends: datetime | None) -> Iterator[Kept]:
    def kept(kind: Kind, size: int = 0, shorter: datetime | None = None) -> Kept:
        holding = about.holding(kind, clip.id, clip.created_at, clip.cycle_id, None, shorter)
        # A draft is its writer's: the teacher does not even learn that there is one.
        owner_id = clip.coach_id if kind is Kind.draft else clip.owner_id
        return Kept(holding, owner_id, clip.cycle_id, size)

    if clip.package_id:
        # Its teacher may throw a published one away, too: then it is due at once.
        yield kept(Kind.clip, clip.file_size or 0, clip.removed_at)
        yield kept(Kind.annotation, 0, clip.removed_at)
        return
    # A draft never outlives the lesson it was cut from.
    ends = [end for end in (film_ends, _undone(clip)) if end]
    yield kept(Kind.draft, clip.file_size or 0, min(ends, default=None))


def _notes(
    session: Session,
    around: Callable[[str | None], _Around],
    ends: Mapping[str, datetime | None],
) -> Iterator[tuple[Kept, Policy]]:
    """The coach's notes on these films: each by its own clock, and never without its film."""
    query = select(ObservationNote, Recording.cycle_id).join(Recording)
    for note, cycle_id in session.execute(query.where(Recording.id.in_(ends))):
        about = around(cycle_id)
        last = min((end for end in (ends[note.recording_id], _undone(note)) if end), default=None)
        holding = about.holding(Kind.annotation, note.id, note.created_at, cycle_id, shorter=last)
        yield Kept(holding, note.coach_id, cycle_id), about.policy


def _undone(thing: Clip | ObservationNote) -> datetime | None:
    return thing.removed_at + UNDO_FOR if thing.removed_at else None


def _texts(
    session: Session, around: Callable[[str | None], _Around]
) -> Iterator[tuple[Kept, Policy]]:
    owners = {row.id: row.teacher_id for row in session.execute(_TEACHERS)}
    rows: list[tuple[Kind, str, datetime, str]] = []
    for reflection in session.scalars(select(Reflection)):
        kind = Kind.reflection if reflection.submitted_at else Kind.draft
        rows.append((kind, reflection.id, reflection.created_at, reflection.cycle_id))
    for talk in session.scalars(select(Talk)):
        rows.append((Kind.talk_metadata, talk.id, talk.created_at, talk.cycle_id))
    for summary in session.scalars(select(ActionSummary)):
        rows.append((Kind.action_summary, summary.id, summary.created_at, summary.cycle_id))
    for kind, thing_id, created_at, cycle_id in rows:
        about = around(cycle_id)
        holding = about.holding(kind, thing_id, created_at, cycle_id)
        yield Kept(holding, owners[cycle_id], cycle_id), about.policy
    yield from _exports(session, around)


def _exports(
    session: Session, around: Callable[[str | None], _Around]
) -> Iterator[tuple[Kept, Policy]]:
    """What teachers take along: a week from when it was there, or until they took it away."""
    about = around(None)
    for each in session.scalars(select(ExportPackage)):
        last = min((end for end in (each.ends_at, each.removed_at) if end), default=None)
        made = each.made_at or each.asked_at
        holding = about.holding(Kind.export_package, each.id, made, None, shorter=last)
        yield Kept(holding, each.owner_id, None, each.size), about.policy


def _triggers(kind: Kind, cycle: Cycle, programme: Programme) -> dict[Trigger, datetime]:
    found = {Trigger.programme_end: programme_holdings.year_end(programme.ends_on)}
    if cycle.ended_at:
        found[Trigger.cycle_end] = cycle.ended_at
    if cycle.withdrawn_at and not (kind is Kind.action_summary and cycle.summary_kept):
        found[Trigger.consent_withdrawal] = cycle.withdrawn_at
    return found
