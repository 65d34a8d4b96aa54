"""The bar above every screen: back to the start, and the menu of who is signed in."""

import streamlit as st

from config.texts import LANGUAGES, text
from review_app import who
from review_app.parts import frame
from review_app.parts.acts import attempt
from review_app.parts.plain import named
from review_app.parts.sign_in import sign_out
from storage import people
from storage.people import Member
from storage.rules.roles import Role

_LANGUAGE, _ROLE = "account.language", "account.role"


def bar(member: Member, *, back: str = "") -> None:
    """Draw the bar; `back` is the noun of the screen one step up, if there is one."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="bar"
    ):
        if back:
            frame.link(back, text(f"screens.{back}"), icon=":material/arrow_back:")
        else:
            st.markdown(f"**{text('screens.name')}**", width="content")
        with st.popover(named(member.name), icon=":material/account_circle:", key="account"):
            _menu(member)


def _menu(member: Member) -> None:
    frame.aside(named(member.email))
    roles = sorted(member.roles)
    if len(roles) > 1:
        st.radio(
            text("account.role"),
            roles,
            index=roles.index(member.role),
            format_func=lambda role: text(f"roles.{role}"),
            key=_ROLE,
            on_change=_look_as,
            args=(member,),
        )
    st.radio(
        text("account.language"),
        LANGUAGES,
        index=LANGUAGES.index(member.language) if member.language in LANGUAGES else 0,
        format_func=lambda language: text(f"account.languages.{language}"),
        key=_LANGUAGE,
        on_change=_speak,
    )
    sign_out(key="account.sign_out")
    st.button(
        text("account.everywhere"),
        help=text("account.everywhere_hint"),
        key="account.everywhere",
        type="tertiary",
        on_click=_sign_out_everywhere,
    )


def _look_as(member: Member) -> None:
    role: Role = st.session_state[_ROLE]
    token = who.current_token() or ""
    attempt(lambda session, _: people.look_as(session, member, token, role))


def _speak() -> None:
    language: str = st.session_state[_LANGUAGE]
    attempt(lambda session, me: people.set_language(session, me.id, language))


def _sign_out_everywhere() -> None:
    attempt(lambda session, me: people.sign_out_everywhere(session, me.id))
