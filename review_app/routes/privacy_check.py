"""The privacy check: how it stands, its acts, and what the film becomes. Its teacher's alone."""

from typing import Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from config.texts import language, text
from review_app import privacy_check
from review_app.routes.answers import PRIVATE, refusing
from review_app.routes.captions import KIND
from review_app.routes.reading import as_member, told
from review_app.routes.watch import FILES, Opened, send
from review_app.who import member_here, require_same_origin
from storage import privacy_review
from storage.database import acting, asking
from storage.errors import ChangedMeanwhile, NotFound, Refused
from storage.people import Member

MOST_BYTES = 1024 * 1024
"""Of one act: the numbers of a hundred thousand faces."""


async def stands(request: Request) -> Response:
    """Say how the check stands now."""
    recording_id = request.path_params["id"]
    found = await as_member(
        request, lambda member: privacy_check.look_at(member.asker, recording_id)
    )
    return JSONResponse(found, headers=PRIVATE)


async def act(request: Request) -> Response:
    """Carry out one act of the teacher; a refusal is told beside how the check stands."""
    require_same_origin(request)
    recording_id = request.path_params["id"]
    sent = await told(request, MOST_BYTES, NotFound())
    if not isinstance(sent.get("act"), str) or sent["act"] not in privacy_check.ACTS:
        raise NotFound()

    def carry_out() -> dict[str, Any]:
        member = member_here(request)
        refusal = _carry_out(member, recording_id, sent)
        return privacy_check.look_at(member.asker, recording_id) | {"refusal": refusal}

    return JSONResponse(await anyio.to_thread.run_sync(carry_out), headers=PRIVATE)


def _carry_out(member: Member, recording_id: str, sent: dict[str, Any]) -> dict[str, Any] | None:
    """Return why it was not done; None when it was. Raises NotFound."""
    try:
        with acting() as session:
            privacy_check.act(session, member.asker, recording_id, sent["act"], sent)
    except NotFound:
        raise
    except Refused as refused:
        with language(member.language):
            sentence = text(refused.key, **refused.fields)
        return {"sentence": sentence, "changed": isinstance(refused, ChangedMeanwhile)}
    return None


async def masked_file(request: Request) -> Response:
    """Send a file of what the film becomes."""
    recording_id, kind = request.path_params["id"], FILES.get(request.path_params["file"])
    if kind is None:
        raise NotFound()

    def leave(member: Member) -> Opened:
        with asking() as session:
            found = privacy_review.masked_file(session, member.asker, recording_id, kind)
        return Opened(found.key, found.sha256)

    return await send(request, leave)


async def masked_captions(request: Request) -> Response:
    """Send what would still be said in the film."""
    recording_id = request.path_params["id"]

    def read(member: Member) -> str:
        with asking() as session:
            return privacy_review.captions_left(session, member.asker, recording_id)

    return Response(await as_member(request, read), headers=PRIVATE, media_type=KIND)


_CHECK, _MASKED = "/recordings/{id}/check", "/recordings/{id}/masked"
routes = [
    Route(_CHECK, refusing(stands), methods=["GET"]),
    Route(_CHECK, refusing(act), methods=["POST"]),
    Route(f"{_MASKED}/captions.vtt", refusing(masked_captions), methods=["GET"]),
    Route(f"{_MASKED}/{{file}}", refusing(masked_file), methods=["GET", "HEAD"]),
]
