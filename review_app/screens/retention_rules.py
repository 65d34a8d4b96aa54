"""For the admin and the data protection officer: the rules, what is due, and the proofs."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import groupby

import streamlit as st

from config.retention import Preset, presets
from config.texts import format_date, format_moment, plural, text
from review_app.parts import look
from review_app.parts.acts import attempt, notices
from review_app.screens import retention_calendar, retention_policy, retention_receipt
from storage import access, erasures, nights, policies, retention_totals, terms, tombstones
from storage.database import asking
from storage.nights import Wake
from storage.overdue import Alike
from storage.people import Member
from storage.records import Tombstone
from storage.rules.access import Act, Asker, Thing, may
from storage.rules.retention import Kind, policy_for

_ANEW = "retention.anew"


def show(member: Member) -> None:
    """Draw policy, backlog and proofs. Raises NotAllowed for anybody else."""
    with asking() as session:
        access.require(member.asker, Act.READ_POLICY, Thing())
        in_use = policies.preset_in_use(session)
        anew = bool(st.session_state.pop(_ANEW, False))
        outlook = retention_totals.look(session, member.asker, anew=anew)
        stones = tombstones.newest(session, member.asker)
        wake = nights.look(session, member.asker)
    st.markdown(text("retention_screen.lead_rules"))
    _night(member.asker, wake)
    _backlog(member.asker, outlook.due, wake)
    _coming(outlook.coming)
    _counted(outlook.at)
    _proofs(member, stones)
    _policy(in_use)
    retention_policy.change(member)


def because(trigger: str, *, own: bool = False) -> str:
    """Why something went, in words; what its owner threw away has a reason of its own."""
    if trigger == "discard":
        whose = "discard_own" if own else "discard"
        return text(f"retention_screen.because.{whose}")
    return text(f"retention.because.{trigger}")


def _backlog(asker: Asker, due: Sequence[Alike], wake: Wake) -> None:
    """How much must go now; of what sort it is, in as many lines as there are sorts."""
    st.header(text("retention_screen.backlog"), anchor=False)
    if not due:
        st.markdown(text("retention_screen.backlog_none"))
        return
    times = sum(each.times for each in due)
    st.markdown(
        plural("night.due", times) if wake.waits else plural("retention_screen.backlog_some", times)
    )
    if not may(asker, Act.RUN_RETENTION, Thing()).allowed:
        return
    with st.expander(text("retention_screen.dry_run"), key="retention.dry_run"):
        for each in due:
            kind = text(f"retention.kinds.{each.kind}")
            since = format_moment(each.since, year=True, short=True)
            said = plural("retention_screen.due_line", each.times, kind=kind, moment=since)
            st.markdown(f"- {said}; {because(each.because)}")


def _night(asker: Asker, wake: Wake) -> None:
    if wake.night is None:
        return
    st.header(text("night.title"), anchor=False)
    said = "  \n".join(text(each.key, **each.fields) for each in nights.told(wake))
    st.markdown(f":small[{format_moment(wake.night.at, short=True)}]")
    if wake.well:
        st.markdown(said)
    else:
        st.warning(said, icon=":material/nightlight:")
    if wake.waits and may(asker, Act.RUN_RETENTION, Thing()).allowed:
        st.button(
            text("night.allow"), icon=":material/delete:", key="retention.allow", on_click=_allow
        )
    notices("retention.night")


def _allow() -> None:
    attempt(nights.allow, place="retention.night", done=text("night.allowed"))


def _coming(coming: Mapping[date, Mapping[Kind, int]]) -> None:
    """What goes in the weeks ahead, by day and kind: whose it is, is nobody's business here."""
    st.header(text("retention_screen.ahead"), anchor=False)
    if not coming:
        st.markdown(text("retention_screen.ahead_none"))
    for month, days in groupby(sorted(coming), key=lambda day: day.replace(day=1)):
        found = list(days)
        st.subheader(month_word(month), anchor=False)
        retention_calendar.month(month, {day: sum(coming[day].values()) for day in found})
        for day in found:
            kinds = [
                text("retention_screen.kind_times", kind=text(f"retention.kinds.{kind}"), n=n)
                for kind, n in coming[day].items()
            ]
            st.markdown(f"- {format_date(day)}: {', '.join(kinds)}")


def _counted(at: datetime) -> None:
    """When these figures were counted, and to have them counted now."""
    st.markdown(f":small[{text('retention_screen.counted', moment=format_moment(at, short=True))}]")
    st.button(
        text("retention_screen.count"),
        icon=":material/refresh:",
        key="retention.count",
        on_click=_anew,
    )


def _anew() -> None:
    st.session_state[_ANEW] = True


def month_word(month: date) -> str:
    """The month and its year: "november 2026"."""
    return format_date(month, year=True).split(" ", 2)[2]


def _proofs(member: Member, stones: Sequence[Tombstone]) -> None:
    st.header(text("retention_screen.chain"), anchor=False)
    st.markdown(text("retention_screen.chain_lead"))
    pressed = st.button(
        text("retention_screen.check"), icon=":material/link:", key="retention.check"
    )
    if pressed:
        with asking() as session:
            broken = erasures.verify(session)
        if broken:
            st.warning(plural("retention_screen.chain_broken", len(broken)))
            st.markdown(
                "\n".join(
                    f"- {text(f'retention_screen.broken.{each.why}', seq=each.seq)}"
                    for each in broken
                )
            )
        else:
            st.success(text("retention_screen.chain_holds"), icon=":material/check:")
    if stones:
        st.markdown(f"**{text('retention_screen.last')}**")
        with st.container(border=True, gap="xsmall", key="retention.proofs"):
            for stone in stones:
                _proof(stone)
        retention_receipt.of_a_period(member)


def _proof(stone: Tombstone) -> None:
    said = text(
        "retention_screen.proof",
        seq=stone.seq,
        moment=format_moment(stone.deleted_at, short=True),
        kind=text(f"retention.kinds.{stone.kind}"),
    )
    st.markdown(f"{said}  \n:small[{because(stone.trigger)}]")


def _policy(in_use: Preset) -> None:
    st.header(text("retention_screen.policy"), anchor=False)
    st.markdown(text("retention_screen.policy_lead"))
    found = presets()
    chosen: Preset | None = st.segmented_control(
        text("retention_screen.preset"),
        found,
        default=in_use,
        format_func=lambda preset: look.segment(text(f"retention_screen.presets.{preset}")),
        required=True,
        key="retention.preset",
    )
    rules = policy_for(chosen or "standard").rules
    with st.container(border=True, gap="small", key="retention.rules"):
        for kind in Kind:
            # Beside each other where there is room; on a phone the one under the other.
            what, how_long = st.columns([2, 3])
            what.markdown(f"**{text(f'retention.kinds.{kind}')}**")
            how_long.markdown(terms.how_long(rules[kind]))
