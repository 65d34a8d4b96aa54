"""Letting cycles stand still for a holiday: part of a coordinator's screen; tells no step."""

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from config.texts import format_date, text
from review_app.parts.acts import attempt
from review_app.parts.ask_first import ask_first, close, dialog, opened
from review_app.parts.plain import named
from storage import clock, cycles, pauses
from storage.enrolments import PairView
from storage.pauses import OpenCycle
from storage.rules.pause import HolidayPause

DAY = timedelta(days=1)


def show(pairs: Sequence[PairView], found: Sequence[OpenCycle], place: str) -> None:
    """Draw one line for each open cycle of these pairs; refusals are told at `place`."""
    of_pair = {pair.id: pair for pair in pairs}
    shown = [cycle for cycle in found if cycle.pair_id in of_pair]
    if not shown:
        return
    holiday = pauses.for_the_holiday()
    st.header(text("pauses.title"), anchor=False)
    st.markdown(text("pauses.lead"))
    st.markdown(_when(holiday))
    for cycle in sorted(shown, key=lambda each: of_pair[each.pair_id].teacher):
        _line(of_pair[cycle.pair_id], cycle, holiday, place)


def _when(holiday: HolidayPause | None) -> str:
    if holiday is None:
        return text("pauses.no_holiday")
    fields = {"holiday": text(f"holidays.{holiday.holiday}"), "until": format_date(holiday.until)}
    if clock.today() < holiday.earliest:
        return text("pauses.later", **fields, day=format_date(holiday.earliest))
    return text("pauses.now", **fields)


def _line(pair: PairView, cycle: OpenCycle, holiday: HolidayPause | None, place: str) -> None:
    who = {"teacher": named(pair.teacher), "coach": named(pair.coach)}
    said, word = text("pauses.runs", **who), "pause"
    near = holiday is not None and holiday.earliest <= clock.today()
    if cycle.paused:
        until = format_date(cycle.until) if cycle.until else ""
        said, word = text("pauses.paused", **who, until=until), "resume"
    with st.container(
        horizontal=True, vertical_alignment="center", border=True, key=f"pauses.line.{cycle.id}"
    ):
        st.markdown(said, width="stretch")
        pressed = st.button(
            text(f"pauses.{word}"),
            disabled=not (cycle.paused or near),
            key=f"pauses.{word}.{cycle.id}",
        )
    if cycle.paused:
        _ask_resume(pressed, pair, cycle, place)
    elif holiday is not None:
        _ask_pause(pressed, pair, cycle, holiday, place)


def _ask_pause(
    pressed: bool, pair: PairView, cycle: OpenCycle, holiday: HolidayPause, place: str
) -> None:
    names = {"teacher": named(pair.teacher), "coach": named(pair.coach)}
    if not opened(f"pauses.sure.{cycle.id}", pressed):
        return

    @dialog(text("pauses.sure", **names))
    def asked() -> None:
        st.markdown(text("pauses.sure_means", **names))
        st.markdown(text("pauses.sure_retention"))
        until: date = st.date_input(
            text("pauses.until"),
            value=holiday.until,
            min_value=clock.today() + DAY,
            max_value=holiday.until,
            format="DD-MM-YYYY",
            key="pauses.until",
        )
        with st.container(horizontal=True, key="pauses.ways"):
            if st.button(text("pauses.pause"), type="primary", key="pauses.do"):
                close()
                attempt(
                    lambda session, me: cycles.pause(session, me, cycle.id, until),
                    place=place,
                    done=text("pauses.done", **names),
                )
                st.rerun()
            if st.button(text("common.cancel"), key="pauses.cancel"):
                close()
                st.rerun()

    asked()


def _ask_resume(pressed: bool, pair: PairView, cycle: OpenCycle, place: str) -> None:
    names = {"teacher": named(pair.teacher), "coach": named(pair.coach)}
    ask_first(
        pressed,
        key=f"pauses.resume_sure.{cycle.id}",
        title=text("pauses.resume_sure", **names),
        says=[text("pauses.resume_means")],
        do=text("pauses.resume"),
        act=lambda session, me: cycles.resume(session, me, cycle.id),
        place=place,
        done=text("pauses.resumed", **names),
    )
