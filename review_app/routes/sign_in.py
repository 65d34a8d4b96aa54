"""Coming in and going out: plain forms that set or take away the cookie."""

from urllib.parse import quote

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from review_app import who
from review_app.routes.answers import refusing
from storage import invitations, people
from storage.database import acting
from storage.errors import Refused

MISTAKES = {
    "refusals.sign_in_wrong": "wrong",
    "refusals.sign_in_throttled": "too_often",
    "refusals.invitation_used_or_old": "invitation_gone",
    "refusals.password_too_short": "too_short",
    "refusals.password_too_long": "too_long",
    "refusals.passwords_differ": "not_the_same",
    "refusals.not_found": "elsewhere",
}
"""The word the form shows its sentence by; an address is no place for more."""
SEE_OTHER = 303
"""The browser goes on with a GET, so that reloading sends no form twice."""


async def sign_in(request: Request) -> Response:
    """Check the password; on a mistake back to the form with one word in the address."""
    try:
        who.require_same_origin(request)
    except Refused as error:
        return _back("/", error.key)
    async with request.form(max_files=0, max_fields=10) as form:
        # A NUL is in nobody's address, and no database can even look for it.
        email = str(form.get("email", "")).replace("\0", "")
        password = str(form.get("password", ""))
        next_path = own_path(str(form.get("next", "/")))
    origin = request.client.host if request.client else ""

    def check() -> str | None:
        with acting() as session:
            return people.sign_in(session, email[:254], password, origin)

    try:
        token = await anyio.to_thread.run_sync(check)
    except Refused as error:
        return _back("/", error.key, next_path)
    if not token:
        return _back("/", "refusals.sign_in_wrong", next_path)
    answer = RedirectResponse(next_path, SEE_OTHER)
    who.set_cookie(answer, token)
    return answer


async def accept_invitation(request: Request) -> Response:
    """Set the first password and sign in."""
    who.require_same_origin(request)
    async with request.form(max_files=0, max_fields=10) as form:
        token, password = str(form.get("token", "")), str(form.get("password", ""))
        again = str(form.get("again", password))

    def accept() -> str:
        if password != again:
            raise Refused("refusals.passwords_differ")
        with acting() as session:
            person_id = invitations.accept(session, token, password)
            return people.let_in(session, person_id)

    try:
        cookie = await anyio.to_thread.run_sync(accept)
    except Refused as error:
        return _back(f"/?invitation={quote(token[:200])}", error.key)
    answer = RedirectResponse("/", SEE_OTHER)
    who.set_cookie(answer, cookie)
    return answer


async def sign_out(request: Request) -> Response:
    """End this browser's sign-in."""
    who.require_same_origin(request)
    token = request.cookies.get(who.cookie_name(), "")

    def leave() -> None:
        with acting() as session:
            people.sign_out(session, token)

    await anyio.to_thread.run_sync(leave)
    return _gone()


async def sign_out_everywhere(request: Request) -> Response:
    """End every sign-in of this person, on every machine."""
    who.require_same_origin(request)
    member = await who.member_of(request)

    def leave() -> None:
        with acting() as session:
            people.sign_out_everywhere(session, member.id)

    await anyio.to_thread.run_sync(leave)
    return _gone()


def own_path(wish: str) -> str:
    """Return a path on this server to go on to; anything else becomes the start page."""
    plain = wish.startswith("/") and not wish.startswith(("//", "/\\"))
    return wish if plain and wish.isprintable() and "\\" not in wish else "/"


def _back(path: str, mistake: str, next_path: str = "/") -> Response:
    sign = "&" if "?" in path else "?"
    address = f"{path}{sign}mistake={MISTAKES.get(mistake, 'unexpected')}"
    if next_path != "/":
        address += f"&next={quote(next_path, safe='')}"
    return RedirectResponse(address, SEE_OTHER)


def _gone() -> Response:
    answer = RedirectResponse("/", SEE_OTHER)
    who.drop_cookie(answer)
    return answer


routes = [
    Route("/sign-in", refusing(sign_in), methods=["POST"]),
    Route("/invitation", refusing(accept_invitation), methods=["POST"]),
    Route("/sign-out", refusing(sign_out), methods=["POST"]),
    Route("/sign-out-everywhere", refusing(sign_out_everywhere), methods=["POST"]),
]
