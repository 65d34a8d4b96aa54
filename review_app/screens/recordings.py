"""A teacher's own lesson films: adding one, and what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import streamlit as st

from config.texts import format_date, format_duration_ms, text
from review_app.parts import frame
from review_app.parts.film_card import film_card
from review_app.parts.plain import named, straight
from review_app.parts.sentences import first_of
from review_app.parts.uploader import uploader
from review_app.screens import one_recording
from storage import clock, lessons, recordings, today, uploads
from storage.database import asking
from storage.people import Member
from storage.recordings import RecordingView
from storage.records import RecordingState, RenditionKind
from storage.rules.access import Role
from storage.rules.cycle import State
from storage.rules.sentences import Sentence
from storage.today import CycleView

_SHOWN = {"waiting": 0, "probe": 0, "renditions": 1, "transcript": 2, "captions": 2, "done": 3}
"""Which of the words people see (`recordings.steps.<0-3>`) is at hand."""
_DAMAGED = "refusals.film_damaged"


@dataclass(frozen=True)
class Shelf:
    """The films of one teacher, and the cycles they belong to."""

    films: Sequence[RecordingView]
    cycles: Mapping[str, CycleView]
    not_yet: Mapping[str, Sequence[Sentence]] = field(default_factory=dict)
    """What keeps a cycle's film out, by cycle id."""
    by_consent: frozenset[str] = frozenset()
    """The cycles that are filmed with consent."""
    classes: Sequence[str] = ()
    """Those of her films."""

    def awaiting(self) -> list[CycleView]:
        """The cycles that wait for a film."""
        return [view for view in self.cycles.values() if view.state is State.awaiting_recording]

    def intention(self, cycle_id: str) -> str:
        """What the teacher asked with her last film for a cycle; of the next she asks the same."""
        return next((film.intention for film in self.films if film.cycle_id == cycle_id), "")


def show(member: Member) -> None:
    """Draw one film when the address names it (`?id=`), else all of them."""
    if "id" in st.query_params:
        one_recording.show(member, frame.asked_id())
        return
    shelf = _read(member)
    frame.heading(text("recordings.title"), text("recordings.lead"))
    for view in shelf.awaiting():
        _upload(view, shelf)
    if any(_busy(film) for film in shelf.films):
        _under_way(member)
    shown = [film for film in shelf.films if not _busy(film)]
    if not shelf.films and not shelf.awaiting():
        st.markdown(text("recordings.none"))
    for film in shown:
        _film(film, shelf.cycles.get(film.cycle_id or ""))


def _busy(film: RecordingView) -> bool:
    """Whether the machine works on it."""
    return film.state is RecordingState.processing and not film.withdrawn_at


def _read(member: Member) -> Shelf:
    with asking() as session:
        if member.role is not Role.teacher:
            return Shelf([], {})
        views = today.everything(session, member.asker)
        films = recordings.mine(session, member.asker)
        shelf = Shelf(films, {view.id: view for view in views})
        waiting = [view.id for view in shelf.awaiting()]
        not_yet = {of: uploads.why_not_yet(session, member.asker, of) for of in waiting}
        consent = frozenset(of for of in waiting if uploads.films_by_consent(session, of))
        classes = lessons.classes_of(session, member.asker) if waiting else ()
    return replace(shelf, not_yet=not_yet, by_consent=consent, classes=classes)


def _upload(view: CycleView, shelf: Shelf) -> None:
    st.header(text("recordings.add", n=view.number, name=named(view.coach)), anchor=False)
    if view.refused:
        st.info(text("today.refused", why=frame.refusal(view.refused)), icon=":material/info:")
    if not_yet := shelf.not_yet[view.id]:
        first_of(not_yet)
        return
    told = uploader(
        key="recordings.upload",
        cycle_id=view.id,
        intention=shelf.intention(view.id),
        classes=shelf.classes,
        by_consent=view.id in shelf.by_consent,
    )
    if told.finished or told.cancelled:
        st.rerun()


@frame.panel(every=2)
def _under_way(member: Member) -> None:
    """The films the machine works on, step by step; looks again every two seconds."""
    with asking() as session:
        films = recordings.mine(session, member.asker)
    busy = [film for film in films if _busy(film)]
    for film in busy:
        steps(film)
    if not busy:
        st.rerun()


def steps(film: RecordingView) -> None:
    """How far the machine is with one film, in words."""
    at = _SHOWN[film.step]
    with st.container(border=True, key=f"recordings.steps.{film.id}"):
        st.header(text("recordings.preparing", day=day_of(film)), anchor=False)
        for number in range(4):
            word = text(f"recordings.steps.{number}")
            if number < at:
                st.markdown(f":material/check: {word}")
            elif number > at:
                st.markdown(f":material/radio_button_unchecked: {word}")
            elif film.step == "waiting":
                st.markdown(f":material/hourglass_empty: **{word}** {text('recordings.in_line')}")
            else:
                st.progress(film.percent, text=f"**{word}** {film.percent} %")
        st.markdown(text("recordings.close_tab"))


def _film(film: RecordingView, view: CycleView | None) -> None:
    refused = film.state is RecordingState.refused
    # Where a new film is asked for, it is told already why this one could not be used.
    told = refused and view is not None and view.refused == film.refusal
    film_card(
        key=f"recordings.film.{film.id}",
        of=film.id,
        title=text("recordings.of", day=day_of(film)),
        facts=" · ".join(_facts(film, view)),
        says=frame.refusal(film.refusal or _DAMAGED) if refused and not told else "",
        action="" if refused else text(f"recordings.open.{film.state}"),
        poster=_poster(film),
    )


def _poster(film: RecordingView) -> str:
    """The address of the film's still, fetched with the browser's own cookie."""
    return f"/recordings/{film.id}/poster.jpg" if RenditionKind.poster in film.files else ""


def _facts(film: RecordingView, view: CycleView | None) -> list[str]:
    stopped = film.withdrawn_at or (view and view.withdrawn)
    word = "withdrawn" if stopped else film.state
    facts = [text(f"recordings.state.{word}", name=straight(view.coach) if view else "")]
    if film.duration_ms:
        facts.append(format_duration_ms(film.duration_ms))
    if view:
        facts.append(text("recordings.cycle", n=view.number, name=straight(view.coach)))
    return facts


def day_of(film: RecordingView) -> str:
    """The day a film came in, in words."""
    return format_date(film.uploaded_at.astimezone(clock.SCHOOL_TIME).date())
