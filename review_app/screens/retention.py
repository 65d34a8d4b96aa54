"""What disappears when: of a teacher's or coach's own, or as the school's rules and proofs."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import streamlit as st
from sqlalchemy.orm import Session

from config.texts import format_date, text
from review_app.parts import frame
from review_app.parts.acts import notices
from review_app.parts.plain import named
from review_app.screens import (
    extension,
    retention_calendar,
    retention_policy,
    retention_receipt,
    retention_rules,
)
from review_app.screens import notices as notice_board
from storage import clock, extensions, retention, today, tombstones
from storage.database import asking
from storage.errors import NotFound
from storage.extensions import ExtensionView
from storage.people import Member
from storage.records import Tombstone
from storage.retention import EndingView
from storage.rules.retention import Kind
from storage.rules.roles import Role
from storage.rules.steps import ENDED
from storage.today import CycleView

PLACE = "retention"
ICONS = {
    Kind.raw_recording: "movie",
    Kind.proxy_recording: "movie",
    Kind.unreleased_recording: "movie",
    Kind.derived_media: "imagesmode",
    Kind.clip: "content_cut",
    Kind.transcript_full: "subtitles",
    Kind.transcript_excerpt: "subtitles",
    Kind.annotation: "chat",
    Kind.reflection: "edit_note",
    Kind.draft: "draft",
    Kind.talk_metadata: "forum",
    Kind.action_summary: "checklist",
}


@dataclass(frozen=True)
class _Leaf:
    """What goes on one day for one reason, `times` of it; the line of the calendar."""

    on: date
    sentence: str
    kind: Kind
    why: str
    times: int


def show(member: Member) -> None:
    """Draw the calendar of what goes, or the rules and the proofs for who looks after them."""
    frame.heading(text("retention_screen.title"))
    if member.role in (Role.admin, Role.dpo):
        if member.role is Role.dpo:  # this is where she begins
            notice_board.board(member)
        retention_rules.show(member)
    elif member.role in (Role.teacher, Role.coach):
        _own(member)
    else:
        raise NotFound()


def _own(member: Member) -> None:
    coach = member.role is Role.coach
    longer: list[tuple[CycleView, ExtensionView]] = []
    with asking() as session:
        cycles = {each.id: each for each in today.everything(session, member.asker)}
        if coach:
            films = [each.recording_id for each in cycles.values() if each.recording_id]
            coming = retention.endings_of(session, member.asker, films)
            longer = _can_ask(session, member, cycles.values())
        else:
            coming = retention.coming(session, member.asker)
        stones = [] if coach else tombstones.about(session, member.id)
    st.markdown(text("retention_screen.lead_coach" if coach else "retention_screen.lead"))
    if not coach:
        retention_policy.told(member)
    st.header(text("retention_screen.coming"), anchor=False)
    leaves = _leaves(coming, cycles, names=coach)
    # The account only waits for what is locked; nobody locks an account.
    stay = [view for view in coming if view.held and view.kind is not Kind.account]
    if not leaves and not stay:
        st.markdown(text("retention_screen.nothing_coach" if coach else "retention_screen.nothing"))
    for month, found in groupby(leaves, key=lambda leaf: leaf.on.replace(day=1)):
        _month(month, list(found))
    _staying(stay, cycles)
    if not coach:
        _gone(stones, cycles)
    elif longer:
        st.header(text("extension.ask_title"), anchor=False)
        st.markdown(text("extension.ask_lead"))
        notices(PLACE)
        for cycle, seen in longer:
            extension.coachs(cycle.recording_id or "", seen, PLACE, named(cycle.teacher))


def _can_ask(
    session: Session, member: Member, cycles: Iterable[CycleView]
) -> list[tuple[CycleView, ExtensionView]]:
    """The films of running cycles that a coach may ask to keep longer, or asked for."""
    found = []
    for cycle in cycles:
        if cycle.recording_id and cycle.state not in ENDED:
            with suppress(NotFound):
                found.append((cycle, extensions.look(session, member.asker, cycle.recording_id)))
    return [each for each in found if each[1].latest or each[1].asked_at]


def _leaves(
    coming: Sequence[EndingView], cycles: Mapping[str, CycleView], *, names: bool
) -> list[_Leaf]:
    """One line for what is alike: five clips of one cycle that go on one day are one line."""
    counted: Counter[tuple[date, str, Kind, str]] = Counter()
    for view in coming:
        if view.ending.at is None or view.held:
            continue
        on = view.ending.at.astimezone(clock.SCHOOL_TIME).date()
        said = text(view.sentence, date=format_date(on))
        counted[(on, said, view.kind, _why(view, cycles, names=names))] += 1
    return sorted(
        (_Leaf(*alike, times) for alike, times in counted.items()), key=lambda leaf: leaf.on
    )


def _why(view: EndingView, cycles: Mapping[str, CycleView], *, names: bool) -> str:
    because = text(f"retention.because.{view.ending.because}")
    cycle = cycles.get(view.cycle_id or "")
    if cycle is None:
        return because
    if names:
        return text("retention_screen.why_name", name=named(cycle.teacher), because=because)
    return text("retention_screen.why", number=cycle.number, because=because)


def _month(month: date, leaves: Sequence[_Leaf]) -> None:
    st.subheader(retention_rules.month_word(month), anchor=False)
    counts: Counter[date] = Counter()
    for leaf in leaves:
        counts[leaf.on] += leaf.times
    retention_calendar.month(month, counts)
    with st.container(border=True, key=f"retention.month.{month:%Y-%m}"):
        for leaf in leaves:
            line = f":material/{ICONS.get(leaf.kind, 'description')}: {leaf.sentence}"
            if leaf.times > 1:
                line += f" ({text('retention_screen.times', n=leaf.times)})"
            st.markdown(f"{line}  \n:small[{leaf.why}]")


def _staying(stay: Sequence[EndingView], cycles: Mapping[str, CycleView]) -> None:
    """What a hold keeps has no day, whatever its rule says."""
    if not stay:
        return
    st.header(text("retention_screen.stays"), anchor=False)
    st.markdown(text("retention_screen.stays_lead"))
    lines: Counter[tuple[Kind, str]] = Counter()
    for view in stay:
        cycle = cycles.get(view.cycle_id or "")
        number = text("retention_screen.of_cycle", number=cycle.number) if cycle else ""
        lines[(view.kind, number)] += 1
    with st.container(border=True, key="retention.stays"):
        for (kind, number), times in lines.items():
            what = text(f"retention.kinds.{kind}")
            more = f" ({text('retention_screen.times', n=times)})" if times > 1 else ""
            line = f":material/{ICONS.get(kind, 'description')}: {what[0].upper()}{what[1:]}{more}"
            st.markdown(f"{line}  \n:small[{number}]" if number else line)


def _gone(stones: Sequence[Tombstone], cycles: Mapping[str, CycleView]) -> None:
    st.header(text("retention_screen.gone"), anchor=False)
    if not stones:
        st.markdown(text("retention_screen.gone_nothing"))
        return
    st.markdown(text("retention_screen.gone_lead"))
    lines: Counter[tuple[str, str, str]] = Counter()
    for stone in stones:
        cycle = cycles.get(stone.cycle_id or "")
        why = retention_rules.because(stone.trigger, own=True)
        if cycle:
            why = text("retention_screen.why", number=cycle.number, because=why)
        day = format_date(stone.deleted_at, year=True)
        lines[
            (stone.kind, text("retention_screen.stone", day=day, kind=kind_word(stone)), why)
        ] += 1
    with st.container(border=True, key="retention.gone"):
        for (kind, said, why), times in lines.items():
            more = f" ({text('retention_screen.times', n=times)})" if times > 1 else ""
            icon = f":material/{ICONS.get(Kind(kind), 'description')}:"
            st.markdown(f"{icon} {said}{more}  \n:small[{why}]")
    retention_receipt.own()


def kind_word(stone: Tombstone) -> str:
    """What it was that went, in words."""
    return text(f"retention.kinds.{stone.kind}")
