"""A receipt of what was deleted, to take along: for a period, or of one recording."""

from datetime import timedelta
from urllib.parse import urlencode

import streamlit as st

from config.texts import text
from storage import clock, receipts
from storage.database import asking
from storage.people import Member
from storage.receipts import Period

USUAL = timedelta(days=365)
DAY = "DD-MM-YYYY"


def own() -> None:
    """Offer a teacher the receipt of everything of hers that went."""
    st.markdown(text("receipt.lead"))
    _link("/tombstones.pdf")


def of_a_period(member: Member) -> None:
    """Let who looks after proofs choose days, or one recording."""
    st.markdown(text("receipt.lead"))
    today = clock.today()
    left, right = st.columns(2)
    first = left.date_input(
        text("receipt.from"), today - USUAL, max_value=today, format=DAY, key="receipt.from"
    )
    last = right.date_input(
        text("receipt.until"), today, max_value=today, format=DAY, key="receipt.until"
    )
    recording = st.text_input(text("receipt.recording"), max_chars=36, key="receipt.recording")
    period = Period(first, last)
    with asking() as session:
        found = receipts.count(
            session, member.asker, recording_id=recording.strip() or None, period=period
        )
    if not found:
        st.markdown(text("refusals.nothing_to_prove"))
    elif found > receipts.MOST:
        st.markdown(text("refusals.too_much_to_prove", most=receipts.MOST))
    else:
        asked = {"from": first.isoformat(), "until": last.isoformat()}
        if recording.strip():
            asked["recording"] = recording.strip()
        _link(f"/tombstones.pdf?{urlencode(asked)}")


def _link(address: str) -> None:
    st.link_button(
        text("receipt.download"), address, icon=":material/download:", key="receipt.download"
    )
