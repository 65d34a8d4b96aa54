"""Sharing an agreed summary with a school leader: a quiet panel on its teacher's own screen."""

from datetime import date

import streamlit as st

from config.texts import format_date, format_moment, text
from review_app.parts import frame
from review_app.parts.acts import attempt, notices
from review_app.parts.ask_first import close, dialog, opened
from review_app.parts.plain import named
from review_app.screens import shared
from storage import share_grants
from storage.clock import day_at_school, today
from storage.database import asking
from storage.errors import Refused
from storage.people import Member
from storage.rules.share_grant import MOST_PURPOSE, Standing
from storage.rules.steps import Who
from storage.share_grants import GrantView, Room
from storage.shared import SharedView
from storage.today import CycleView

PLACE = "share_grant"
SHOWN = 3
"""So many readings are told by their moment; the ledger has all."""
_WHO, _WHY, _UNTIL = "share_grant.recipient", "share_grant.purpose", "share_grant.until"


def show(member: Member, cycle: CycleView) -> None:
    """Draw the panel, for the teacher alone."""
    if cycle.who(member.id) is not Who.teacher:
        return
    with asking() as session:
        grants = share_grants.of_cycle(session, member.asker, cycle.id)
        room = share_grants.room(session, member.asker, cycle.id)
    with st.expander(text("share_grant.title"), expanded=bool(grants), key="share_grant.panel"):
        st.markdown(text("share_grant.lead"))
        notices(PLACE)
        for grant in grants:
            _grant(grant)
        if room is None:
            frame.aside(text("share_grant.not_now"))
        elif not room.recipients:
            st.markdown(text("share_grant.nobody"))
        else:
            _give(member, cycle.id, room, len(grants))


def _grant(grant: GrantView) -> None:
    with st.container(border=True, key=f"share_grant.{grant.id}"):
        name = named(grant.recipient) or text("share_grant.gone_name")
        day = format_date(day_at_school(grant.until), year=True)
        said = [text(f"share_grant.standing.{grant.standing}", name=name, day=day)]
        if grant.ended_as:
            said.append(text(f"share_grant.ended.{grant.ended_as}"))
        st.markdown(" ".join(said))
        if grant.purpose:
            st.markdown(text("share_grant.for", purpose=named(grant.purpose)))
        frame.aside(_read(grant))
        if grant.standing is not Standing.ended:
            st.button(
                text("share_grant.stop"),
                key=f"share_grant.stop.{grant.id}",
                icon=":material/block:",
                on_click=_stop,
                args=(grant.id,),
            )


def _read(grant: GrantView) -> str:
    if not grant.read_at:
        ended = grant.standing is Standing.ended
        return text("share_grant.never_read" if ended else "share_grant.not_read")
    moments = ", ".join(format_moment(at) for at in reversed(grant.read_at[-SHOWN:]))
    more = len(grant.read_at) > SHOWN
    return text("share_grant.read_more" if more else "share_grant.read", moments=moments)


def _stop(grant_id: str) -> None:
    attempt(
        lambda session, me: share_grants.revoke(session, me, grant_id),
        place=PLACE,
        done=text("share_grant.stopped"),
    )


def _give(member: Member, cycle_id: str, room: Room, nth: int) -> None:
    """Who, what for and until when: nothing is chosen beforehand but the usual day.

    `nth`: the boxes of the next grant are new ones, and empty.
    """
    if nth:
        st.markdown(f"**{text('share_grant.again')}**")
    who = st.selectbox(
        text(_WHO),
        list(room.recipients),
        index=None,
        placeholder=text("share_grant.choose"),
        format_func=room.recipients.__getitem__,
        key=f"{_WHO}.{nth}",
    )
    why = st.text_input(text(_WHY), max_chars=MOST_PURPOSE, key=f"{_WHY}.{nth}")
    frame.aside(text("share_grant.purpose_hint"))
    until = st.date_input(
        text(_UNTIL),
        value=room.usual,
        min_value=today(),
        max_value=room.latest,
        format="DD-MM-YYYY",
        key=f"{_UNTIL}.{nth}",
    )
    pressed = st.button(text("share_grant.look"), key="share_grant.look")
    if not opened("share_grant.sure", pressed):
        return
    try:
        seen = _preview(member, cycle_id, who, why, until)
    except Refused as refused:
        close()
        st.warning(text(refused.key, **refused.fields), icon=":material/info:")
        return
    _look_first(cycle_id, room.recipients[who or ""], who or "", seen)


def _preview(
    member: Member, cycle_id: str, who: str | None, why: str, until: date | None
) -> SharedView:
    if who is None:
        raise Refused("share_grant.refused.no_recipient")
    with asking() as session:
        return share_grants.preview(session, member.asker, cycle_id, why, until)


def _look_first(cycle_id: str, recipient: str, recipient_id: str, seen: SharedView) -> None:
    """Exactly what the other will read, before it is shared."""
    name, day = named(recipient), format_date(day_at_school(seen.until), year=True)

    @dialog(text("share_grant.sure", name=name))
    def asked() -> None:
        st.markdown(text("share_grant.sure_only", name=name))
        shared.paper(seen)
        st.markdown(text("share_grant.sure_stop", name=name, day=day))
        with st.container(horizontal=True, key="share_grant.ways"):
            if st.button(text("share_grant.do", name=name), type="primary", key="share_grant.do"):
                close()
                attempt(
                    lambda session, me: share_grants.give(
                        session, me, cycle_id, version=seen.version, recipient_id=recipient_id,
                        purpose=seen.purpose, until=day_at_school(seen.until),
                    ),
                    place=PLACE,
                    done=text("share_grant.done", name=name),
                )  # fmt: skip
                st.rerun()
            if st.button(text("common.cancel"), key="share_grant.cancel"):
                close()
                st.rerun()

    asked()
