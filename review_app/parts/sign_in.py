"""The forms people meet before they are signed in, and the button that signs them out.

Plain HTML forms that post to the server (``/sign-in``, ``/invitation``, ``/sign-out``): the answer
sets or removes the cookie and sends the browser on. Nothing typed here passes through Streamlit.
The screen gives its own title (``sign_in.title``, ``sign_in.invitation_title``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from config.texts import text
from review_app.parts.component import component, texts_of

_FORMS = component("sign_in", isolate_styles=False)
_SIGN_OUT = component("sign_out")


@dataclass(frozen=True)
class DemoAccount:
    """An account that the demo offers; a click fills the form."""

    email: str
    role: str
    """The role in words, in the language in use."""


@dataclass(frozen=True)
class Demo:
    """The demo's accounts, all with one password."""

    password: str
    accounts: Sequence[DemoAccount]


def sign_in(
    *,
    key: str,
    mistake: str = "",
    email: str = "",
    next_path: str = "/",
    demo: Demo | None = None,
) -> None:
    """The form to sign in. Posts ``email``, ``password`` and ``next`` to ``/sign-in``.

    ``mistake`` is the last word of a text key ``sign_in.mistake.<word>``; it may come from an
    address, so a word that is not known becomes the general sentence.
    """
    _show(key, "sign_in", mistake=mistake, email=email, next=next_path, demo=_as_json(demo))


def choose_password(
    *, key: str, token: str, email: str = "", mistake: str = "", shortest: int = 12
) -> None:
    """The form of an invitation. Posts ``token``, ``password``, ``again`` to ``/invitation``.

    ``shortest`` is the least number of characters. Shows ``email`` when given, and posts it too
    (password managers need the field); the server knows it from the token and ignores it.
    """
    _show(key, "invitation", mistake=mistake, email=email, token=token, shortest=shortest)


def sign_out(*, key: str) -> None:
    """The button to sign out. Posts nothing to ``/sign-out``."""
    _SIGN_OUT(key=key, data={"texts": {"sign_out": text("sign_in.sign_out")}}, triggers={})


def _show(key: str, form: str, **given: Any) -> None:
    texts = texts_of("sign_in")
    word = given["mistake"]
    given["mistake"] = word and texts.get(f"mistake.{word}", text("refusals.unexpected"))
    empty = {"next": "", "token": "", "shortest": 0, "demo": None}
    _FORMS(key=key, data={"form": form, "texts": texts} | empty | given, triggers={})


def _as_json(demo: Demo | None) -> dict[str, Any] | None:
    if demo is None:
        return None
    accounts = [{"email": one.email, "role": one.role} for one in demo.accounts]
    return {"password": demo.password, "accounts": accounts}
