"""Who is there: the cookie, and the member it belongs to at this very moment."""

import anyio.to_thread
import streamlit as st
from starlette.requests import HTTPConnection
from starlette.responses import Response

from config.settings import settings
from storage import clock, people
from storage.database import acting, asking
from storage.errors import NotAllowed, NotFound, Refused
from storage.people import SIGNED_IN_FOR, Member

FOR_LEAVERS = ("/exports/", "/sign-out")
"""The addresses that still answer somebody who left the school."""


class SignedOut(Refused):
    """Nobody is signed in (any more)."""

    def __init__(self) -> None:
        super().__init__("refusals.signed_out")


def over_https() -> bool:
    """Whether people reach us over https; only then browsers accept the stricter cookie."""
    return settings().base_url.startswith("https://")


def cookie_name() -> str:
    """Name of the cookie. `__Host-` binds it to this host, this path and https."""
    return "__Host-lesbeeld" if over_https() else "lesbeeld"


def set_cookie(response: Response, token: str) -> None:
    """Hand the browser its token: not readable by scripts, not sent from other sites."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=int(SIGNED_IN_FOR.total_seconds()),
        httponly=True,
        secure=over_https(),
        samesite="lax",
        path="/",
    )


def drop_cookie(response: Response) -> None:
    """Take the token back."""
    response.delete_cookie(cookie_name(), path="/", secure=over_https(), httponly=True)


def current_member() -> Member | None:
    """Return who runs this script, asked anew in every run: a sign-out elsewhere counts here."""
    token = st.context.cookies.get(cookie_name())
    return _look_up(token)


def current_token() -> str | None:
    """Return this browser's token, for changing the role or signing out."""
    return st.context.cookies.get(cookie_name())


async def member_of(request: HTTPConnection) -> Member:
    """Return who sends this request. Raises SignedOut."""
    return await anyio.to_thread.run_sync(member_here, request)


def member_here(request: HTTPConnection) -> Member:
    """As `member_of`, for who already works in a thread of its own."""
    member = _look_up(request.cookies.get(cookie_name()))
    if not member:
        raise SignedOut
    if member.left_until and not request.url.path.startswith(FOR_LEAVERS):
        raise NotAllowed("access.left")
    return member


def require_same_origin(request: HTTPConnection) -> None:
    """Refuse what another site made this browser send. Raises NotFound.

    Browsers send Origin with every POST, PATCH and DELETE of a page; a script of ours (a test, a
    command) sends none.
    """
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2] != request.headers.get("host"):
        raise NotFound()


def _look_up(token: str | None) -> Member | None:
    if not token:
        return None
    with asking() as session:
        member = people.signed_in(session, token)
    if member:
        _slide(token)
    return member


_slid: dict[str, float] = {}


def _slide(token: str) -> None:
    """Keep somebody who is busy signed in; a write at most once a minute per browser."""
    now, key = clock.now().timestamp(), people.fingerprint(token)
    if now - _slid.get(key, 0) < 60:
        return
    if len(_slid) > 10_000:
        _slid.clear()
    _slid[key] = now
    with acting() as session:
        people.stay_signed_in(session, token)
