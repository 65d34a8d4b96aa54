"""Every door that leads to a recording, and everybody who might try one."""

from collections.abc import Callable

import pytest

from storage import (
    clips,
    observation_notes,
    recordings,
    retention,
    transcripts,
)
from storage.database import acting, asking
from storage.errors import Refused
from storage.records import RenditionKind
from storage.rules.access import Asker
from storage.rules.roles import Role
from storage.spans import Span
from tests import makers
from tests.makers import Walk

Look = Callable[[Walk, Asker, str], object]


def _opens(kind: RenditionKind) -> Look:
    def look(_walk: Walk, asker: Asker, recording_id: str) -> object:
        with acting() as session:
            return recordings.open_rendition(session, asker, recording_id, kind)

    return look


def _asks(read: Callable[..., object]) -> Look:
    def look(_walk: Walk, asker: Asker, recording_id: str) -> object:
        with asking() as session:
            return read(session, asker, recording_id)

    return look


def _watches(_walk: Walk, asker: Asker, recording_id: str) -> object:
    with acting() as session:
        return recordings.note_watched(session, asker, recording_id, [Span(0, 1000)])


def _cuts(_walk: Walk, asker: Asker, recording_id: str) -> object:
    with acting() as session:
        return clips.cut(session, asker, recording_id, Span(0, 30_000), "client")


def _notes(_walk: Walk, asker: Asker, recording_id: str) -> object:
    with acting() as session:
        return observation_notes.write(session, asker, recording_id, 0, "Ik zie rust.", "client")


DOORS: dict[str, Look] = {
    **{f"open {kind}": _opens(kind) for kind in RenditionKind},
    "look": _asks(recordings.look),
    "transcript": _asks(transcripts.read),
    "drafts": _asks(clips.drafts),
    "notes": _asks(observation_notes.read),
    "endings": _asks(retention.endings),
    "watched": _watches,
    "cut": _cuts,
    "note": _notes,
}


def everybody_else(walk: Walk) -> list[Asker]:
    """The coach of the pair, another pair, and every other role; each also as a teacher."""
    other = makers.second_pair(walk.school)
    roles = [makers.person(f"Als {role}", role) for role in Role]
    return [walk.coach, walk.school.coordinator, other.teacher, other.coach, *roles]


def answer(door: Look, walk: Walk, asker: Asker, recording_id: str) -> str:
    with pytest.raises(Refused) as refused:
        door(walk, asker, recording_id)
    return f"{type(refused.value).__name__} {refused.value}"
