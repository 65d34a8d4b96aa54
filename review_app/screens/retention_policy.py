"""How long a school keeps things: the officer writes a decision down, a teacher hears of it."""

import streamlit as st

from config.retention import Preset, presets
from config.texts import format_date, text
from review_app.parts.acts import attempt, notices
from review_app.parts.ask_first import ask_first
from review_app.parts.plain import named
from storage import clock, policies
from storage.database import asking
from storage.people import Member
from storage.policies import VersionView
from storage.rules.access import Act, Thing, may

PLACE = "retention.policy"


def change(member: Member) -> None:
    """Draw, for who writes it down, which rules hold for each programme and a way to change them.

    `config` has the rules themselves; here is only from when which of them hold.
    """
    with asking() as session:
        found = policies.history(session, member.asker)
    if not found:
        return
    st.header(text("retention_policy.title"), anchor=False)
    notices(PLACE)
    newest = {view.programme_id: view for view in reversed(found)}
    for view in newest.values():
        with st.container(border=True, key=f"retention.programme.{view.programme_id}"):
            st.markdown(f"**{named(view.programme)}**")
            for each in found:
                if each.programme_id == view.programme_id:
                    st.markdown(_line(each))
            if may(member.asker, Act.CHANGE_POLICY, Thing()).allowed:
                _choose(view)


def _line(view: VersionView) -> str:
    ahead = view.valid_from > clock.now()
    return "- " + text(
        "retention_policy.from_ahead" if ahead else "retention_policy.from",
        preset=text(f"retention_screen.presets.{view.preset}"),
        day=format_date(view.valid_from, year=True),
    )


def _choose(view: VersionView) -> None:
    others: list[Preset] = [preset for preset in presets() if preset != view.preset]
    key = f"retention.choose.{view.programme_id}"
    chosen = st.selectbox(
        text("retention_policy.other"),
        others,
        index=None,
        placeholder=text("programme.choose"),
        format_func=lambda preset: text(f"retention_screen.presets.{preset}"),
        key=key,
    )
    ask_first(
        st.button(text("retention_policy.change"), disabled=chosen is None, key=f"{key}.on"),
        key=f"{key}.sure",
        title=text("retention_policy.sure"),
        says=[text("retention_policy.sure_shorter"), text("retention_policy.sure_longer")],
        do=text("retention_policy.change"),
        act=lambda session, me: policies.choose(
            session, me, view.programme_id, st.session_state.get(key) or chosen or ""
        ),
        place=PLACE,
        done=text("retention_policy.changed"),
    )


def told(member: Member) -> None:
    """Tell a teacher what changed, and ask whether what she has may stay longer too."""
    with asking() as session:
        found = policies.mine(session, member.asker)
    notices(PLACE)
    for view in found[:1]:
        ahead = view.valid_from > clock.now()
        if view.shortens and ahead:
            day = format_date(view.valid_from)
            st.info(text("retention_policy.shorter", day=day), icon=":material/event:")
        if view.lengthens and not view.accepted:
            st.info(text("retention_policy.longer"), icon=":material/event_available:")
            st.button(
                text("retention_policy.accept"),
                key=f"retention.accept.{view.id}",
                on_click=_accept,
                args=(view.id,),
            )


def _accept(policy_id: str) -> None:
    attempt(
        lambda session, me: policies.accept(session, me, policy_id),
        place=PLACE,
        done=text("retention_policy.accepted"),
    )
