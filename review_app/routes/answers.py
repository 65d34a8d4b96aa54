"""How routes answer: refusals as a sentence in the reader's language, never a traceback."""

from collections.abc import Awaitable, Callable

from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response

from config.texts import LANGUAGES, language, text
from review_app.who import SignedOut
from storage.errors import NotAllowed, NotFound, Refused
from storage.media import OffsetMoved, StoreFull, StoreMissing

Endpoint = Callable[[Request], Awaitable[Response]]
PRIVATE = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


def code_of(error: Refused) -> int:
    """The HTTP status that says what kind of no this is."""
    if isinstance(error, SignedOut):
        return 401
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, NotAllowed):
        return 403
    if isinstance(error, StoreFull):
        return 507
    return 409


def refusing(endpoint: Endpoint) -> Endpoint:
    """Turn every refusal of an endpoint into its sentence."""

    async def answered(request: Request) -> Response:
        try:
            if any("\0" in str(part) for part in request.path_params.values()):
                raise NotFound()  # no database can even look for it
            return await endpoint(request)
        except OffsetMoved as moved:
            return no(request, Refused("refusals.upload_elsewhere"), 409, offset=moved.offset)
        except StoreMissing:
            return no(request, NotFound(), 404)
        except Refused as error:
            return no(request, error, code_of(error))

    return answered


def no(request: Request, error: Refused, code: int, **headers: object) -> JSONResponse:
    """A refusal as `{"key", "sentence"}`."""
    with language(language_of(request)):
        sentence = text(error.key, **error.fields)
    more = {"Upload-Offset": str(headers["offset"])} if "offset" in headers else {}
    return JSONResponse({"key": error.key, "sentence": sentence}, code, headers=PRIVATE | more)


def language_of(request: HTTPConnection) -> str:
    """The first of our languages the browser asks for; Dutch when it asks for none."""
    for wish in request.headers.get("accept-language", "").split(","):
        short = wish.strip()[:2].lower()
        if short in LANGUAGES:
            return short
    return LANGUAGES[0]
