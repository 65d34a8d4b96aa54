"""Arranging a school year: people, pairs and their first cycle. No film, word or clip is here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import streamlit as st

from config.texts import format_date, text
from review_app.parts import frame
from review_app.parts.acts import attempt, notices
from review_app.parts.plain import named
from review_app.screens import clip_downloads, departures, handovers, inviting, new_programme
from review_app.screens import notices as notice_board
from review_app.screens import pauses as pausing
from storage import clock, cycles, enrolments, pauses, people, set_up_facts
from storage import handovers as handovers_of
from storage.database import asking
from storage.enrolments import PairView
from storage.handovers import WithoutCoach
from storage.pauses import OpenCycle
from storage.people import Member
from storage.rules.roles import Role
from storage.rules.set_up import Use

PLACE = "programme"


@dataclass(frozen=True)
class Somebody:
    """A person with an account, or with an invitation."""

    id: str
    name: str
    roles: frozenset[Role]
    invited: bool
    """Has not chosen a password yet."""


@dataclass(frozen=True)
class Year:
    """Everything this screen shows, read at once."""

    everybody: Sequence[Somebody]
    programmes: Mapping[str, str] = field(default_factory=dict)
    """Names by id, the newest first."""
    pairs: Sequence[PairView] = ()
    first_days: Mapping[str, date] = field(default_factory=dict)
    """When the first cycle of a pair is planned, by pair id."""
    downloads: Mapping[str, bool] = field(default_factory=dict)
    """Whether teachers may keep their own clips, by programme id; only where that is allowed."""
    external: bool = False
    """Whether a coach from outside the school is allowed in any of these years."""
    cycles: Sequence[OpenCycle] = ()
    """What can stand still for a holiday, or does."""
    left: Sequence[WithoutCoach] = ()
    """Teachers whose coach left the school."""
    alone: Mapping[str, str] = field(default_factory=dict)
    """Teachers without a coach, names by id."""

    def holding(self, role: Role) -> dict[str, str]:
        """The names of everybody with this role, by id."""
        return {each.id: each.name for each in self.everybody if role in each.roles}


def show(member: Member) -> None:
    """Draw what this role arranges: a coordinator the year, an admin only who comes in."""
    year = _read(member)
    if member.role is Role.coordinator:
        frame.heading(text("programme.title"), text("programme.lead"))
        notices(PLACE)
        if year.programmes:
            handovers.show(year.left, year.holding(Role.coach), external=year.external)
            _pairs(year)
            pausing.show(year.pairs, year.cycles, PLACE)
            _make_pair(year)
            if year.downloads:
                clip_downloads.show(year.programmes, year.downloads, PLACE)
        new_programme.show(first=not year.programmes)
    else:
        frame.heading(text("programme.people"), text("programme.people_lead"))
        notice_board.board(member)
    _people(year)
    inviting.show(member.role)
    departures.show(member, {each.id: each.name for each in year.everybody if each.roles})


def _read(member: Member) -> Year:
    with asking() as session:
        everybody = [
            Somebody(
                person.id,
                person.name,
                frozenset(held.role for held in person.roles),
                person.password_hash is None,
            )
            for person in people.everybody(session, member.asker)
        ]
        if member.role is not Role.coordinator:
            return Year(everybody)
        years = enrolments.programmes(session)
        return Year(
            everybody,
            {year.id: year.name for year in years},
            enrolments.pairs(session, member.asker),
            enrolments.first_days(session, member.asker),
            {
                year.id: year.clip_downloads
                for year in years
                if set_up_facts.allows(session, year.id, Use.outside_school)
            },
            any(set_up_facts.allows(session, each.id, Use.external_coach) for each in years),
            pauses.open_cycles(session, member.asker),
            left := handovers_of.without_coach(session, member.asker),
            {
                each.id: each.name
                for each in enrolments.without_pair(session, member.asker)
                if each.id not in {one.teacher_id for one in left}
            },
        )


def _pairs(year: Year) -> None:
    st.header(text("programme.pairs"), anchor=False)
    if not year.pairs:
        st.markdown(text("programme.none_now" if year.left else "programme.no_pairs"))
    for pair in year.pairs:
        if pair.id not in year.first_days:
            _plan(pair)
    planned = [pair for pair in year.pairs if pair.id in year.first_days]
    if planned:
        rows = [
            (pair.teacher, pair.coach, format_date(year.first_days[pair.id], year=True))
            for pair in planned
        ]
        _table(["teacher", "coach", "first"], rows)


def _plan(pair: PairView) -> None:
    """A pair that still needs the day of its first cycle."""
    with (
        st.container(border=True, key=f"programme.pair.{pair.id}"),
        st.container(horizontal=True, vertical_alignment="bottom", key=f"programme.plan.{pair.id}"),
    ):
        st.markdown(text("programme.pair", teacher=named(pair.teacher), coach=named(pair.coach)))
        st.date_input(
            text("programme.first_day"),
            value=clock.today(),
            min_value=clock.today(),
            format="DD-MM-YYYY",
            key=f"programme.day.{pair.id}",
            width=220,
        )
        st.button(
            text("programme.plan"),
            type="primary",
            key=f"programme.plan_it.{pair.id}",
            on_click=_plan_first,
            args=(pair.id,),
        )


def _plan_first(pair_id: str) -> None:
    day: date = st.session_state[f"programme.day.{pair_id}"]  # as chosen now, not as drawn last
    attempt(
        lambda session, me: cycles.plan(session, me, pair_id, day),
        place=PLACE,
        done=text("programme.planned"),
    )


def _make_pair(year: Year) -> None:
    st.header(text("programme.new_pair"), anchor=False)
    if not year.alone:
        st.markdown(text("programme.only_left" if year.left else "programme.nobody_alone"))
        return
    coaches = year.holding(Role.coach)
    with st.form("programme.new_pair", enter_to_submit=False):
        if len(year.programmes) > 1:
            _choose("programme.year", year.programmes)
        _choose("programme.teacher", year.alone)
        _choose("programme.coach", coaches)
        if year.external:
            st.checkbox(text("programme.external"), key="programme.external")
        newest = next(iter(year.programmes))
        st.form_submit_button(
            text("programme.make_pair"), key="programme.make", on_click=_pair, args=(newest,)
        )


def _choose(key: str, names: Mapping[str, str]) -> None:
    st.selectbox(
        text(key),
        list(names),
        index=None,
        placeholder=text("programme.choose"),
        format_func=names.__getitem__,
        key=key,
    )


def _pair(newest: str) -> None:
    said = st.session_state
    year = said.get("programme.year") or newest
    teacher, coach = said.get("programme.teacher") or "", said.get("programme.coach") or ""
    external = bool(said.get("programme.external"))
    attempt(
        lambda session, me: enrolments.pair(session, me, year, teacher, coach, external=external),
        place=PLACE,
        done=text("programme.paired"),
    )


def _people(year: Year) -> None:
    """Everybody with an account or an invitation."""
    st.header(text("programme.everybody"), anchor=False)
    rows = [
        (
            each.name,
            ", ".join(text(f"roles.{role}") for role in sorted(each.roles)),
            text("programme.invited" if each.invited else "programme.active"),
        )
        for each in year.everybody
        if each.roles  # who left stands under that
    ]
    _table(["name", "roles", "account"], rows)


def _table(columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
    """A plain table, which is read aloud well and fits a phone."""
    head = [text(f"programme.column.{word}") for word in columns]
    lines = [head, ["---"] * len(head)]
    lines += [[named(cell) for cell in row] for row in rows]
    st.markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))
