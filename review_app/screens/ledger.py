"""Who watched, read or did what: a teacher about what is hers, others about themselves."""

from collections.abc import Mapping, Sequence
from itertools import groupby

import streamlit as st

from config.texts import catalog, current_language, format_clock_ms, format_moment, text
from review_app.parts import frame
from review_app.parts.frame import aside
from review_app.parts.plain import named
from storage import ledger, people
from storage.database import asking
from storage.ledger import Line
from storage.people import Member
from storage.rules.roles import Role
from storage.spans import Span

_PICTURES = ("open_poster", "open_filmstrip", "open_filmstrip_plan", "open_peaks")
_WORDS = ("open_captions", "open_transcript")
_MOST_PARTS = 6


def show(member: Member) -> None:
    """Draw the lines by what they are about, the newest first; of one film with `?id=`."""
    one = st.query_params.get("id", "")[:36] or None
    with asking() as session:
        lines = ledger.read(session, member.asker, one)
        accounts = {line.thing_id for line in lines if line.thing == "person"}
        names = people.names(session, accounts | {line.actor_id for line in lines})
    frame.heading(text("ledger.title"), text(_LEADS[member.role]))
    if one:
        aside(text("ledger.one"))
        frame.link("ledger", text("ledger.all"))
    if not lines:
        st.markdown(text(_NOTHING.get(member.role, "ledger.nothing")))
    for heading, about in _grouped(lines, names):
        with st.container(border=True, key=f"ledger.{about[0].thing_id}"):
            st.markdown(f"**{heading}**")
            _lines(member, about, names)


_LEADS = {
    Role.teacher: "ledger.lead",
    Role.coach: "ledger.lead_coach",
    Role.admin: "ledger.lead_admin",
    Role.dpo: "ledger.lead_dpo",
}
"""Nobody else comes here: `ledger.read` refuses them."""
_NOTHING = {Role.coach: "ledger.nothing_coach", Role.admin: "ledger.nothing_admin"}


def _grouped(lines: Sequence[Line], names: Mapping[str, str]) -> list[tuple[str, list[Line]]]:
    """Lines by the thing they are about, in the order of what happened last."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.thing_id, []).append(line)
    return [(_heading(about, names), about) for about in groups.values()]


def _heading(about: Sequence[Line], names: Mapping[str, str]) -> str:
    line = about[0]
    if line.thing == "person":
        name = names.get(line.thing_id, text("ledger.somebody_gone"))
        return text("ledger.group_person", name=named(name))
    if line.thing not in ledger.CONTENT:  # never in a cycle: nothing to say about that
        thing = _thing(line)
        return thing[:1].upper() + thing[1:]
    span = next((each.span for each in about if each.span), None)
    if line.cycle_number is None:
        return text("ledger.group_loose", thing=_thing(line))
    if line.thing == "clip" and span:
        start, end = format_clock_ms(span.start_ms), format_clock_ms(span.end_ms)
        return text("ledger.group_clip", number=line.cycle_number, start=start, end=end)
    return text("ledger.group", number=line.cycle_number, thing=_thing(line))


def _lines(member: Member, about: Sequence[Line], names: Mapping[str, str]) -> None:
    """One line for the same person doing the same on one day: a film is opened in many pieces."""

    def alike(line: Line) -> tuple[str, str, str]:
        return line.actor_id, act_word(line.act), format_moment(line.at)[:-7]

    for _, same in groupby(sorted(about, key=alike), key=alike):
        found = sorted(same, key=lambda line: line.at, reverse=True)
        latest, n = found[0], len(found)
        name = _name(member, latest.actor_id, names)
        act = text(f"ledger.acts.{act_word(latest.act)}")
        parts = _parts(found) if latest.act == "watch" else ""
        said = text("ledger.line", name=name, act=f"{act}{parts}")
        if n > 1 and not parts:
            said = text("ledger.line_times", name=name, act=act, n=n)
        st.markdown(f"{said}  \n:small[{format_moment(latest.at)}]")


def act_word(act: str) -> str:
    """Which text tells an act; pictures and words are told together."""
    if act in _PICTURES:
        return "open_pictures"
    if act in _WORDS:
        return "open_words"
    return act if f"ledger.acts.{act}" in catalog(current_language()).singular else "other"


def _parts(found: Sequence[Line]) -> str:
    spans = merged([line.span for line in found if line.span])
    told = [
        text("ledger.part", start=format_clock_ms(one.start_ms), end=format_clock_ms(one.end_ms))
        for one in spans[:_MOST_PARTS]
    ]
    if len(spans) > _MOST_PARTS:
        told.append("…")
    return " " + text("ledger.parts", parts=", ".join(told)) if told else ""


def merged(spans: Sequence[Span]) -> list[Span]:
    """What was watched, in order, each second named once."""
    whole: list[Span] = []
    for span in sorted(spans):
        if whole and span.start_ms <= whole[-1].end_ms:
            whole[-1] = Span(whole[-1].start_ms, max(whole[-1].end_ms, span.end_ms))
        else:
            whole.append(span)
    return whole


def _name(member: Member, actor_id: str, names: Mapping[str, str]) -> str:
    if actor_id == member.id:
        return text("ledger.you")
    if actor_id == ledger.MACHINE:
        return text("ledger.machine")
    return named(names[actor_id]) if actor_id in names else text("ledger.somebody")


def _thing(line: Line) -> str:
    key = f"ledger.things.{line.thing}"
    return text(key if key in catalog(current_language()).singular else "ledger.things.cycle")
