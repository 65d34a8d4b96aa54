"""What was said, line by line, to who may read it; and put right by who may do that."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from config.media import media
from review_app.routes.answers import PRIVATE, refusing
from review_app.routes.reading import as_member, note_read, told
from review_app.who import member_of, require_same_origin
from storage import corrections, transcripts
from storage.database import acting, asking
from storage.errors import ChangedMeanwhile, NotFound, Refused
from storage.people import Member
from storage.records import RenditionKind
from storage.rules.transcript import MOST_OF_A_LINE, doubtful, places_of
from storage.transcripts import Line

MOST_BYTES = 16 * 1024
"""Of what somebody sends: a line or a name."""


async def lines(request: Request) -> Response:
    """Send the lines of a recording from number `after` on, and whether more are to come."""
    recording_id, after = request.path_params["id"], _number(request.query_params.get("after", "0"))

    def read(member: Member) -> dict[str, Any]:
        with asking() as session:
            reading = transcripts.read(session, member.asker, recording_id, after)
        note_read(member, recording_id, RenditionKind.transcript)
        return {
            "version": reading.version,
            "whole": reading.whole,
            "may_correct": reading.may_correct,
            "lines": [_line(line) for line in reading.lines],
        }

    return JSONResponse(await as_member(request, read), headers=PRIVATE)


async def correct(request: Request) -> Response:
    """Put one line right; to whoever comes second, what the other wrote."""
    require_same_origin(request)
    line_id, sent = request.path_params["line"], await told(request, MOST_BYTES, _too_long())
    text, version = sent.get("text"), sent.get("version")
    if not isinstance(version, int) or not 0 <= version < 2**31 or not isinstance(text, str | None):
        raise NotFound()

    def put(member: Member) -> Line:
        with acting() as session:
            if text is None:
                return corrections.take_back(session, member.asker, line_id, version)
            return corrections.correct(session, member.asker, line_id, text, version)

    try:
        return JSONResponse({"line": _line(await as_member(request, put))}, headers=PRIVATE)
    except ChangedMeanwhile as refused:
        member = await member_of(request)
        with asking() as session:
            theirs = corrections.line(session, member.asker, line_id)
        answer = {"key": refused.key, "line": _line(theirs)}
        return JSONResponse(answer, 409, headers=PRIVATE)


async def names(request: Request) -> Response:
    """Say in how many places a name stands; with `sure`, replace it there for good."""
    require_same_origin(request)
    recording_id, sent = request.path_params["id"], await told(request, MOST_BYTES, _too_long())
    name = sent.get("name")
    if not isinstance(name, str):
        raise NotFound()

    def count(member: Member) -> int:
        if sent.get("sure") is not True:
            with asking() as session:
                return corrections.places_of_name(session, member.asker, recording_id, name)
        with acting() as session:
            return corrections.replace_name(session, member.asker, recording_id, name)

    return JSONResponse({"places": await as_member(request, count)}, headers=PRIVATE)


def _line(line: Line) -> dict[str, Any]:
    """A line for the browser: each word as where it stands and when it was said, flat and short.

    Of a word that is not in the text there is nothing to show.
    """
    below = media().speech.doubt_below
    heard = [
        (*place, word.start_ms, word.end_ms, int(number in unsure))
        for unsure in [set(doubtful(line.words, below))]
        for number, (place, word) in enumerate(
            zip(places_of(line.text, line.words), line.words, strict=True)
        )
        if place
    ]
    return {
        "id": line.id,
        "start_ms": line.start_ms,
        "end_ms": line.end_ms,
        "text": line.text,
        "version": line.version,
        "original": line.original,
        "words": heard,
    }


def _too_long() -> Refused:
    return Refused("refusals.line_too_long", most=MOST_OF_A_LINE)


def _number(word: str) -> int:
    return int(word) if word.isdecimal() and len(word) < 8 else 0


routes = [
    Route("/recordings/{id}/lines.json", refusing(lines), methods=["GET"]),
    Route("/recordings/{id}/names", refusing(names), methods=["POST"]),
    Route("/lines/{line}", refusing(correct), methods=["PUT"]),
]
