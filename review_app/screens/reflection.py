"""The teacher looks back, one clip after another, on a phone if she likes."""

from dataclasses import dataclass

import streamlit as st
from sqlalchemy.orm import Session

from config.texts import text
from review_app.parts import frame, look
from review_app.parts import thrown_away as gone
from review_app.parts.acts import attempt, carry_out, notices
from review_app.parts.ask_first import ask_first
from review_app.parts.clip import coach_words, place, throw_away, watch
from review_app.parts.frame import aside
from review_app.parts.plain import named, plain
from review_app.parts.reading import noted
from review_app.parts.sentences import missing
from review_app.parts.writing import Kept, writing
from review_app.screens import clip_objections, reflection_sent
from storage import packages, readings, recordings, reflections, thrown_away, today
from storage.clips import ClipView
from storage.clock import day_at_school
from storage.database import asking
from storage.errors import NotFound, Refused
from storage.packages import PackageView
from storage.people import Member
from storage.recordings import RecordingView
from storage.reflections import MOST_CHARACTERS, AnswerView, ReflectionView
from storage.rules.access import Asker
from storage.rules.cycle import State, Who
from storage.rules.retention import Kind
from storage.rules.sentences import Sentence
from storage.rules.steps import PUBLISHED
from storage.thrown_away import WentView, WordsView
from storage.today import CycleView

PLACE = "reflection"
_HERE = "reflection.answer"
_MOVED = "reflection.moved"
"""Somebody pressed on to another clip, at the foot of the page: its film comes into view."""


@dataclass(frozen=True)
class _Page:
    """Everything this screen shows, read in one go."""

    cycle: CycleView
    mine: bool
    package: PackageView | None
    reflection: ReflectionView | None
    """None for the coach while the teacher is still busy."""
    lesson: RecordingView | None
    missing: tuple[Sentence, ...]
    words: WordsView

    @property
    def editable(self) -> bool:
        sent = self.reflection is not None and self.reflection.submitted_at is not None
        return self.mine and not sent and self.cycle.state in PUBLISHED

    @property
    def went(self) -> WentView | None:
        return self.words.went.get(Kind.reflection)


def show(member: Member) -> None:
    """Draw the reflection of the cycle in the address, for its writer or its reader."""
    cycle_id = frame.asked_id()
    with asking() as session:
        cycle = today.cycle(session, member.asker, cycle_id)
        ends = today.film_ends(session, [cycle]).get(cycle.recording_id or "")
    frame.heading(text("reflection.title"))
    frame.path(member, cycle, key="reflection.path", disappears=day_at_school(ends))
    notices(PLACE)
    noted(member, cycle_id, readings.PACKAGE, readings.REFLECTION)
    clip_objections.deal(member, cycle_id, PLACE)
    _body(member, cycle_id)


@frame.panel()
def _body(member: Member, cycle_id: str) -> None:
    page = _read(member, cycle_id)
    notices(_HERE)
    if page.package is None:
        st.markdown(text("reflection.none", name=named(page.cycle.coach)))
    elif page.reflection is None and not page.went:
        st.info(
            text("reflection.busy", name=named(page.cycle.teacher)),
            icon=":material/hourglass_empty:",
        )
    elif page.reflection is not None and page.editable:
        _write(page, page.package, page.reflection)
    else:
        reflection_sent.show(
            page.cycle, page.package, page.reflection, page.lesson, page.mine, page.words
        )


def _read(member: Member, cycle_id: str) -> _Page:
    with asking() as session:
        cycle = today.cycle(session, member.asker, cycle_id)
        mine = cycle.who(member.id) is Who.teacher
        words = thrown_away.look(session, member.asker, cycle_id)
        try:
            package = packages.read(session, member.asker, cycle_id)
        except NotFound:
            return _Page(cycle, mine, None, None, None, (), words)
        try:
            reflection = reflections.read(session, member.asker, cycle_id)
            unmet = reflections.what_is_missing(session, member.asker, cycle_id)
        except NotFound:
            reflection, unmet = None, ()
        lesson = lesson_of(session, member, cycle)
    return _Page(cycle, mine, package, reflection, lesson, unmet, words)


def lesson_of(session: Session, member: Member, cycle: CycleView) -> RecordingView | None:
    """The film the clips were cut from, for who may watch it now.

    A locked film locks its clips, and no word that is written at them.
    """
    try:
        return recordings.look(session, member.asker, cycle.recording_id or "")
    except Refused:
        return None


def _write(page: _Page, package: PackageView, reflection: ReflectionView) -> None:
    last = len(package.clips)
    at_key = f"reflection.at.{page.cycle.id}"
    answers = {answer.clip_id: answer for answer in reflection.answers}
    at = min(st.session_state.setdefault(at_key, _first_open(package, answers)), last)
    _dots(page, package, answers, at, at_key)
    with st.container(key="reflection.step"):
        if at < last:
            _one(page, package.clips[at], answers[package.clips[at].id], at, last)
        else:
            _end(page)
    with st.container(horizontal=True, horizontal_alignment="distribute", key="reflection.moves"):
        st.button(
            text("reflection.back"),
            icon=":material/arrow_back:",
            disabled=at == 0,
            key="reflection.back",
            on_click=_go,
            args=(at_key, at - 1),
        )
        if at < last:
            st.button(
                text("reflection.next" if at < last - 1 else "reflection.to_end"),
                type="primary",
                icon=":material/arrow_forward:",
                icon_position="right",
                key="reflection.next",
                on_click=_go,
                args=(at_key, at + 1),
            )


