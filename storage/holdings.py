"""Everything that is kept for a while, told as plain facts for the retention rule.

A holding's id is `<kind>/<id of the thing>`, so that a decision names what it is about. They are
read page by page, whole families together: a large school takes no more memory than a small one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from storage import accounts, holdings_texts, objection_entries, programme_holdings
from storage.holdings_around import AnyRow, Around, Kept, Place, Sort, Told
from storage.records import (
    Clip,
    Departure,
    Extension,
    ObservationNote,
    PrivacyCheck,
    Recording,
    RecordingState,
    Rendition,
    RenditionKind,
    Transcript,
)
from storage.rules import retention as rule
from storage.rules.retention import Kind, Policy, Trigger

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
PAGE = 200
"""So many lessons, with all that hangs under them, are read at once."""


@dataclass(frozen=True)
class Shelf:
    """Everything on one page that one policy decides about."""

    policy: Policy
    kept: tuple[Kept, ...]


@dataclass(frozen=True)
class Only:
    """Which part of everything is asked for; all of it when nothing is named."""

    films: Sequence[str] | None = None
    """These lessons and what was made of them, but no texts."""
    person_id: str | None = None
    """What hangs under the cycles of this teacher or coach, and what else is theirs."""


@dataclass(frozen=True)
class Mark:
    """Where a page begins: in which sort of things, after which of them."""

    sort: int = 0
    after: str = ""


EVERYTHING = Only()
FIRST = Mark()


# Asking


def gather(
    session: Session, only: Only = EVERYTHING, now: datetime | None = None
) -> Iterator[Shelf]:
    """Tell everything kept as it stands at `now` (else the present moment); families are whole."""
    if only.films is not None and len(only.films) > PAGE:
        for first in range(0, len(only.films), PAGE):
            yield from gather(session, Only(only.films[first : first + PAGE]), now)
        return
    mark: Mark | None = FIRST
    while mark:
        shelves, mark = page(session, mark, only, now)
        yield from shelves


def page(
    session: Session, mark: Mark, only: Only = EVERYTHING, now: datetime | None = None
) -> tuple[list[Shelf], Mark | None]:
    """Return one page, and where the next begins; None after the last."""
    sorts = _sorts(only)
    sort = sorts[mark.sort]
    asked = sort.query.where(sort.id > mark.after).order_by(sort.id).limit(PAGE)
    rows = session.execute(asked).all()
    policies: dict[str, Policy] = {}
    shelves: dict[str, list[Kept]] = {}
    for kept, policy in sort.tell(session, rows, now) if rows else ():
        policies[policy.id] = policy
        shelves.setdefault(policy.id, []).append(kept)
    found = [Shelf(policies[id], tuple(kept)) for id, kept in shelves.items()]
    if len(rows) == PAGE:
        return found, Mark(mark.sort, rows[-1].id)
    return found, Mark(mark.sort + 1) if mark.sort + 1 < len(sorts) else None


def _sorts(only: Only) -> list[Sort]:
    """Clips without a film come before the films: no clip is told twice when its film goes."""
    films = _FILMS.where(Recording.state != RecordingState.discarded)
    if only.films is not None:
        return [Sort(Recording.id, films.where(Recording.id.in_(only.films)), _families)]
    clips = _CLIPS.outerjoin(Recording, Recording.id == Clip.recording_id).where(
        or_(Clip.recording_id.is_(None), Recording.state == RecordingState.discarded)
    )
    if who := only.person_id:
        cycles = holdings_texts.cycles_of(who)
        films = films.where(or_(Recording.owner_id == who, Recording.cycle_id.in_(cycles)))
        clips = clips.where(or_(Clip.owner_id == who, Clip.coach_id == who))
    return [
        *holdings_texts.sorts(only.person_id),
        *programme_holdings.sorts(only.person_id),
        *objection_entries.sorts(only.person_id),
        Sort(Clip.id, clips, _lone_clips),
        Sort(Recording.id, films, _families),
        *accounts.sorts(only.person_id),
    ]


_FILMS = select(
    Recording.id, Recording.owner_id, Recording.cycle_id, Recording.uploaded_at,
    Recording.released_at, Recording.proxy_verified_at, Recording.ends_by_choice,
    Recording.withdrawn_at, Recording.masked_at, Extension.until, PrivacyCheck.leaving,
    PrivacyCheck.leaving_size,
).outerjoin(Extension, Extension.recording_id == Recording.id).outerjoin(
    PrivacyCheck, PrivacyCheck.recording_id == Recording.id
)  # fmt: skip
_CLIPS = select(
    Clip.id, Clip.recording_id, Clip.cycle_id, Clip.owner_id, Clip.coach_id, Clip.package_id,
    Clip.created_at, Clip.removed_at, Clip.file_size, Departure.left_at,
).outerjoin(Departure, Departure.person_id == Clip.coach_id)  # fmt: skip
_NOTES = select(
    ObservationNote.id, ObservationNote.recording_id, ObservationNote.coach_id,
    ObservationNote.created_at, ObservationNote.removed_at, Departure.left_at,
).outerjoin(Departure, Departure.person_id == ObservationNote.coach_id)  # fmt: skip


def _families(session: Session, rows: Sequence[AnyRow], now: datetime | None) -> Told:
    """These lessons, each with what was made of it, its clips and the coach's notes on it."""
    films = {row.id: row for row in rows}
    clips = session.execute(_CLIPS.where(Clip.recording_id.in_(films))).all()
    around = Around(session, {row.cycle_id for row in [*rows, *clips]}, now)
    files: dict[str, dict[RenditionKind, int]] = {id: {} for id in films}
    sizes = select(Rendition.recording_id, Rendition.kind, Rendition.size)
    for film_id, kind, size in session.execute(sizes.where(Rendition.recording_id.in_(films))):
        files[film_id][kind] = size
    texts = select(Transcript.recording_id).where(Transcript.recording_id.in_(films))
    heard = set(session.scalars(texts))
    ends: dict[str, datetime | None] = {}
    for film in rows:
        place = around.place(film.cycle_id)
        family = list(_film(around, place, film, files[film.id], film.id in heard))
        ends[film.id] = rule.ends_at(family[0].holding, place.policy).at
        yield from ((kept, place.policy) for kept in family)
    for clip in clips:
        yield from _clip(around, clip, ends[clip.recording_id])
    notes = _NOTES.where(ObservationNote.recording_id.in_(films))
    for note in session.execute(notes):
        yield _note(around, note, films[note.recording_id].cycle_id, ends[note.recording_id])


