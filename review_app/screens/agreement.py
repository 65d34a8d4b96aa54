"""What a pair agrees before the first film: read it, sign it, read it again later."""

from collections.abc import Sequence

import streamlit as st

from config.texts import format_date, text
from review_app.parts import frame
from review_app.parts.acts import attempt, notices
from review_app.parts.plain import named
from review_app.parts.sentences import first_of
from review_app.screens import earlier
from storage import agreements
from storage.agreements import AgreementView, ToSign
from storage.database import asking
from storage.people import Member
from storage.rules.steps import Who

PLACE = "agreement"


def show(member: Member) -> None:
    """Draw the agreement the address names (`?id=`), the only one, or the list of them."""
    with asking() as session:
        if "id" in st.query_params:
            found = [agreements.read(session, member.asker, frame.asked_id())]
        else:
            found = agreements.mine(session, member.asker)
    if len(found) != 1:
        frame.heading(
            text("agreement.title"), text("agreement.lead" if found else "agreement.none")
        )
        for view in found:
            _line(view)
        return
    _one(member, found[0])


def to_sign(found: Sequence[ToSign]) -> None:
    """On Today: the way to each of these."""
    for each in found:
        with st.container(border=True, key=f"agreement.first.{each.pair_id}"):
            st.markdown(text("agreement.first", name=named(each.other)))
            label = text("agreement.read")
            if st.button(label, type="primary", key=f"agreement.read.{each.pair_id}"):
                frame.go("agreement", each.pair_id)


def other(view: AgreementView) -> str:
    """The name of the other of the two."""
    return view.coach if view.mine is Who.teacher else view.teacher


def _line(view: AgreementView) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", border=True,
        key=f"agreement.line.{view.pair_id}",
    ):  # fmt: skip
        said = f"**{text('agreement.with', name=named(other(view)))}**. {_mine(view)}"
        st.markdown(said, width="stretch")
        frame.link("agreement", text("agreement.read"), view.pair_id)


def _mine(view: AgreementView) -> str:
    at = view.signed.get(view.mine)
    return text("agreement.you_signed", day=format_date(at, year=True)) if at else ""


def _one(member: Member, view: AgreementView) -> None:
    frame.heading(text("agreement.with", name=named(other(view))), text("agreement.lead"))
    notices(PLACE)
    if view.before:
        day = format_date(view.before.signed_at, year=True)
        st.info(text("agreement.changed", day=day), icon=":material/info:")
    for part, promises in view.words.items():
        st.header(text(f"agreement.parts.{part}"), anchor=False)
        st.markdown("\n".join(f"- {sentence}" for sentence in promises.values()))
    programme = named(view.programme)
    frame.aside(text("agreement.version", version=view.version, programme=programme))
    _signatures(member, view)
    if view.mine is Who.teacher:
        earlier.show(member, view.pair_id, view.coach)
    st.link_button(
        text("agreement.download"),
        f"/agreements/{view.pair_id}.docx",
        icon=":material/download:",
        key="agreement.download",
    )
    if view.before:
        day = format_date(view.before.signed_at, year=True)
        with st.expander(text("agreement.before", day=day), key="agreement.before"):
            st.markdown("\n".join(f"- {sentence}" for sentence in view.before.sentences))


def _signatures(member: Member, view: AgreementView) -> None:
    """Who signed; and the one button for who did not."""
    if view.not_yet:
        first_of(view.not_yet)
        return
    with st.container(border=True, key="agreement.signatures"):
        if at := next((at for who, at in view.signed.items() if who is not view.mine), None):
            day = format_date(at, year=True)
            st.markdown(text("agreement.other_signed", name=named(other(view)), day=day))
        else:
            st.markdown(text("agreement.other_not", name=named(other(view))))
        if view.mine in view.signed:
            st.markdown(_mine(view))
            if len(view.signed) == len((Who.teacher, Who.coach)):
                st.markdown(f"**{text('agreement.both')}**")
            return
        st.markdown(text("agreement.signing_as", name=named(member.name)))
        st.button(
            text("agreement.sign"),
            type="primary",
            key="agreement.sign",
            on_click=_sign,
            args=(view.pair_id, view.fingerprint),
        )


def _sign(pair_id: str, fingerprint: str) -> None:
    attempt(
        lambda session, me: agreements.sign(session, me, pair_id, fingerprint),
        place=PLACE,
        done=text("agreement.done"),
    )
