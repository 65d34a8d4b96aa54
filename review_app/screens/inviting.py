"""Inviting somebody: the link is shown once, to hand over."""

from collections.abc import Sequence
from urllib.parse import quote

import streamlit as st

from config.settings import settings
from config.texts import LANGUAGES, plural, text
from review_app.parts.acts import attempt, notices
from storage import invitations
from storage.invitations import INVITED_FOR, Invited
from storage.rules import invitation
from storage.rules.roles import Role

PLACE = "inviting"
_LINK = "inviting.link"
_FIELDS = ("inviting.name", "inviting.email")


def show(as_role: Role) -> None:
    """The form, and the link of the invitation that was just made."""
    offered = invitation.roles_by(as_role)
    st.header(text("inviting.title"), anchor=False)
    notices(PLACE)
    if link := st.session_state.get(_LINK):
        st.markdown(plural("inviting.made", INVITED_FOR.days, days=INVITED_FOR.days))
        st.code(link, language=None, wrap_lines=True)
        st.button(text("inviting.handed_over"), key="inviting.done", on_click=_forget)
    with st.form("inviting.form", enter_to_submit=False):
        st.text_input(text("inviting.name"), max_chars=120, key="inviting.name")
        st.text_input(text("inviting.email"), max_chars=254, key="inviting.email")
        st.markdown(text("inviting.roles"))
        for role in offered:
            st.checkbox(text(f"roles.{role}"), key=_ticked(role))
        st.radio(
            text("inviting.language"),
            LANGUAGES,
            format_func=lambda language: text(f"account.languages.{language}"),
            horizontal=True,
            key="inviting.language",
        )
        st.form_submit_button(
            text("inviting.invite"), key="inviting.invite", on_click=_invite, args=(offered,)
        )


def _invite(offered: Sequence[Role]) -> None:
    said = st.session_state
    made: list[Invited] = []
    done = attempt(
        lambda session, me: made.append(
            invitations.invite(
                session,
                me,
                said["inviting.email"],
                said["inviting.name"],
                {role for role in offered if said[_ticked(role)]},
                said["inviting.language"],
            )
        ),
        place=PLACE,
    )
    if done:
        base = settings().base_url.rstrip("/")
        said[_LINK] = f"{base}/?invitation={quote(made[0].token)}"
        for each in _FIELDS:
            said[each] = ""
        for role in offered:
            said[_ticked(role)] = False


def _ticked(role: Role) -> str:
    return f"inviting.role.{role}"


def _forget() -> None:
    del st.session_state[_LINK]
