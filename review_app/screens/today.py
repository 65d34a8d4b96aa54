"""What is mine to do now, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import streamlit as st
from sqlalchemy.orm import Session

from config.texts import format_date, text
from review_app.parts import frame
from review_app.parts.cycle_path import YearCycle, year_path
from review_app.parts.plain import named
from review_app.parts.sentences import first_of
from review_app.screens import actions, agreement, arranging, focus, home_of, locked_film
from review_app.screens import notices as notice_board
from review_app.screens.focus import in_words as focus_in_words
from storage import action_summaries, agreements, clock, today, uploads
from storage import notices as known_notices
from storage.action_summaries import PlannedAction
from storage.agreements import ToSign
from storage.database import asking
from storage.notices import NoticeView
from storage.people import Member
from storage.rules.cycle import State, Who
from storage.rules.due_dates import Lateness
from storage.rules.roles import Role
from storage.rules.sentences import Sentence
from storage.rules.steps import ENDED, RUNNING
from storage.today import CycleView

CARDS = 6
"""So many cycles in full; whoever has more to do sees the rest as a list."""
SOON = timedelta(days=14)
"""A planned cycle asks for nothing until it is this near, unless the pair has none under way."""

_DOING = {
    (State.awaiting_recording, Who.teacher): ("film", "recordings"),
    (State.processing, Who.teacher): ("wait", "recordings"),
    (State.privacy_check, Who.teacher): ("check", "recordings"),
    (State.coach_review, Who.coach): ("choose", "workbench"),
    (State.awaiting_reflection, Who.teacher): ("reflect", "reflection"),
    (State.awaiting_talk, Who.teacher): ("talk", "talk"),
    (State.awaiting_talk, Who.coach): ("talk", "talk"),
    (State.awaiting_summary, Who.coach): ("write", "summary"),
    (State.awaiting_summary, Who.teacher): ("write", "summary"),
    (State.summary_proposed, Who.teacher): ("agree", "summary"),
    (State.summary_proposed, Who.coach): ("agree", "summary"),
}
"""What somebody does in a state (texts `today.do.<word>`, `today.on.<word>`), and where."""


@dataclass(frozen=True)
class Desk:
    """Everything this screen shows, read at once."""

    mine: Sequence[CycleView] = ()
    others: Sequence[CycleView] = ()
    """Under way, and somebody else's turn."""
    later: Sequence[CycleView] = ()
    years: Mapping[str, Sequence[CycleView]] = field(default_factory=dict)
    """All cycles of each pair."""
    ends: Mapping[str, datetime] = field(default_factory=dict)
    """When films disappear, by recording id."""
    notices: Sequence[NoticeView] = ()
    """What is about to change."""
    not_yet: Mapping[str, Sequence[Sentence]] = field(default_factory=dict)
    """What keeps a cycle's film out, by cycle id."""
    unsigned: Sequence[ToSign] = ()
    actions: Mapping[str, Sequence[PlannedAction]] = field(default_factory=dict)
    """What was agreed and nobody told about yet, by pair id."""


def show(member: Member) -> None:
    """Draw the screen for somebody of a pair; others go to where their work is."""
    if member.role is Role.coordinator:
        arranging.show(member)
        return
    if member.role not in (Role.teacher, Role.coach):
        frame.go(home_of(member.role))
        return
    desk = _read(member)
    frame.heading(text("today.title"), _hello(desk))
    agreement.to_sign(desk.unsigned)
    notice_board.show(member, desk.notices)
    for view in desk.mine[:CARDS]:
        _card(member, view, desk)
    for view in desk.mine[CARDS:]:
        _line(member, view)
    _the_others(member, desk)
    _the_year(member, desk)


