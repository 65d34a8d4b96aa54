"""What the coach does at the workbench, one act at a time; answered with the desk as it then is."""

from collections import OrderedDict
from typing import Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from config.texts import language, text
from review_app import desk
from review_app.routes.answers import PRIVATE, refusing
from review_app.routes.reading import told
from review_app.who import member_here, require_same_origin
from storage.clips import MOST_WORDS
from storage.database import acting
from storage.errors import ChangedMeanwhile, NotFound, Refused
from storage.people import Member

MOST_BYTES = 64 * 1024
"""Of one act: a fact and a question of 4000 characters, each of up to six bytes as JSON has it."""
_LONGEST_NAME = 64
_MOST_REMEMBERED = 4096
_done: OrderedDict[tuple[str, str], None] = OrderedDict()
"""Acts that were carried out, by who and name: one sent twice, for want of an answer, counts once.
What a new process has forgotten is refused by its version, and put together by the browser."""


async def act(request: Request) -> Response:
    """Carry out one act of the coach; a refusal is told beside the desk, which keeps the words."""
    require_same_origin(request)
    recording_id = request.path_params["id"]
    too_long = Refused("refusals.too_many_words", most=MOST_WORDS)
    sent = await told(request, MOST_BYTES, too_long)
    named = [sent.get(name) for name in ("act", "act_id", "client_id")]
    if not all(isinstance(name, str) and len(name) <= _LONGEST_NAME for name in named):
        raise NotFound()
    if sent["act"] not in desk.ACTS:
        raise NotFound()

    def carry_out() -> dict[str, Any]:
        member = member_here(request)
        refusal = _carry_out(member, recording_id, sent)
        lying = desk.look_at(member.asker, recording_id).for_browser()
        return lying | {"answered": sent["act_id"], "refusal": refusal}

    return JSONResponse(await anyio.to_thread.run_sync(carry_out), headers=PRIVATE)


def _carry_out(member: Member, recording_id: str, sent: dict[str, Any]) -> dict[str, Any] | None:
    """Return why it was not done; None when it was, now or before."""
    name = (member.id, sent["act_id"])
    if name in _done:
        return None
    try:
        with acting() as session:
            desk.act(session, member.asker, recording_id, sent["act"], sent)
    except Refused as refused:
        return _refusal(member, sent["client_id"], refused)
    _done[name] = None
    while len(_done) > _MOST_REMEMBERED:
        _done.popitem(last=False)
    return None


def _refusal(member: Member, client_id: str, refused: Refused) -> dict[str, Any]:
    """`changed`: another tab saved first; the desk has both texts then."""
    with language(member.language):
        sentence = text(refused.key, **refused.fields)
    changed = isinstance(refused, ChangedMeanwhile)
    return {"client_id": client_id, "sentence": sentence, "changed": changed}


routes = [Route("/recordings/{id}/desk", refusing(act), methods=["POST"])]
