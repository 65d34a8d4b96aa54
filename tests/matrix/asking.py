"""Every public act of storage, found by looking, and asked with what lies at a place."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import inspect as mapped
from sqlalchemy.exc import NoInspectionAvailable
from sqlalchemy.orm import InstanceState, Session

import storage
from storage import clock, holds, uploads
from storage.action_summaries import PlannedAction
from storage.database import engine
from storage.errors import NotAllowed, NotFound, Refused
from storage.objections import About
from storage.receipts import Period
from storage.records import RenditionKind
from storage.rules.access import Asker
from storage.rules.objection import Reason as WhyLifted
from storage.rules.privacy_check import Masks
from storage.rules.roles import Role
from storage.rules.set_up import LegalBasis, Use
from storage.rules.steps import Unusable
from storage.spans import Span
from tests import makers
from tests.matrix.places import FILM, NOBODY, Place, word

ABOUT_THE_RULES = frozenset({"access"})
"""Modules that ask the rules, and do nothing themselves."""
PLAIN = frozenset({"today.urgent_first", "exports.note_taken"})
"""Work on what another act gave."""


def acts() -> dict[str, Callable[..., Any]]:
    """Every public function of storage that somebody asks, by `module.function`."""
    found = {}
    for module in pkgutil.iter_modules(storage.__path__):
        if module.ispkg or module.name in ABOUT_THE_RULES:
            continue
        loaded = importlib.import_module(f"storage.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            ours = function.__module__ == loaded.__name__ and not name.startswith("_")
            if ours and "asker" in inspect.signature(function).parameters:
                found[f"{module.name}.{name}"] = function
    return {name: found[name] for name in sorted(found) if name not in PLAIN}


@cache
def needs(function: Callable[..., Any]) -> list[str]:
    """What must be given beside session and asker; the ids it can be told of come along."""
    given = inspect.signature(function).parameters.values()
    wanted = [
        each.name
        for each in given
        if each.default is each.empty and each.kind is not each.VAR_POSITIONAL
    ]
    return [name for name in wanted if name not in ("session", "asker")]


IDS = frozenset({
    "pair_id", "programme_id", "teacher_id", "cycle_id", "recording_id", "clip_id", "line_id",
    "note_id", "hold_id", "policy_id", "export_id", "notice_id", "action_id", "upload_id",
    "grant_id", "entry_id",
})  # fmt: skip
"""Arguments that name what is asked about."""
LISTS = {"about": "teacher_id", "person_id": "teacher_id", "pair_ids": "pair_id",
         "recording_ids": "recording_id", "thing_ids": "recording_id",
         "thing_id": "recording_id", "order": "cycle_id"}  # fmt: skip
"""Arguments made of such an id."""
SPAN = Span(300_000, 330_000)


def _plain() -> dict[str, Any]:
    """What is given for every argument that names nothing, as far as it is always the same."""
    today = clock.today()
    yesterday = today - timedelta(days=1)
    return {
        "act": "play", "actions": [PlannedAction("dinsdag", "wachten", "vingers")], "agreed": True,
        "ahead": timedelta(days=30), "allowed": True, "at": clock.now() + timedelta(days=1),
        "at_ms": 61_000, "based_on": 0, "basis": LegalBasis.consent, "call_link": "",
        "ceiling": "long", "class_group": "3b", "coach_id": NOBODY, "client_id": "another",
        "comment": "Anders graag.",
        "decided_on": yesterday, "discussed": "Iets.", "email": "nieuw@school.test",
        "ends_on": today + timedelta(days=300), "fingerprint": "", "focus": "quality_feedback",
        "held_on": today, "keep_summaries": True, "kind": RenditionKind.proxy, "lesson_on": today,
        "letter_version": "2026-2", "link": "https://school.test/kamer", "name": "Sofie",
        "masks": Masks(kept=Span(0, 60_000)), "minutes": 20, "not_for_judging": True, "number": 1,
        "officer": "Fenna Vos", "on": yesterday, "part": "discussed", "planned_at": None,
        "planned_on": today, "preset": "strict", "purpose": "Zomaar.",
        "recipient_id": NOBODY, "pupils_checked": True, "rather_discuss": False,
        "reference": "Besluit 7", "roles": {Role.teacher}, "size": len(FILM), "span": SPAN,
        "spans": [SPAN], "starts_on": today, "text": "Een zin.", "tried": True,
        "until": clock.now() + timedelta(days=50), "use": Use.exemplar_library, "version": 0,
        "opened": True, "typed": "Iemand", "which": [NOBODY], "words": "Een zin.",
        "period": Period(today, today),
    }  # fmt: skip


def _of_its_own(name: str) -> dict[str, Any]:
    """What an act must be given otherwise than the others."""
    soon = clock.today() + timedelta(days=20)
    return {
        "recordings.report_unusable": {"reason": Unusable.no_audio},
        "extensions.extend": {"reason": "holiday"},
        "holds.set_on": {"reason": holds.Reason.complaint},
        "settling.lift": {"reason": WhyLifted.not_in_it},
        "settling.lift_clips": {"reason": WhyLifted.not_in_it},
        "clips.change": {"words": makers.STRENGTH, "version": 2},
        "clip_downloads.allow": {"allowed": False},
        "share_grants.give": {"until": soon},
        "share_grants.preview": {"until": soon},
        "corrections.correct": {"version": 1},
        "corrections.take_back": {"version": 1},
        "observation_notes.change": {"version": 1},
    }.get(name, {})


def given(name: str, function: Callable[..., Any], place: Place, *, other: str = "") -> Any:
    """The arguments for asking this at a place; None where there is nothing to ask it about.

    `other`: an id to ask about instead.
    """
    plain = _plain() | _of_its_own(name)
    arguments = {}
    for want in needs(function):
        if want in IDS or want in LISTS:
            found = other or place.ids.get(LISTS.get(want, want), "")
            if not found:
                return None
            arguments[want] = _made_of(want, found, place)
        else:
            arguments[want] = plain[want]
    return arguments


def _made_of(want: str, found: str, place: Place) -> Any:
    if want == "order":
        return uploads.UploadOrder(len(FILM), ".mp4", found, "", makers.ATTESTED)
    if want == "about":
        return About(word("class", place.state), clock.today(), found)
    return [found] if want in ("pair_ids", "recording_ids", "thing_ids") else found


class Answer:
    """What somebody got for asking."""

    def __init__(self, given: Any = None, refused: Refused | None = None) -> None:
        self.refused = refused
        self.empty = not given
        self.words = " ".join(strings(given))
        """Every text in what was given."""

    @property
    def let_in(self) -> bool:
        """Whether access was given; a step that is not at hand is another matter."""
        return not isinstance(self.refused, (NotFound, NotAllowed))

    @property
    def kind(self) -> str:
        """What is told, without saying of what."""
        return f"{type(self.refused).__name__} {self.refused}" if self.refused else "given"


def asked(function: Callable[..., Any], asker: Asker, arguments: dict[str, Any]) -> Answer:
    """Ask in a transaction that is rolled back."""
    with Session(engine(), expire_on_commit=False) as session:
        try:
            return Answer(function(session, asker, **arguments))
        except Refused as error:
            return Answer(refused=error)
        finally:
            session.rollback()


def strings(thing: Any, _seen: frozenset[int] = frozenset()) -> Iterator[str]:
    """Every text in a thing and in what it holds; of a record what was read of it."""
    if isinstance(thing, str):
        yield str(thing)
        return
    if id(thing) in _seen or len(_seen) > 12:
        return
    seen = _seen | {id(thing)}
    for inner in _inside(thing):
        yield from strings(inner, seen)


def _inside(thing: Any) -> Iterable[Any]:
    if isinstance(thing, dict):
        return [*thing.keys(), *thing.values()]
    if isinstance(thing, (list, tuple, set, frozenset)):
        return thing
    try:
        record: InstanceState[Any] = mapped(thing)
    except NoInspectionAvailable:
        if is_dataclass(thing) and not isinstance(thing, type):
            return [getattr(thing, each.name) for each in fields(thing)]
        return ()
    return [value for value in record.dict.values() if value is not record]


def nothing(function: Callable[..., Any], name: str, asker: Asker, place: Place) -> Answer:
    """What somebody gets for asking about an id that is nothing."""
    return asked(function, asker, given(name, function, place, other=NOBODY))
