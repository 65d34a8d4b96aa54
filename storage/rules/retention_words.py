"""What is kept, from which moment its time counts, and the policy that says how long."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """The classes of things that are kept for a while."""

    raw_recording = "raw_recording"
    """The original upload."""
    proxy_recording = "proxy_recording"
    """The whole lesson, as people watch it."""
    unreleased_recording = "unreleased_recording"
    """A whole lesson the teacher has not released."""
    unmasked_recording = "unmasked_recording"
    """A released lesson as it was before its teacher took something out of it."""
    clip = "clip"
    """A cut moment and its blur masks."""
    transcript_full = "transcript_full"
    speaker_segments = "speaker_segments"
    transcript_excerpt = "transcript_excerpt"
    """The words of one clip."""
    derived_media = "derived_media"
    """Poster, filmstrip, peaks, previews, caches: gone together with what they were made from."""
    talk_measures = "talk_measures"
    annotation = "annotation"
    """Comments, prompts, observation notes."""
    reflection = "reflection"
    """A submitted reflection."""
    draft = "draft"
    """Reflections and comments that were never submitted."""
    session_check = "session_check"
    """The check on energy and boundaries at the start of a talk."""
    pair_message = "pair_message"
    talk_metadata = "talk_metadata"
    """The talk as a whole: its moment, its notes, that it was held."""
    talk_notes = "talk_notes"
    """The notes of a talk, where they go before the rest of it."""
    goal = "goal"
    baseline = "baseline"
    evaluation = "evaluation"
    action_summary = "action_summary"
    pupil_work_attachment = "pupil_work_attachment"
    exemplar = "exemplar"
    agreement = "agreement"
    share_grant = "share_grant"
    permission_attest = "permission_attest"
    access_log = "access_log"
    audit_event = "audit_event"
    tombstone = "tombstone"
    """What remains of something deleted: no content."""
    objection_entry = "objection_entry"
    """A class and a day of which a film, when it comes in, is locked."""
    export_package = "export_package"
    account = "account"
    backup = "backup"


class Trigger(StrEnum):
    """The moment from which time counts."""

    upload = "upload"
    proxy_verified = "proxy_verified"
    cycle_end = "cycle_end"
    talk_held = "talk_held"
    programme_end = "programme_end"
    enrolment_end = "enrolment_end"
    consent_withdrawal = "consent_withdrawal"
    objection = "objection"
    """Set by the school's decision on an objection; no standard clock counts from it."""
    publication = "publication"
    revocation = "revocation"
    event = "event"
    creation = "creation"
    """Known for everything: the holding's own `created_at`."""


@dataclass(frozen=True)
class Clock:
    """Time that counts from one trigger: `period_days` after it, to the second. 0 is at once."""

    trigger: Trigger
    period_days: int


@dataclass(frozen=True)
class RetentionRule:
    """How long one kind is kept. The earliest of everything that applies wins."""

    kind: Kind
    clocks: tuple[Clock, ...]
    """The first is the one the table names; empty for what only follows its parent."""
    hard_max_days_from_upload: int | None = None
    """Whatever happens, not longer than this after the upload."""
    own_clock: bool = True
    """False: it never outlives what it was made from."""
    max_extension_days: int | None = None
    """So much longer its teacher may keep it, once; None: no longer."""

    @property
    def trigger(self) -> Trigger | None:
        """The trigger the table names, None for what only follows its parent."""
        return self.clocks[0].trigger if self.clocks else None

    @property
    def period_days(self) -> int | None:
        """The days the table names, None for what only follows its parent."""
        return self.clocks[0].period_days if self.clocks else None


@dataclass(frozen=True)
class Policy:
    """The rules a school has approved, one for every kind."""

    id: str
    version: int
    preset: str
    rules: Mapping[Kind, RetentionRule]
    valid_from: datetime | None = None
    """From when; None: always."""
    before: "Policy | None" = None
    """The version this one took the place of; it goes on for what it was kinder to."""
    ceiling: "Policy | None" = None
    """The longest this school allows, for extensions; None: there are none."""


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One thing that is kept, as plain facts."""

    id: str
    kind: Kind
    created_at: datetime
    triggers: Mapping[Trigger, datetime] = field(default_factory=dict)
    """Moments known so far; a planned one (the end of the programme) may lie ahead."""
    parent_id: str | None = None
    """What it was made from, None when it was made from nothing or that is already gone."""
    shorter_until: datetime | None = None
    """The teacher's own, earlier choice."""
    goes_with: datetime | None = None
    """When the film goes that it is about: it has a clock of its own, but stays no longer."""
    with_account: datetime | None = None
    """When the account goes of the last who may read it: it stays no longer, whatever its clock."""
    longer_until: datetime | None = None
    """An extension: the teacher's own, later choice."""
    accepted: frozenset[str] = frozenset()
    """Ids of the policies of which the teacher said that they may keep this longer."""
    held: bool = False
    """Under legal hold: not deleted."""
