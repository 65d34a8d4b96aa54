"""One published clip: its film, and what the coach says about it."""

from fractions import Fraction

import streamlit as st

from config.foundations import Foundation, foundations
from config.texts import format_clock_ms, text
from review_app.parts import look
from review_app.parts.acts import quietly
from review_app.parts.ask_first import ask_first
from review_app.parts.frame import aside
from review_app.parts.plain import named, plain
from review_app.parts.player import Film, captions_in, player
from storage import recordings, reflections, thrown_away
from storage.clips import ClipView, Words
from storage.recordings import RecordingView
from storage.spans import Span

_STANDARD = (25, 1)


def watch(
    clip: ClipView,
    lesson: RecordingView | None,
    *,
    key: str,
    of_teacher: bool,
    arrive: bool = False,
) -> None:
    """Play a clip from its own file, or as a span of the lesson while that is being cut.

    `lesson` is None for whoever may not watch it (any more). `of_teacher`: remember that she
    opened the clip, which sending her reflection asks for. `arrive`: bring it into view.
    """
    found = None if clip.locked else _film(clip, lesson)
    if found is None:
        with st.container(border=True, key=f"{key}.none"):
            st.markdown(text(_why_not(clip)))
        return
    film, span = found

    def opened() -> None:
        if of_teacher:
            quietly(lambda session, me: reflections.open_clip(session, me, clip.id))

    def watched(spans: tuple[Span, ...]) -> None:
        if span is not None and (of := clip.recording_id):
            quietly(lambda session, me: recordings.note_watched(session, me, of, spans))

    player(
        key=key,
        of=clip.id,
        film=film,
        span=span,
        arrive=arrive,
        on_watched=watched,
        on_opened=opened,
    )
    if clip.keepable and clip.file_ready:
        st.link_button(
            text("clip.keep"),
            f"/clips/{clip.id}/download",
            icon=":material/download:",
            key=f"{key}.keep",
        )


def _why_not(clip: ClipView) -> str:
    if clip.locked:
        return "clip.locked"
    return "clip.cutting" if clip.recording_id else "clip.gone"


def throw_away(clip: ClipView, place: str) -> None:
    """A quiet way for the teacher to let one clip go; a refusal is told at `place`."""
    clip_id = clip.id
    ask_first(
        st.button(
            text("clip.throw_away"),
            type="tertiary",
            icon=":material/delete:",
            key=f"clip.throw_away.{clip_id}",
        ),
        key=f"clip.throw_away_sure.{clip_id}",
        title=text("clip.throw_away_sure", n=clip.position),
        says=[text("clip.throw_away_means")],
        do=text("clip.throw_away_yes"),
        act=lambda session, me: thrown_away.clip(session, me, clip_id),
        place=place,
        done=text("clip.thrown_away"),
    )


def coach_words(clip: ClipView, coach: str, *, key: str) -> None:
    """Where the clip belongs, what the coach saw and what the coach asks."""
    with st.container(border=True, key=key):
        st.markdown(tag(clip.words))
        if clip.words.fact:
            aside(text("clip.fact", name=named(coach)))
            st.markdown(plain(clip.words.fact))
        if clip.words.question:
            aside(text("clip.question", name=named(coach)))
            st.markdown(f"**{plain(clip.words.question)}**")


def tag(words: Words) -> str:
    """Foundation (icon, word and hue), dimension and kind of question, on one line."""
    found = [_foundation(each) for each in foundations() if each.key == words.foundation]
    if words.dimension:
        found.append(text(f"dimensions.{words.dimension}.name"))
    if words.prompt_kind:
        found.append(f"*{text(f'prompt_kinds.{words.prompt_kind}.name')}*")
    return " · ".join(found)


def place(clip: ClipView) -> str:
    """Where in the lesson the clip lies: "1:00 tot 1:30"."""
    start, end = format_clock_ms(clip.span.start_ms), format_clock_ms(clip.span.end_ms)
    return text("clip.span", start=start, end=end)


def _foundation(foundation: Foundation) -> str:
    said = f"{look.icon(foundation)} **{text(f'foundations.{foundation.key}')}**"
    return look.coloured(foundation, said)


def _film(clip: ClipView, lesson: RecordingView | None) -> tuple[Film, Span | None] | None:
    """The same choice as long as somebody looks: another address would load the film anew."""
    remembered = f"clip.own.{clip.id}"
    own = st.session_state.get(remembered, clip.file_ready) or not lesson
    if own and not clip.file_ready:
        return None
    st.session_state[remembered] = own
    at = f"/clips/{clip.id}" if own else f"/recordings/{clip.recording_id}"
    fps = clip.fps or (lesson.fps if lesson else None) or _STANDARD
    film = Film(
        src=f"{at}/{'clip' if own else 'proxy'}.mp4",
        fps=Fraction(*fps),
        duration_ms=clip.span.length_ms if own else (lesson and lesson.duration_ms) or 0,
        captions=(captions_in(lesson and lesson.language, f"{at}/captions.vtt"),),
    )
    return film, None if own else clip.span