def _read(member: Member) -> Desk:
    with asking() as session:
        views = today.everything(session, member.asker)
        running = [view for view in views if view.state not in ENDED]
        ends = today.film_ends(session, running)
        pairs = {view.pair_id for view in running}
        agreed = action_summaries.open_actions_of(session, member.asker, pairs)
        known = known_notices.mine(session, member.asker)
        not_yet = _not_yet(session, member, running)
        unsigned = agreements.to_sign(session, member.asker)
    years: dict[str, list[CycleView]] = {}
    for view in views:
        years.setdefault(view.pair_id, []).append(view)
    later = [view for view in running if _is_later(view, years[view.pair_id])]
    mine = [view for view in today.urgent_first(member.asker, running) if view not in later]
    others = [view for view in running if view not in mine and view not in later]
    return Desk(mine, others, later, years, ends, known, not_yet, unsigned, agreed)


def _not_yet(
    session: Session, member: Member, running: Sequence[CycleView]
) -> Mapping[str, Sequence[Sentence]]:
    if member.role is not Role.teacher:
        return {}
    waiting = [view.id for view in running if view.state is State.awaiting_recording]
    return {of: uploads.why_not_yet(session, member.asker, of) for of in waiting}


def _is_later(view: CycleView, year: Sequence[CycleView]) -> bool:
    if view.state is not State.planned:
        return False
    busy = any(each.state in RUNNING or each.state is State.paused for each in year)
    return busy or view.planned_on > clock.today() + SOON


def _hello(desk: Desk) -> str:
    to_do = [each for each in desk.mine if not (each.stands_still and each.held)]
    if to_do or desk.unsigned:
        return text("today.lead.mine")
    known = desk.mine or desk.others or desk.later
    return text("today.lead.nothing" if known else "today.lead.empty")


def _card(member: Member, view: CycleView, desk: Desk) -> None:
    with st.container(border=True, key=f"today.card.{view.id}"):
        st.header(_name(member, view), anchor=False)
        if view.focus and view.state is not State.planned:
            frame.aside(focus_in_words(view.focus))
        end = desk.ends.get(view.recording_id or "")
        frame.path(member, view, key=f"today.path.{view.id}", disappears=clock.day_at_school(end))
        if view.refused:
            st.info(text("today.refused", why=frame.refusal(view.refused)), icon=":material/info:")
        if view.state in (State.planned, State.awaiting_recording):
            actions.show(member, view, desk.actions.get(view.pair_id, ()))
        if view.state is State.planned:
            focus.choose(member, view)
            return
        if not_yet := desk.not_yet.get(view.id):
            first_of(not_yet)
            return
        if view.stands_still:
            locked_film.card(member, view)
            return
        word, noun = _DOING[view.state, view.who(member.id)]
        st.markdown(_to_do(member, view, word))
        if st.button(text(f"today.on.{word}"), type="primary", key=f"today.on.{view.id}"):
            frame.go(noun, _of(view, noun))


def _to_do(member: Member, view: CycleView, word: str) -> str:
    sentence = text(f"today.do.{word}", name=named(_other(member, view)))
    when = _due(view)
    return f"{sentence} {when}" if when else sentence


def _line(member: Member, view: CycleView) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", key=f"today.line.{view.id}", border=True
    ):
        if view.state is State.planned:
            st.markdown(f"**{_name(member, view)}.** {text('today.planned_line')}", width="stretch")
            return
        if view.stands_still:
            st.markdown(f"**{_name(member, view)}.** {locked_film.says(member, view)}")
            return
        word, noun = _DOING[view.state, view.who(member.id)]
        st.markdown(f"**{_name(member, view)}.** {_to_do(member, view, word)}", width="stretch")
        frame.link(noun, text("today.open"), _of(view, noun))


