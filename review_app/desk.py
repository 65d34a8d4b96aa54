"""What lies on a coach's desk, and what the browser may ask to be done there.

The workbench gets it when its screen is drawn, and after each act over a route of its own: between
a key and the word that a clip is kept every millisecond is felt, and a screen that is drawn anew
costs many.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from storage import clips, observation_notes
from storage.clips import ClipView, Words
from storage.database import asking
from storage.errors import NotFound, Refused
from storage.observation_notes import NoteView
from storage.rules.access import Asker
from storage.rules.clip import PromptKind
from storage.spans import Span

Told = Mapping[str, Any]
"""What the browser told with an act, as plain JSON."""

_PROCESS = os.urandom(6).hex()
_LOOKS = count(1)
_MOST_MS = 2**31


@dataclass(frozen=True)
class Look:
    """Which look at the desk this is: the browser leaves one alone that began before its newest."""

    process: str
    number: int


@dataclass(frozen=True)
class ClipOnDesk:
    """A draft clip as it is kept now."""

    id: str
    client_id: str
    """The name the browser gave it when it was cut: the same cut twice is one clip."""
    version: int
    start_ms: int
    end_ms: int
    foundation: str | None = None
    dimension: str | None = None
    prompt_kind: str | None = None
    fact: str = ""
    question: str = ""
    file_ready: bool = False
    """Whether its own file has been cut; it plays before that as a span of the film."""


@dataclass(frozen=True)
class NoteOnDesk:
    """A note as it is kept now."""

    id: str
    client_id: str
    """The name the browser gave it when it was written: the same note twice is one note."""
    version: int
    at_ms: int
    text: str


@dataclass(frozen=True)
class OnDesk:
    """The coach's own drafts and notes on one recording."""

    look: Look
    clips: tuple[ClipOnDesk, ...] = ()
    notes: tuple[NoteOnDesk, ...] = ()

    def for_browser(self) -> dict[str, Any]:
        """As plain JSON."""
        return asdict(self)


def look_at(asker: Asker, recording_id: str) -> OnDesk:
    """Return what lies on the asker's desk for a recording. Raises NotFound.

    In a transaction of its own: the look is numbered before it begins, so that of two looks the
    one with the higher number never knows less.
    """
    look = Look(_PROCESS, next(_LOOKS))
    with asking() as session:
        return OnDesk(
            look,
            tuple(_clip(one) for one in clips.drafts(session, asker, recording_id)),
            tuple(_note(one) for one in observation_notes.read(session, asker, recording_id)),
        )


def act(session: Session, asker: Asker, recording_id: str, name: str, told: Told) -> None:
    """Carry out one of `ACTS`. Raises Refused, and NotFound for what no page of ours tells."""
    ACTS[name](session, asker, recording_id, told)


def _cut(session: Session, asker: Asker, recording_id: str, told: Told) -> None:
    clips.cut(session, asker, recording_id, _span(told), _text(told, "client_id"))


def _change(session: Session, asker: Asker, _: str, told: Told) -> None:
    kind = _text_or_none(told, "prompt_kind")
    words = Words(
        _text_or_none(told, "foundation"),
        _text_or_none(told, "dimension"),
        _kind(kind) if kind else None,
        _text(told, "fact"),
        _text(told, "question"),
    )
    clip_id, version = _text(told, "id"), _number(told, "version")
    clips.change(session, asker, clip_id, version, _span(told), words)


def _remove(session: Session, asker: Asker, _: str, told: Told) -> None:
    clips.remove(session, asker, _text(told, "id"))


def _restore(session: Session, asker: Asker, _: str, told: Told) -> None:
    clips.restore(session, asker, _text(told, "id"))


def _write_note(session: Session, asker: Asker, recording_id: str, told: Told) -> None:
    words, name = _text(told, "text"), _text(told, "client_id")
    observation_notes.write(session, asker, recording_id, _number(told, "at_ms"), words, name)


def _reword_note(session: Session, asker: Asker, _: str, told: Told) -> None:
    note_id, version = _text(told, "id"), _number(told, "version")
    at_ms, words = _number(told, "at_ms"), _text(told, "text")
    observation_notes.change(session, asker, note_id, version, at_ms, words)


def _remove_note(session: Session, asker: Asker, _: str, told: Told) -> None:
    observation_notes.remove(session, asker, _text(told, "id"))


def _restore_note(session: Session, asker: Asker, _: str, told: Told) -> None:
    observation_notes.restore(session, asker, _text(told, "id"))


ACTS: Mapping[str, Callable[[Session, Asker, str, Told], None]] = {
    "cut": _cut,
    "change": _change,
    "remove": _remove,
    "restore": _restore,
    "note": _write_note,
    "reword": _reword_note,
    "remove_note": _remove_note,
    "restore_note": _restore_note,
}


def _span(told: Told) -> Span:
    start_ms, end_ms = _number(told, "start_ms"), _number(told, "end_ms")
    try:
        return Span(start_ms, end_ms)
    except ValueError:
        raise Refused("workbench.wrong.in_after_out") from None


def _kind(word: str) -> PromptKind:
    try:
        return PromptKind(word)
    except ValueError:
        raise NotFound() from None


def _number(told: Told, name: str) -> int:
    """A whole number that any database can hold; a page of ours never sends another."""
    number = told.get(name)
    if type(number) is not int or not -_MOST_MS < number < _MOST_MS:
        raise NotFound()
    return number


def _text(told: Told, name: str) -> str:
    words = told.get(name)
    if not isinstance(words, str):
        raise NotFound()
    return words


def _text_or_none(told: Told, name: str) -> str | None:
    return None if told.get(name) is None else _text(told, name)


def _clip(clip: ClipView) -> ClipOnDesk:
    return ClipOnDesk(
        id=clip.id,
        client_id=clip.client_id,
        version=clip.version,
        start_ms=clip.span.start_ms,
        end_ms=clip.span.end_ms,
        foundation=clip.words.foundation,
        dimension=clip.words.dimension,
        prompt_kind=clip.words.prompt_kind,
        fact=clip.words.fact,
        question=clip.words.question,
        file_ready=clip.file_ready,
    )


def _note(note: NoteView) -> NoteOnDesk:
    return NoteOnDesk(note.id, note.client_id, note.version, note.at_ms, note.text)