def _film(
    around: Around, place: Place, film: AnyRow, sizes: dict[RenditionKind, int], heard: bool
) -> Iterator[Kept]:
    """The whole lesson first, then what follows it."""
    kind = Kind.proxy_recording if film.released_at else Kind.unreleased_recording
    known_of_all = {Trigger.upload: film.uploaded_at}
    if film.withdrawn_at:
        known_of_all[Trigger.consent_withdrawal] = film.withdrawn_at

    def kept(of: Kind, size: int, parent: str | None = None, **known: datetime | None) -> Kept:
        # The teacher's choice is about what can be looked at: the lesson and its original.
        shorter = film.ends_by_choice if of in (kind, Kind.raw_recording) else None
        more = known_of_all | {Trigger(name): at for name, at in known.items() if at}
        taken_out = of is Kind.unmasked_recording
        made_at = film.masked_at if taken_out and film.masked_at else film.uploaded_at
        holding = around.holding(
            of, film.id, made_at, place, more,
            parent_id=parent, shorter_until=shorter, longer_until=film.until,
        )  # fmt: skip
        return Kept(holding, film.owner_id, film.cycle_id, size)

    def all_of(kinds: tuple[RenditionKind, ...]) -> int:
        return sum(sizes.get(each, 0) for each in kinds)

    whole = kept(kind, all_of(WATCHED))
    yield whole
    if RenditionKind.original in sizes:
        size = sizes[RenditionKind.original]
        yield kept(Kind.raw_recording, size, proxy_verified=film.proxy_verified_at)
    if film.leaving:
        yield kept(Kind.unmasked_recording, film.leaving_size)
    if heard or any(word in sizes for word in WORDS):
        yield kept(Kind.transcript_full, all_of(WORDS), whole.holding.id)
    if any(derived in sizes for derived in DERIVED):
        yield kept(Kind.derived_media, all_of(DERIVED), whole.holding.id)


def _lone_clips(session: Session, rows: Sequence[AnyRow], now: datetime | None) -> Told:
    """Clips whose film is gone, or thrown away and about to be."""
    around = Around(session, {row.cycle_id for row in rows}, now)
    for clip in rows:
        # A draft that stayed when its film went (it was held, or the store refused) is due now.
        yield from _clip(around, clip, None if clip.recording_id else clip.created_at)


def _clip(around: Around, clip: AnyRow, film_ends: datetime | None) -> Told:
    place = around.place(clip.cycle_id)

    def kept(kind: Kind, owner_id: str, size: int = 0, **ends: datetime | None) -> Kept:
        holding = around.holding(kind, clip.id, clip.created_at, place, None, **ends)
        return Kept(holding, owner_id, clip.cycle_id, size)

    size = clip.file_size or 0
    if clip.package_id:
        # Its teacher may throw a published one away, too: then it is due at once.
        thrown = clip.removed_at
        yield kept(Kind.clip, clip.owner_id, size, shorter_until=thrown), place.policy
        yield kept(Kind.annotation, clip.owner_id, shorter_until=thrown), place.policy
        return
    # A draft is its writer's: the teacher does not even learn that there is one. It never
    # outlives the lesson it was cut from.
    left = place.drafts_until(clip.left_at)
    ends = {"shorter_until": _undone(clip), "goes_with": _first(film_ends, left)}
    yield kept(Kind.draft, clip.coach_id, size, **ends), place.policy


def _note(
    around: Around, note: AnyRow, cycle_id: str | None, film_ends: datetime | None
) -> tuple[Kept, Policy]:
    """A note of the coach's: by its own clock, and never without its film."""
    place = around.place(cycle_id)
    holding = around.holding(
        Kind.annotation, note.id, note.created_at, place,
        shorter_until=_undone(note),
        goes_with=_first(film_ends, place.drafts_until(note.left_at)),
    )  # fmt: skip
    return Kept(holding, note.coach_id, cycle_id), place.policy


def _first(*ends: datetime | None) -> datetime | None:
    return min((end for end in ends if end), default=None)


def _undone(thing: AnyRow) -> datetime | None:
    return thing.removed_at + UNDO_FOR if thing.removed_at else None
