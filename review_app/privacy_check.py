"""What the browser is told of a privacy check, and the acts it may ask for."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy.orm import Session

from storage import privacy_review, recordings
from storage.database import asking
from storage.errors import NotFound, Refused
from storage.privacy_review import Review, Working
from storage.rules.access import Asker
from storage.rules.privacy_check import Masks
from storage.spans import Span

Told = Mapping[str, Any]
"""What a page of ours says with an act: plain JSON."""
_MOST_MS = 2**31
_MOST_LEFT = 100_000
_MOST_SPANS = 200


def look_at(asker: Asker, recording_id: str) -> dict[str, Any]:
    """Return how the check stands, as plain JSON. Raises NotFound."""
    with asking() as session:
        return for_browser(privacy_review.look(session, asker, recording_id))


def for_browser(review: Review) -> dict[str, Any]:
    """The check as plain JSON."""
    return {
        "version": review.version,
        "masks": review.masks.to_json(),
        "length_ms": review.length_ms,
        "faces": None if review.faces is None else [each.to_json() for each in review.faces],
        "finding": _working(review.finding),
        "making": _working(review.making),
        "made_ms": review.made.duration_ms if review.made else None,
        "mark": review.mark,
        "reviewed": review.reviewed,
    }


def _working(work: Working | None) -> dict[str, Any] | None:
    return None if work is None else {"percent": work.percent, "failed": work.failed}


def act(session: Session, asker: Asker, recording_id: str, name: str, told: Told) -> None:
    """Carry out one of `ACTS`. Raises Refused, and NotFound for what no page of ours tells."""
    ACTS[name](session, asker, recording_id, told)


def _save(session: Session, asker: Asker, recording_id: str, told: Told) -> None:
    masks = _masks(told.get("masks"))
    privacy_review.save(session, asker, recording_id, _version(told), masks)


def _agree(session: Session, asker: Asker, recording_id: str, told: Told) -> None:
    privacy_review.agree(session, asker, recording_id, _version(told))


def _find_faces(session: Session, asker: Asker, recording_id: str, _: Told) -> None:
    privacy_review.find_faces(session, asker, recording_id)


def _leave_faces(session: Session, asker: Asker, recording_id: str, _: Told) -> None:
    privacy_review.leave_faces(session, asker, recording_id)


def _make(session: Session, asker: Asker, recording_id: str, _: Told) -> None:
    privacy_review.make(session, asker, recording_id)


def _stop_making(session: Session, asker: Asker, recording_id: str, _: Told) -> None:
    privacy_review.stop_making(session, asker, recording_id)


def _watched(session: Session, asker: Asker, recording_id: str, told: Told) -> None:
    """Nobody asked for it, so nobody hears when it cannot be noted."""
    spans = told.get("spans")
    if not isinstance(spans, list) or len(spans) > _MOST_SPANS:
        raise NotFound()
    seen = [_span([each.get("start_ms"), each.get("end_ms")]) for each in map(_object, spans)]
    with suppress(Refused):
        recordings.note_watched(session, asker, recording_id, seen)


ACTS: Mapping[str, Callable[[Session, Asker, str, Told], None]] = {
    "save": _save,
    "agree": _agree,
    "find_faces": _find_faces,
    "leave_faces": _leave_faces,
    "make": _make,
    "stop_making": _stop_making,
    "watched": _watched,
}


def _masks(told: object) -> Masks:
    """Masks a browser wrote. NotFound for what no page of ours sends."""
    plain = _object(told)
    muted, zones, left = plain.get("muted"), plain.get("zones"), plain.get("left")
    if not (isinstance(muted, list) and isinstance(zones, list) and isinstance(left, list)):
        raise NotFound()
    if not (isinstance(plain.get("blur_faces"), bool) and len(left) < _MOST_LEFT):
        raise NotFound()
    kept = _span(plain.get("kept"))
    json = {
        "kept": [kept.start_ms, kept.end_ms],
        "muted": [[each.start_ms, each.end_ms] for each in map(_span, muted[:_MOST_SPANS])],
        "zones": [_zone(each) for each in zones[:_MOST_SPANS]],
        "blur_faces": plain["blur_faces"],
        "left": [_number(each) for each in left],
    }
    return Masks.from_json(json)


def _object(told: object) -> Told:
    if not isinstance(told, dict):
        raise NotFound()
    return told


def _span(told: object) -> Span:
    if not isinstance(told, list) or len(told) != 2:
        raise NotFound()
    try:
        return Span(_number(told[0]), _number(told[1]))
    except ValueError:
        raise NotFound() from None


def _zone(told: object) -> Sequence[float]:
    if not isinstance(told, list) or len(told) not in (4, 6):
        raise NotFound()
    place = [float(part) for part in told[:4] if type(part) in (int, float) and 0 <= part <= 1]
    if len(place) != 4:
        raise NotFound()
    span = _span(told[4:]) if len(told) == 6 else None
    return place if span is None else [*place, span.start_ms, span.end_ms]


def _number(told: object) -> int:
    if type(told) is not int or not 0 <= told < _MOST_MS:
        raise NotFound()
    return told


def _version(told: Told) -> int:
    return _number(told.get("version"))
