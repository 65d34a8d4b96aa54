"""Coming in: with a password, or for the first time with an invitation."""

from urllib.parse import quote

import streamlit as st

from config.texts import text
from review_app.parts import frame
from review_app.parts.plain import named
from review_app.parts.sign_in import Demo, DemoAccount, choose_password, sign_in
from storage import demo, invitations, passwords
from storage.database import asking
from storage.errors import Refused

START = "/today"


def show(path: str) -> None:
    """Ask who you are; `path` is the address (without a slash) somebody was on the way to."""
    asked = st.query_params
    mistake = asked.get("mistake", "")
    if token := asked.get("invitation", ""):
        _invitation(token, mistake)
        return
    frame.heading(text("sign_in.title"), text("welcome.lead"))
    sign_in(
        key="sign_in",
        mistake=mistake,
        next_path=asked.get("next") or _onward(path, asked.get("id", "")),
        demo=_demo(),
    )


def _invitation(token: str, mistake: str) -> None:
    with asking() as session:
        try:
            person = invitations.whose(session, token)
        except Refused as refused:
            gone = refused
            person = None
    frame.heading(text("sign_in.invitation_title"))
    if person is None:
        st.warning(text(gone.key, **gone.fields), icon=":material/info:")
        frame.link("today", text("sign_in.title"))
        return
    st.markdown(text("welcome.invited", name=named(person.name)))
    choose_password(
        key="invitation",
        token=token,
        email=person.email,
        mistake=mistake,
        shortest=passwords.SHORTEST,
    )


def _onward(path: str, of: str) -> str:
    if not path:
        return START
    return f"/{path}?id={quote(of, safe='')}" if of else f"/{path}"


def _demo() -> Demo | None:
    running = demo.running_demo()
    if running is None:
        return None
    accounts = [
        DemoAccount(email, text(f"roles.{role}").capitalize())
        for role, email in demo.ACCOUNTS.items()
    ]
    return Demo(running.password, accounts)