def _the_others(member: Member, desk: Desk) -> None:
    """Whose turn it is elsewhere: to know, not to do."""
    if not (desk.others or desk.later):
        return
    st.header(text("today.elsewhere"), anchor=False)
    for view in desk.others:
        own_film = view.state is State.processing and view.who(member.id) is Who.teacher
        word = "processing_mine" if own_film else view.state.value
        line = text(f"today.waiting.{word}", name=named(_other(member, view)))
        if view.stands_still:
            line, own_film = locked_film.says(member, view), locked_film.is_hers(member, view)
        with st.container(key=f"today.other.{view.id}", gap="xxsmall"):
            st.markdown(f"**{_name(member, view)}.** {line} {_until(view)}")
            if own_film:
                word = "locked" if view.stands_still else "wait"
                frame.link("recordings", text(f"today.on.{word}"), view.recording_id)
    busy = {view.pair_id for view in (*desk.mine, *desk.others)}
    for view in desk.later:
        planned = text("today.later", day=format_date(view.planned_on))
        with st.expander(f"{_name(member, view)}: {planned}", key=f"today.later.{view.id}"):
            focus.choose(member, view)
        if view.pair_id not in busy:  # between two cycles: this is what there is to try
            busy.add(view.pair_id)
            actions.show(member, view, desk.actions.get(view.pair_id, ()))


def _the_year(member: Member, desk: Desk) -> None:
    """The strip of a school year; whoever coaches many chooses whose."""
    if not desk.years:
        return
    pairs = {pair: _whose(member, views[0]) for pair, views in desk.years.items()}
    st.header(text("today.year"), anchor=False)
    chosen = next(iter(pairs))
    if len(pairs) > 1:
        chosen = st.selectbox(
            text("today.whose_year"), list(pairs), format_func=pairs.__getitem__, key="today.pair"
        )
    opened = year_path(
        key=f"today.year.{chosen}", cycles=[_in_year(member, view) for view in desk.years[chosen]]
    )
    for view in desk.years[chosen]:
        if view.id == opened:
            _open(member, view)


def _whose(member: Member, view: CycleView) -> str:
    """The other of the two; of a year with an earlier coach that one, too."""
    if member.role is Role.coach and view.coach_id != member.id:
        return text("today.with_coach", name=view.teacher, coach=view.coach)
    return _other(member, view)


def _open(member: Member, view: CycleView) -> None:
    if view.state in (State.completed, State.partial):
        frame.go("summary", view.id)
    elif doing := _DOING.get((view.state, view.who(member.id))):
        frame.go(doing[1], _of(view, doing[1]))


def _in_year(member: Member, view: CycleView) -> YearCycle:
    words = {
        State.planned: "planned",
        State.completed: "completed",
        State.partial: "partial",
        State.cancelled: "stopped",
        State.withdrawn: "stopped",
    }
    word = words.get(view.state, "open")
    if view.withdrawn and view.who(member.id) is Who.coach:
        word = "stopped"
    done = 6 if view.state is State.completed else (view.step or 1) - 1
    return YearCycle(
        number=view.number,
        state=word,  # type: ignore[arg-type] # one of the words above
        done=done,
        id="" if word in ("planned", "stopped") else view.id,
        on=view.planned_on if view.state is State.planned else None,
    )


def _of(view: CycleView, noun: str) -> str | None:
    return view.recording_id if noun in ("recordings", "workbench") else view.id


def _other(member: Member, view: CycleView) -> str:
    return view.coach if view.who(member.id) is Who.teacher else view.teacher


def _name(member: Member, view: CycleView) -> str:
    return text("today.cycle", n=view.number, name=named(_other(member, view)))


def _until(view: CycleView) -> str:
    due = view.step_due  # nobody needs to hear that somebody else is late
    return text("today.until", day=format_date(due)) if due and due >= clock.today() else ""


def _due(view: CycleView) -> str:
    """By when, in words; being late is told gently and never counted."""
    if view.lateness is Lateness.ask:
        return text("cycle.lateness.ask")
    due, now = view.step_due, clock.today()
    if due is None:
        return ""
    if due < now:
        return text("today.due.late", day=format_date(due))
    return text(f"today.due.{_near(due, now)}", day=format_date(due))


def _near(due: date, now: date) -> str:
    return {0: "today", 1: "tomorrow"}.get((due - now).days, "later")
