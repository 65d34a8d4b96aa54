"""Records: one file per noun. Importing this module knows every table (for migrations)."""

from storage.records.action_summary import Action, ActionSummary
from storage.records.agreement import Agreement, Signature
from storage.records.base import Record
from storage.records.clip import Annotation, Clip, Package, PackageDraft
from storage.records.cycle import Cycle
from storage.records.departure import Departure
from storage.records.export_package import ExportPackage, ExportState
from storage.records.ledger import LedgerChain, LedgerEntry, Sitting
from storage.records.monthly_totals import MonthlyTotals
from storage.records.night import Night
from storage.records.notice import Notice
from storage.records.objection import Objection
from storage.records.objection_entry import ObjectionEntry
from storage.records.observation_note import ObservationNote
from storage.records.permission_attest import PermissionAttest
from storage.records.person import Invitation, Person, RoleHeld, SignIn, SignInAttempt
from storage.records.privacy_check import CheckWork, CheckWorkKind, MaskedFile, PrivacyCheck
from storage.records.programme import Enrolment, Pair, Programme
from storage.records.recording import Extension, Recording, RecordingState, Rendition, RenditionKind
from storage.records.reflection import Answer, Reflection
from storage.records.retention import (
    Going,
    HeldThing,
    Hold,
    PolicyYes,
    RetentionPolicy,
    Tombstone,
    TombstoneChain,
)
from storage.records.set_up import SetUp, UseDecision
from storage.records.share_grant import ShareGrant
from storage.records.talk import Talk
from storage.records.transcript import Segment, Transcript, Word
from storage.records.upload import Upload

__all__ = [
    "Action",
    "ActionSummary",
    "Agreement",
    "Annotation",
    "Answer",
    "CheckWork",
    "CheckWorkKind",
    "Clip",
    "Cycle",
    "Departure",
    "Enrolment",
    "ExportPackage",
    "ExportState",
    "Extension",
    "Going",
    "HeldThing",
    "Hold",
    "Invitation",
    "LedgerChain",
    "LedgerEntry",
    "MaskedFile",
    "MonthlyTotals",
    "Night",
    "Notice",
    "Objection",
    "ObjectionEntry",
    "ObservationNote",
    "Package",
    "PackageDraft",
    "Pair",
    "PermissionAttest",
    "Person",
    "PolicyYes",
    "PrivacyCheck",
    "Programme",
    "Record",
    "Recording",
    "RecordingState",
    "Reflection",
    "Rendition",
    "RenditionKind",
    "RetentionPolicy",
    "RoleHeld",
    "Segment",
    "SetUp",
    "ShareGrant",
    "SignIn",
    "SignInAttempt",
    "Signature",
    "Sitting",
    "Talk",
    "Tombstone",
    "TombstoneChain",
    "Transcript",
    "Upload",
    "UseDecision",
    "Word",
]
