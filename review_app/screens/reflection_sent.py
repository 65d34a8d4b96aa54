"""A reflection that was sent, to read; or what stayed behind when the cycle ended."""

import streamlit as st

from config.texts import format_moment, text
from review_app.parts import frame
from review_app.parts import thrown_away as gone
from review_app.parts.clip import coach_words, throw_away, watch
from review_app.parts.frame import aside
from review_app.parts.plain import named, plain
from storage.packages import PackageView
from storage.recordings import RecordingView
from storage.reflections import AnswerView, ReflectionView
from storage.rules.cycle import State
from storage.rules.retention import Kind
from storage.thrown_away import WordsView
from storage.today import CycleView


def show(
    cycle: CycleView,
    package: PackageView,
    reflection: ReflectionView | None,
    lesson: RecordingView | None,
    mine: bool,
    words: WordsView,
) -> None:
    """Draw every clip with its answer; `mine` for the teacher who wrote them.

    Of a reflection that is gone the clips stand there with the coach's words.
    """
    sent_at = reflection.submitted_at if reflection else None
    went = None if sent_at else words.went.get(Kind.reflection)
    if went:
        gone.said(Kind.reflection, went)
    elif sent_at:
        moment = format_moment(sent_at)
        word = "sent_mine" if mine else "sent_theirs"
        name = named(cycle.coach if mine else cycle.teacher)
        st.markdown(text(f"reflection.{word}", name=name, moment=moment))
    else:
        st.markdown(text("reflection.not_sent"))
    answers = {answer.clip_id: answer for answer in reflection.answers} if reflection else {}
    if not package.clips:
        st.markdown(text("clip.none_left"))
    for number, clip in enumerate(package.clips, start=1):
        st.header(text("clip.number", n=number), anchor=False)
        watch(clip, lesson, key=f"reflection.film.{clip.id}", of_teacher=False)
        coach_words(clip, cycle.coach, key=f"reflection.words.{clip.position}")
        if not went and clip.id in answers:
            show_answer(answers[clip.id], cycle.teacher, mine=mine)
        if mine:
            throw_away(clip, "reflection")
    gone.button(Kind.reflection, words, cycle, "reflection")
    if cycle.state is State.awaiting_talk and st.button(
        text("reflection.to_talk"), type="primary", key="reflection.to_talk"
    ):
        frame.go("talk", cycle.id)


def show_answer(answer: AnswerView, teacher: str, *, mine: bool) -> None:
    """What the teacher wrote at one clip."""
    with st.container(border=True, key=f"answer.{answer.clip_id}"):
        aside(
            text("reflection.wrote_mine") if mine else text("reflection.wrote", name=named(teacher))
        )
        if answer.text.strip():
            st.markdown(plain(answer.text))
        if answer.rather_discuss:
            st.markdown(f":material/forum: {text('reflection.rather_said')}")
        elif not answer.text.strip():
            st.markdown(text("reflection.nothing"))
