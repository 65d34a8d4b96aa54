"""What a teacher is asked on the page of her own film before she shares it."""

import streamlit as st

from config.texts import text
from review_app.parts import frame
from review_app.parts.acts import attempt
from storage import privacy_review
from storage.privacy_review import Review


def before(recording_id: str, check: Review, place: str) -> None:
    """Before she can share: what must go out of it, or that nothing need go."""
    st.header(text("recordings.look_through"), anchor=False)
    st.markdown(text("recordings.look_through_means"))
    with st.container(horizontal=True, key="recording.look_through"):
        go_on = "recordings.look_on" if check.takes_out else "recordings.look_begin"
        if st.button(text(go_on), type="primary", key="recording.look_through.go"):
            frame.go("privacy_check", recording_id)
        if not check.takes_out:
            st.button(
                text("recordings.look_nothing"),
                key="recording.look_through.nothing",
                on_click=_nothing_to_hide,
                args=(recording_id, check.version, place),
            )


def after(recording_id: str, check: Review) -> None:
    """She looked: what she said, that it goes for good, and the way back until then."""
    st.markdown(text(f"recordings.looked.{'out' if check.takes_out else 'nothing'}"))
    frame.link("privacy_check", text("recordings.look_again"), of=recording_id)


def _nothing_to_hide(recording_id: str, version: int, place: str) -> None:
    attempt(
        lambda session, me: privacy_review.agree(session, me, recording_id, version), place=place
    )
