"""One lesson film of one's own: the look before sharing, who may see it, and when it goes."""

from collections.abc import Sequence
from fractions import Fraction

import streamlit as st

from config.texts import text
from review_app.parts import frame, written
from review_app.parts.acts import attempt, notices
from review_app.parts.ask_first import ask_first
from review_app.parts.plain import named, plain
from review_app.parts.player import Film, captions_in, player
from review_app.screens import (
    film_facts,
    film_objections,
    lesson,
    looking_through,
    seen_film,
    withdrawal,
)
from review_app.screens import recordings as shelf
from review_app.screens.seen_film import PLACE, Seen
from storage import recordings
from storage.database import asking
from storage.people import Member
from storage.records import RecordingState, RenditionKind
from storage.spans import Span

_CHECKED = "recording.checked"


def show(member: Member, recording_id: str) -> None:
    """Draw one film. Raises NotFound for somebody else's, as for one that does not exist."""
    seen = seen_film.read(member, recording_id)
    frame.heading(text("recordings.of", day=shelf.day_of(seen.film)))
    if seen.cycle:
        frame.path(member, seen.cycle, key="recording.path", disappears=seen.ends_on)
    if seen.film.withdrawn_at:
        withdrawal.told_of_film(seen.film.withdrawn_at)
    match seen.film.state:
        case RecordingState.processing if seen.film.withdrawn_at:
            notices(PLACE)
        case RecordingState.processing:
            _objections(seen)
            _under_way(member, recording_id)
            notices(PLACE)
        case RecordingState.refused:
            _refused(seen)
        case _:
            _objections(seen)
            _watch(seen)
            _share(seen)
            notices(PLACE)
            film_facts.show(seen)
            lesson.of_film(recording_id, seen.lesson, seen.classes, PLACE)
    if not seen.locked:
        _ways_out(seen)
    if seen.film.state is RecordingState.ready and seen.film.step != "done":
        written.follow(member, recording_id)


def _objections(seen: Seen) -> None:
    if seen.locked:
        film_objections.deal(seen.film.id, seen.objections, seen.check, PLACE)


def _ways_out(seen: Seen) -> None:
    """Locking it, taking it back, throwing it away: the last things on the page."""
    if seen.film.state in (RecordingState.ready, RecordingState.released):
        film_objections.write_down(seen.film.id, seen.lesson)
    with st.container(horizontal=True, key="recording.ways_out"):
        if not seen.stopped and seen.film.state is not RecordingState.refused:
            withdrawal.from_film(seen.film, PLACE, published=seen.published)
        _throw_away(seen)


@frame.panel(every=2)
def _under_way(member: Member, recording_id: str) -> None:
    with asking() as session:
        film = recordings.look(session, member.asker, recording_id)
    if film.state is not RecordingState.processing:
        st.rerun()
    shelf.steps(film)


def _refused(seen: Seen) -> None:
    st.info(frame.refusal(seen.film.refusal or "refusals.film_damaged"), icon=":material/info:")
    if seen.cycle and seen.cycle.refused:
        st.markdown(text("recordings.again"))
        if st.button(text("today.on.film"), type="primary", key="recording.again"):
            frame.go("recordings")


def _watch(seen: Seen) -> None:
    film, address = seen.film, f"/recordings/{seen.film.id}"
    if film.intention:
        st.markdown(text("recordings.intention", intention=plain(film.intention)))
    written_out = RenditionKind.captions in film.files and not seen.locked
    lighter = RenditionKind.data_saver in film.files
    captions = (captions_in(film.language, f"{address}/captions.vtt"),) if written_out else ()
    player(
        key="recording.player",
        of=film.id,
        film=Film(
            src=f"{address}/proxy.mp4",
            fps=Fraction(*film.fps) if film.fps else Fraction(25),
            duration_ms=film.duration_ms or 0,
            saver=f"{address}/data-saver.mp4" if lighter else None,
            poster=f"{address}/poster.jpg" if RenditionKind.poster in film.files else None,
            captions=captions,
            lines=None if seen.locked else f"{address}/lines.json",
        ),
        on_watched=lambda spans: _note_watched(film.id, spans),
    )


def _note_watched(recording_id: str, spans: Sequence[Span]) -> None:
    attempt(
        lambda session, me: recordings.note_watched(session, me, recording_id, spans), place=PLACE
    )


def _share(seen: Seen) -> None:
    """What sharing means, the tick, and the button; or with whom it is shared."""
    if not seen.cycle or seen.stopped or seen.locked:
        return
    coach, film = named(seen.cycle.coach), seen.film
    if film.state is RecordingState.released:
        st.header(text("recordings.shared", name=coach), anchor=False)
        st.markdown(text("recordings.shared_means", name=coach))
        return
    if seen.check and not seen.check.reviewed:
        looking_through.before(film.id, seen.check, PLACE)
        return
    st.header(text("recordings.share", name=coach), anchor=False)
    st.markdown(text("recordings.share_means", name=coach))
    if seen.check:
        looking_through.after(film.id, seen.check)
    st.checkbox(text("recordings.checked"), key=_CHECKED)
    with st.container(horizontal=True, key="recording.share"):
        st.button(
            text("recordings.share_with", name=coach),
            type="primary",
            key="recording.share_with",
            on_click=_release,
            args=(film.id, False, coach),
        )
        shown = seen.check is not None and seen.check.takes_out  # the check showed what it becomes
        if film.watched_at is None and not shown:
            st.button(
                text("recordings.share_unwatched"),
                key="recording.share_unwatched",
                on_click=_release,
                args=(film.id, True, coach),
            )


def _release(recording_id: str, waived: bool, coach: str) -> None:
    checked = bool(st.session_state.get(_CHECKED))  # as ticked now, not as drawn last
    attempt(
        lambda session, me: recordings.release(
            session, me, recording_id, pupils_checked=checked, waived=waived
        ),
        place=PLACE,
        done=text("recordings.shared", name=coach),
    )


def _throw_away(seen: Seen) -> None:
    if seen.film.state is RecordingState.refused:
        return
    recording_id = seen.film.id
    ask_first(
        st.button(
            text("recordings.throw_away"), key="recording.throw_away", icon=":material/delete:"
        ),
        key="recording.sure",
        title=text("recordings.sure"),
        says=[text("recordings.sure_means"), text("thrown_away.file")],
        do=text("recordings.sure_yes"),
        act=lambda session, me: recordings.discard(session, me, recording_id),
        place=PLACE,
        done=text("recordings.gone"),
        then=lambda: frame.go("recordings"),
    )
