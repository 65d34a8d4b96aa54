"""What somebody has to know: a few lines at the top of where a role begins, each to put away."""

from collections.abc import Sequence

import streamlit as st

from config.texts import format_date, text
from review_app.parts import frame
from review_app.parts.acts import attempt
from review_app.parts.acts import notices as refusals
from review_app.parts.plain import named
from storage import notices
from storage.database import asking
from storage.notices import NoticeView
from storage.people import Member
from storage.rules.notice import OF_NEWCOMERS, Word
from storage.rules.roles import Role

PLACE = "notices.board"
MOST = 5
"""So many lines; the page with the calendar has the rest."""
_ON = ":material/arrow_forward:"
_CLIPS = frozenset({Word.objection_clips, Word.objection_clips_due})
_FILM = frozenset({Word.ending_unpublished, Word.asked_longer, Word.objection, Word.objection_due})


_TASKS = {
    Word.confirm_hold: ("holds", frozenset({Role.dpo, Role.school_leader})),
    Word.review_hold: ("holds", frozenset({Role.dpo, Role.school_leader})),
    Word.answer_due: ("objections", frozenset({Role.admin, Role.dpo})),
    Word.shared: ("shared", frozenset({Role.school_leader})),
}
"""Where something is done about a notice, and by whom."""


def board(member: Member) -> None:
    """Draw what is new for somebody whose first screen is another than Today."""
    with asking() as session:
        found = notices.mine(session, member.asker)
    show(member, found)


def show(member: Member, found: Sequence[NoticeView]) -> None:
    """Draw what is new, with a way to where something can be done about it."""
    refusals(PLACE)
    if not found:
        return
    with st.container(border=True, key="notices.board"):
        for each in found[:MOST]:
            _line(member, each)
        _before_it_goes(member, found)


def _line(member: Member, notice: NoticeView) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", key=f"notices.line.{notice.id}"
    ):
        st.markdown(says(notice), width="stretch")
        if notice.word in _FILM and member.role is Role.teacher:
            frame.link("recordings", text("notices.film"), notice.thing_id, icon=_ON)
        if notice.word in _CLIPS and member.role is Role.teacher:
            frame.link("reflection", text("notices.clips"), notice.thing_id, icon=_ON)
        noun, roles = _TASKS.get(notice.word, ("", frozenset()))
        if member.role in roles:
            frame.link(noun, text(f"screens.{noun}"), icon=_ON)
        st.button(
            text("notices.read"), key=f"notices.read.{notice.id}", on_click=_read, args=(notice.id,)
        )


def says(notice: NoticeView) -> str:
    """One notice as a sentence, with its cycle where it has one."""
    what = text(f"notices.what.{notice.kind}") if notice.kind else ""
    if notice.word in OF_NEWCOMERS:
        return text(
            f"notices.named.{notice.word}",
            name=named(notice.name),
            roles=", ".join(text(f"roles.{role}") for role in notice.roles),
            day=format_date(notice.on),
        )
    if notice.name:
        return text(f"notices.named.{notice.word}", name=named(notice.name)) + _cycle(notice)
    said = text(f"notices.says.{notice.word}", day=format_date(notice.on), what=what)
    return said + _cycle(notice)


def _cycle(notice: NoticeView) -> str:
    if notice.cycle_number is None:
        return ""
    return f" :small[{text('notices.cycle', number=notice.cycle_number)}]"


def _before_it_goes(member: Member, found: Sequence[NoticeView]) -> None:
    """What is about to go stands in the calendar, and can be taken along by whose it is."""
    if any(each.kind or each.word is Word.stopped for each in found):
        if member.role not in (Role.coordinator, Role.school_leader):
            with st.container(horizontal=True, key="notices.ways"):
                frame.link("retention", text("notices.all"), icon=":material/event:")
        frame.aside(text("notices.before"))
        if member.role is Role.teacher:
            frame.link("own", text("notices.take_along"), icon=":material/archive:")


def _read(notice_id: str) -> None:
    attempt(lambda session, me: notices.put_away(session, me, notice_id), place=PLACE, done="")
