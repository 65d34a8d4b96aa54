"""A month as a picture: seven columns of days, those on which something goes marked and counted.

It is a plain table, so that a screen reader reads it by day of the week, and it fits a phone. What
goes on a day stands in words below it.
"""

from calendar import Calendar
from collections.abc import Mapping
from datetime import date

import streamlit as st

from config.texts import format_date, text
from storage import clock

MONDAY = date(2026, 11, 23)
"""Any Monday: the days of the week are named by counting on from it."""


def month(first: date, counts: Mapping[date, int]) -> None:
    """Draw the month of `first`; `counts` says how many things go on a day."""
    st.markdown(table(first, counts))


def table(first: date, counts: Mapping[date, int]) -> str:
    """The month as a table in Markdown."""
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    days = [date.fromordinal(MONDAY.toordinal() + n) for n in range(7)]
    head = [format_date(day, short=True).split()[0] for day in days]
    lines = [head, [":-:"] * 7]
    lines += [[_cell(day, first, counts.get(day, 0)) for day in week] for week in weeks]
    return "\n".join(f"|{'|'.join(line)}|" for line in lines)


def _cell(day: date, first: date, times: int) -> str:
    if day.month != first.month:
        return " "
    if times:
        return f":primary-background[**{day.day}**] {text('retention_screen.on_day', n=times)}"
    return f"**{day.day}**" if day == clock.today() else str(day.day)
