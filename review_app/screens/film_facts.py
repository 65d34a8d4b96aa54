"""Three plain facts of a film: who may see it, when it goes, and that it can go sooner."""

from datetime import date, datetime, time

import streamlit as st

from config.texts import format_date, text
from review_app.parts.acts import attempt
from review_app.parts.plain import named
from review_app.parts.sentences import filmed_on
from review_app.screens import extension
from review_app.screens.seen_film import PLACE, Seen
from storage import clock, retention
from storage.records import RecordingState
from storage.retention import EndingView

_SOONER = "recording.sooner_day"


def show(seen: Seen) -> None:
    """Draw three plain facts: who may see it, when it goes, and that it can go sooner."""
    who, when = st.columns(2, gap="large")
    with who:
        st.header(text("recordings.who"), anchor=False)
        released = seen.film.state is RecordingState.released
        shared = released and seen.cycle and not (seen.stopped or seen.locked)
        st.markdown(text("recordings.who_you"))
        st.markdown(
            text("recordings.who_coach", name=named(seen.cycle.coach))
            if shared and seen.cycle
            else text("recordings.who_nobody")
        )
        st.markdown(text("recordings.who_never"))
        filmed_on(seen.basis)
    with when:
        st.header(text("recordings.when"), anchor=False)
        for sentence in dict.fromkeys(_in_words(each) for each in seen.endings):
            st.markdown(f":material/schedule: {sentence}")
        _sooner(seen)
        extension.teachers(seen.film.id, seen.longer, seen.ends_on, PLACE)


def _in_words(view: EndingView) -> str:
    return text(
        view.sentence,
        date=format_date(clock.day_at_school(view.ending.at)) if view.ending.at else "",
    )


def _sooner(seen: Seen) -> None:
    if not seen.ends_on or seen.ends_on <= clock.today():
        return
    with st.expander(text("recordings.sooner"), key="recording.sooner"):
        wish = st.date_input(
            text("recordings.sooner_day"),
            value=None,
            min_value=clock.today(),
            max_value=seen.ends_on,
            format="DD-MM-YYYY",
            key=_SOONER,
        )
        st.button(
            text("recordings.sooner_keep"),
            disabled=wish is None,
            key="recording.sooner_keep",
            on_click=_choose_end,
            args=(seen.film.id,),
        )


def _choose_end(recording_id: str) -> None:
    wish: date | None = st.session_state[_SOONER]
    if wish is None:  # emptied in the moment of pressing: nothing was chosen
        return
    end = datetime.combine(wish, time(23, 59, 59), clock.SCHOOL_TIME)
    attempt(
        lambda session, me: retention.choose_end(session, me, recording_id, end),
        place=PLACE,
        done=text("recordings.sooner_kept", day=format_date(wish)),
    )
