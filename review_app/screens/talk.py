"""The talk: both look at the same clips, and write in the same notes."""

from dataclasses import dataclass

import streamlit as st

from config.programme import programme
from config.texts import format_moment, text
from review_app.parts import frame, look
from review_app.parts import thrown_away as gone
from review_app.parts.acts import carry_out, notices
from review_app.parts.clip import coach_words, place, watch
from review_app.parts.frame import aside
from review_app.parts.plain import named
from review_app.parts.reading import noted
from review_app.parts.writing import Kept, writing
from review_app.screens import talk_held, talk_plan
from review_app.screens.reflection import lesson_of
from review_app.screens.reflection_sent import show_answer
from storage import packages, people, readings, reflections, talks, thrown_away, today
from storage.clips import ClipView
from storage.clock import day_at_school
from storage.database import asking
from storage.errors import NotFound
from storage.packages import PackageView
from storage.people import Member
from storage.recordings import RecordingView
from storage.reflections import AnswerView
from storage.rules.cycle import State, Who
from storage.rules.retention import Kind
from storage.rules.steps import ENDED, UNPUBLISHED
from storage.talks import MOST_CHARACTERS
from storage.thrown_away import WentView
from storage.today import CycleView

_NOTES = "talk.notes"
TO_PLAN = 10
"""Minutes of the talk for what comes out of it; the rest is for the clips."""


@dataclass(frozen=True)
class _Agenda:
    """What the pair talks about, read in one go."""

    cycle: CycleView
    package: PackageView
    answers: dict[str, AnswerView]
    """By clip; empty while there is nothing this person may read."""
    went: WentView | None
    """Since when the reflection is gone."""
    lesson: RecordingView | None


def show(member: Member) -> None:
    """Draw the talk of the cycle in the address."""
    cycle_id = frame.asked_id()
    with asking() as session:
        cycle = today.cycle(session, member.asker, cycle_id)
        ends = today.film_ends(session, [cycle]).get(cycle.recording_id or "")
    over = cycle.state in ENDED
    frame.heading(text("talk.title"), "" if over else text("talk.lead"))
    frame.path(member, cycle, key="talk.path", disappears=day_at_school(ends))
    if cycle.state in UNPUBLISHED | {State.planned}:
        mine = cycle.who(member.id) is Who.coach
        st.markdown(text("talk.not_yet_mine" if mine else "talk.not_yet", name=named(cycle.coach)))
        return
    noted(member, cycle_id, readings.PACKAGE, readings.REFLECTION)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _agenda(member, cycle_id)
    with right:
        talk_plan.panel(member, cycle_id)
        _notes(member, cycle_id)
        talk_held.panel(member, cycle_id)


@frame.panel()
def _agenda(member: Member, cycle_id: str) -> None:
    agenda = _read(member, cycle_id)
    found = list(agenda.package.clips)
    numbers = programme().talk
    over = agenda.cycle.state in ENDED
    st.header(text("talk.agenda"), anchor=False)
    if not found:
        st.markdown(text("clip.none_left"))
        if agenda.went:
            gone.said(Kind.reflection, agenda.went)
        return
    minutes = max(1, (numbers.slot_minutes - TO_PLAN) // len(found))
    key = f"talk.clip.{cycle_id}"
    if st.session_state.get(key, 0) not in range(len(found)):
        del st.session_state[key]  # it was thrown away meanwhile
    chosen = st.segmented_control(
        text("talk.agenda"),
        range(len(found)),
        default=0,
        format_func=lambda at: look.segment(
            text("clip.number", n=at + 1)
            if over
            else text("talk.minutes", n=at + 1, minutes=minutes)
        ),
        label_visibility="collapsed",
        required=True,
        key=key,
    )
    if not over:
        aside(text("talk.to_plan", minutes=TO_PLAN))
    _one(member, agenda, found[chosen or 0])


def _one(member: Member, agenda: _Agenda, clip: ClipView) -> None:
    mine = agenda.cycle.who(member.id) is Who.teacher
    aside(place(clip))
    watch(clip, agenda.lesson, key=f"talk.film.{clip.id}", of_teacher=mine)
    asked, answered = st.columns(2)
    with asked:
        coach_words(clip, agenda.cycle.coach, key=f"talk.words.{clip.position}")
    with answered:
        if clip.id in agenda.answers:
            show_answer(agenda.answers[clip.id], agenda.cycle.teacher, mine=mine)
        elif agenda.went:
            gone.said(Kind.reflection, agenda.went)
        else:
            st.markdown(text("talk.no_reflection", name=named(agenda.cycle.teacher)))


def _read(member: Member, cycle_id: str) -> _Agenda:
    with asking() as session:
        cycle = today.cycle(session, member.asker, cycle_id)
        package = packages.read(session, member.asker, cycle_id)
        try:
            seen = reflections.read(session, member.asker, cycle_id)
            answers = {answer.clip_id: answer for answer in seen.answers}
            sent = seen.submitted_at is not None
        except NotFound:
            answers, sent = {}, False
        words = thrown_away.look(session, member.asker, cycle_id)
        went = None if sent else words.went.get(Kind.reflection)
        if went and not any(each.text or each.rather_discuss for each in answers.values()):
            answers = {}
        return _Agenda(cycle, package, answers, went, lesson_of(session, member, cycle))


@frame.panel(every=4)
def _notes(member: Member, cycle_id: str) -> None:
    """One text for both; drawn again every few seconds, so that each sees the other's words."""
    with asking() as session:
        cycle = today.cycle(session, member.asker, cycle_id)
        words = thrown_away.look(session, member.asker, cycle_id)
        try:
            seen = talks.look(session, member.asker, cycle_id)
        except NotFound:  # the cycle ended
            seen = None
        by = people.names(session, {seen.notes_by} if seen and seen.notes_by else set())
    notices(_NOTES)
    if (went := words.went.get(Kind.talk_notes)) and not (seen and seen.notes):
        gone.said(Kind.talk_notes, went)
    if seen is None:
        if Kind.talk_notes in words.may_go:
            aside(text("thrown_away.talk_notes.there"))
            gone.button(Kind.talk_notes, words, cycle, _NOTES)
        return
    writing(
        key="talk.notes",
        of=f"talk:{cycle_id}",
        label=text("talk.notes"),
        hint=text("talk.notes_hint"),
        kept=Kept(seen.notes, seen.notes_version, seen.notes_at),
        save=lambda words, version: carry_out(
            lambda session, me: talks.save_notes(session, me, cycle_id, words, version)
        ),
        max_length=MOST_CHARACTERS,
        rows=9,
    )
    if seen.notes_by in by and seen.notes_at:
        moment = format_moment(seen.notes_at, short=True)
        aside(text("talk.notes_by", name=named(by[seen.notes_by]), moment=moment))
    gone.button(Kind.talk_notes, words, cycle, _NOTES)