def _dots(
    page: _Page, package: PackageView, answers: dict[str, AnswerView], at: int, at_key: str
) -> None:
    """Where she is: one step per clip, ticked when answered, and the last for sending."""

    def word(step: int) -> str:
        if step == len(package.clips):
            return look.segment(text("reflection.send_step"))
        done = _answered(answers[package.clips[step].id])
        return look.segment(f":material/check: {step + 1}" if done else str(step + 1))

    if at == 0:
        if page.went:
            gone.said(Kind.reflection, page.went)
            aside(text("thrown_away.reflection.anew"))
        st.markdown(text("reflection.lead", name=named(page.cycle.coach)))
        if package.note:
            aside(text("reflection.note", name=named(page.cycle.coach)))
            st.markdown(f"> {plain(package.note)}")
    dots_key = f"reflection.dots.{page.cycle.id}"
    st.session_state[dots_key] = at
    st.segmented_control(
        text("reflection.steps"),
        range(len(package.clips) + 1),
        format_func=word,
        label_visibility="collapsed",
        required=True,
        key=dots_key,
        on_change=lambda: _go(at_key, st.session_state[dots_key]),
    )


def _one(page: _Page, clip: ClipView, answer: AnswerView, at: int, last: int) -> None:
    n = text("reflection.place", n=at + 1, of=last)
    st.header(n, anchor=False)
    aside(place(clip))
    moved = st.session_state.pop(_MOVED, False)
    film_key = f"reflection.film.{clip.id}"
    watch(clip, page.lesson, key=film_key, of_teacher=True, arrive=moved)
    coach_words(clip, page.cycle.coach, key=f"reflection.words.{clip.position}")
    throw_away(clip, PLACE)
    writing(
        key=f"reflection.answer.{clip.id}",
        of=f"reflection:{clip.id}",
        label=text("reflection.answer"),
        hint=text("reflection.answer_hint"),
        kept=Kept(answer.text, answer.version, answer.saved_at),
        save=lambda words, version: carry_out(
            lambda session, me: reflections.save(
                session, me, clip.id, words, _rather(clip.id, answer), version
            )
        ),
        max_length=MOST_CHARACTERS,
    )
    st.toggle(
        text("reflection.rather"),
        value=answer.rather_discuss,
        help=text("reflection.rather_hint"),
        key=f"reflection.rather.{clip.id}",
        on_change=_say_rather,
        args=(page.cycle.id, clip.id),
    )


def _end(page: _Page) -> None:
    name = named(page.cycle.coach)
    st.header(text("reflection.send", name=name), anchor=False)
    missing(text("reflection.missing"), page.missing)
    if not page.missing:
        st.markdown(text("reflection.ready", name=name))
    with st.container(horizontal=True, key="reflection.ways"):
        send = st.button(
            text("reflection.send", name=name),
            type="primary",
            icon=":material/send:",
            disabled=bool(page.missing),
            key="reflection.send",
        )
        may_skip = page.cycle.state is State.awaiting_reflection
        skip = may_skip and st.button(
            text("reflection.skip"), type="tertiary", key="reflection.skip"
        )
    cycle_id = page.cycle.id
    ask_first(
        send,
        key="reflection.confirm",
        title=text("reflection.confirm", name=name),
        says=[text("reflection.confirm_reads", name=name), text("reflection.confirm_next")],
        do=text("reflection.send", name=name),
        act=lambda session, me: reflections.submit(session, me, cycle_id),
        place=PLACE,
        done=text("reflection.done", name=name),
    )
    ask_first(
        skip,
        key="reflection.skipping",
        title=text("reflection.skip_confirm"),
        says=[text("reflection.skip_says"), text("reflection.skip_later")],
        do=text("reflection.skip_do"),
        act=lambda session, me: reflections.skip_to_talk(session, me, cycle_id),
        place=PLACE,
    )


def _first_open(package: PackageView, answers: dict[str, AnswerView]) -> int:
    """Go on where she left: the first clip without an answer, else the one she wrote at last."""
    mine = [answers[clip.id] for clip in package.clips]
    still_open = [at for at, answer in enumerate(mine) if not _answered(answer)]
    if still_open:
        return still_open[0]
    saved = [(answer.saved_at, at) for at, answer in enumerate(mine) if answer.saved_at]
    return max(saved)[1] if saved else 0


def _answered(answer: AnswerView) -> bool:
    return bool(answer.text.strip() or answer.rather_discuss)


def _go(at_key: str, at: int) -> None:
    st.session_state[at_key] = at
    st.session_state[_MOVED] = True


def _rather(clip_id: str, answer: AnswerView) -> bool:
    return bool(st.session_state.get(f"reflection.rather.{clip_id}", answer.rather_discuss))


def _say_rather(cycle_id: str, clip_id: str) -> None:
    """Keep the choice beside the words as they are now, whoever typed them last."""
    wish = bool(st.session_state[f"reflection.rather.{clip_id}"])

    def keep(session: Session, me: Asker) -> None:
        seen = reflections.read(session, me, cycle_id)
        answer = next(each for each in seen.answers if each.clip_id == clip_id)
        reflections.save(session, me, clip_id, answer.text, wish, answer.version)

    attempt(keep, place=_HERE)
