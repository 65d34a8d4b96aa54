"""The summary that ends a cycle: written together, proposed, agreed, and then kept to read."""

import streamlit as st
from sqlalchemy.orm import Session

from config.texts import format_date, format_moment, text
from review_app.parts import frame
from review_app.parts import thrown_away as gone
from review_app.parts.acts import attempt, notices, quietly
from review_app.parts.ask_first import ask_first, close, dialog, opened
from review_app.parts.plain import named, plain
from review_app.parts.reading import noted
from review_app.screens import share_grant, summary_draft
from storage import action_summaries, clock, readings, retention, summary_drafts, thrown_away, today
from storage.action_summaries import SummaryView
from storage.clock import day_at_school
from storage.database import asking
from storage.errors import NotFound
from storage.people import Member
from storage.retention import WHOLE, EndingView
from storage.rules.cycle import State, Who
from storage.rules.retention import Kind
from storage.rules.steps import PUBLISHED
from storage.thrown_away import WordsView
from storage.today import CycleView

PLACE = summary_draft.PLACE


def show(member: Member) -> None:
    """Draw the summary of the cycle in the address, in whatever stage it is."""
    cycle_id = frame.asked_id()
    with asking() as session:
        cycle = today.cycle(session, member.asker, cycle_id)
        seen = action_summaries.read(session, member.asker, cycle_id)
        words = thrown_away.look(session, member.asker, cycle_id)
        ends = today.film_ends(session, [cycle]).get(cycle.recording_id or "")
    noted(member, cycle_id, readings.SUMMARY)
    frame.heading(text("summary.title", number=cycle.number))
    frame.path(
        member,
        cycle,
        key="summary.path",
        disappears=day_at_school(ends),
        film_gone=cycle.recording_id is None and seen.agreed_at is not None,
    )
    notices(PLACE)
    if seen.agreed_at:
        _agreed(member, cycle, seen)
        gone.button(Kind.action_summary, words, cycle, PLACE)
    elif cycle.state is State.awaiting_summary:
        if not seen.version:
            quietly(lambda session, me: summary_drafts.begin(session, me, cycle_id))
        summary_draft.panel(member, cycle_id)
    elif cycle.state is State.summary_proposed:
        _proposed(member, cycle, seen)
        _wait_for_answer(member, cycle_id)
    elif cycle.state in PUBLISHED:
        st.markdown(text("summary.not_yet"))
        frame.link("talk", text("summary.to_talk"), cycle_id, ":material/forum:")
    else:
        _ended(cycle, seen, words)


def _ended(cycle: CycleView, seen: SummaryView, words: WordsView) -> None:
    """A cycle that ended without a summary, or whose summary went since."""
    went = words.went.get(Kind.action_summary)
    if went and not seen.version:
        gone.said(Kind.action_summary, went)
        frame.link("today", text("summary.to_today"), icon=":material/wb_sunny:")
        return
    st.markdown(text("summary.ended"))
    _paper(seen) if seen.version else st.markdown(text("summary.empty"))
    gone.button(Kind.action_summary, words, cycle, PLACE)


def _paper(seen: SummaryView) -> None:
    """The summary as both read it."""
    with st.container(border=True, key="summary.paper"):
        st.header(text("summary.discussed"), anchor=False)
        st.markdown(plain(seen.discussed))
        for number, action in enumerate(seen.actions, start=1):
            st.header(text("summary.action_number", number=number), anchor=False)
            for part in ("when", "what", "sign"):
                st.markdown(f"**{text(f'summary.{part}')}**  \n{plain(getattr(action, part))}")


def _proposed(member: Member, cycle: CycleView, seen: SummaryView) -> None:
    mine = cycle.who(member.id)
    other = named(cycle.coach if mine is Who.teacher else cycle.teacher)
    if seen.proposed_by == member.id:
        moment = format_moment(seen.proposed_at or clock.now())
        st.markdown(text("summary.waiting", moment=moment, name=other))
        _paper(seen)
        return
    st.markdown(text("summary.your_answer", name=other))
    _paper(seen)
    with st.container(horizontal=True, key="summary.ways"):
        agree = st.button(
            text("summary.agree"), type="primary", icon=":material/check:", key="summary.agree"
        )
        change = st.button(text("summary.ask_change"), key="summary.ask_change")
    _confirm(agree, member, cycle)
    if opened("summary.changing", change):
        _ask_change(cycle.id, other)


@frame.panel(every=5)
def _wait_for_answer(member: Member, cycle_id: str) -> None:
    """Draw the screen anew when the other answered; this shows nothing itself."""
    with asking() as session:
        cycle = today.cycle(session, member.asker, cycle_id)
    if cycle.state is not State.summary_proposed:
        st.rerun()


def _confirm(pressed: bool, member: Member, cycle: CycleView) -> None:
    with asking() as session:
        film = _film_if_agreed(session, member, cycle)
    goes = text("summary.agree_film_stays" if film and film.held else "summary.agree_film_gone")
    if film and film.ending.at and not film.held:
        goes = text("summary.agree_film", day=format_date(film.ending.at, year=True))
    ask_first(
        pressed,
        key="summary.confirm",
        title=text("summary.agree_confirm"),
        says=[
            text("summary.agree_ends", number=cycle.number),
            goes,
            text("summary.agree_next"),
        ],
        do=text("summary.agree"),
        act=lambda session, me: action_summaries.agree(session, me, cycle.id),
        place=PLACE,
        done=text("summary.agree_done"),
    )


def _film_if_agreed(session: Session, member: Member, cycle: CycleView) -> EndingView | None:
    try:
        ends = retention.endings(
            session, member.asker, cycle.recording_id or "", if_cycle_ends=True
        )
    except NotFound:
        return None
    return next((each for each in ends if each.kind in WHOLE), None)


def _ask_change(cycle_id: str, other: str) -> None:
    @dialog(text("summary.ask_change_title"))
    def asked() -> None:
        words: str = st.text_area(
            text("summary.ask_change_words"), max_chars=1000, key="summary.change"
        )
        if st.button(
            text("summary.ask_change_do", name=other), type="primary", key="summary.change.do"
        ):
            close()
            attempt(
                lambda session, me: action_summaries.ask_change(session, me, cycle_id, words),
                place=PLACE,
                done=text("summary.ask_change_done", name=other),
            )
            st.rerun()

    asked()


def _agreed(member: Member, cycle: CycleView, seen: SummaryView) -> None:
    st.markdown(text("summary.agreed", day=format_date(seen.agreed_at or clock.now(), year=True)))
    _paper(seen)
    st.link_button(
        text("summary.download"),
        f"/summaries/{cycle.id}.docx",
        type="primary",
        icon=":material/download:",
        key="summary.download",
    )
    share_grant.show(member, cycle)
    with asking() as session:
        coming = retention.coming(session, member.asker)
        year = today.year(session, member.asker, cycle.pair_id)
    own = [each for each in coming if each.cycle_id == cycle.id]
    if own:
        st.header(text("summary.disappears"), anchor=False)
        said = {
            text("summary.stays") if each.held else text(each.sentence, date=_day(each)): None
            for each in own
        }
        st.markdown("\n".join(f"- {sentence}" for sentence in said))
    planned = next((each for each in year if each.state is State.planned), None)
    st.header(text("summary.next"), anchor=False)
    if planned:
        day = format_date(planned.planned_on)
        st.markdown(text("summary.next_cycle", number=planned.number, day=day))
    frame.link("today", text("summary.to_today"), icon=":material/wb_sunny:")


def _day(view: EndingView) -> str:
    return format_date(view.ending.at or clock.now(), year=True)
