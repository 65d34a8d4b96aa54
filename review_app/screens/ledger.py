"""Who watched, read or did what: a teacher about what is hers, others about themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import streamlit as st

from config.texts import (
    catalog,
    current_language,
    format_clock_ms,
    format_date,
    format_moment,
    plural,
    text,
)
from review_app.parts import frame
from review_app.parts.frame import aside
from review_app.parts.plain import named
from review_app.parts.watched import Row, in_words, watched
from storage import ledger, people, sittings
from storage.database import asking
from storage.ledger import Film, Line
from storage.people import Member
from storage.rules.roles import Role

_PICTURES = ("open_poster", "open_filmstrip", "open_filmstrip_plan", "open_peaks")
_WORDS = ("open_captions", "open_transcript")
_WATCHING = (sittings.SENT, sittings.PLAYED)
_SHOWN = 5
"""Sentences of a film that are not folded away."""
_ALL = ""


@dataclass(frozen=True)
class _Seen:
    """Everything this screen shows, read at once."""

    member: Member
    films: Sequence[Film]
    lines: Sequence[Line]
    names: Mapping[str, str]


def show(member: Member) -> None:
    """Draw the lines film by film, the newest first; of one film with `?id=`."""
    one = st.query_params.get("id", "")[:36] or None
    with asking() as session:
        films = ledger.films(session, member.asker)
        lines = ledger.read(session, member.asker, one)
        accounts = {line.thing_id for line in lines if line.thing == "person"}
        actors = {line.actor_id for line in lines if line.actor_id}
        names = people.names(session, accounts | actors)
    seen = _Seen(member, films, lines, names)
    frame.heading(text("ledger.title"), text(_LEADS[member.role]))
    _choose(films, one)
    if not lines:
        st.markdown(text(_NOTHING.get(member.role, "ledger.nothing")))
        return
    if any(line.act in _WATCHING for line in lines):
        aside(text("ledger.means"))
    for film in films:
        about = [line for line in lines if line.recording_id == film.recording_id]
        if about:
            _film(seen, film, about)
    loose = [line for line in lines if line.recording_id is None]
    for heading, about in _grouped(loose, names):
        with st.container(border=True, key=f"ledger.{about[0].thing}.{about[0].thing_id}"):
            st.markdown(f"**{heading}**")
            _say(_sentences(seen, about))
    aside(text("ledger.nameless"))


_LEADS = {
    Role.teacher: "ledger.lead",
    Role.coach: "ledger.lead_coach",
    Role.admin: "ledger.lead_admin",
    Role.dpo: "ledger.lead_dpo",
}
"""Nobody else comes here: `ledger.read` refuses them."""
_NOTHING = {Role.coach: "ledger.nothing_coach", Role.admin: "ledger.nothing_admin"}


def _choose(films: Sequence[Film], one: str | None) -> None:
    """Which film; with only one there is nothing to choose."""
    titles = {film.recording_id: _title(film) for film in films}
    if len(titles) < 2 and one is None:
        return
    choices = [_ALL, *titles]
    st.selectbox(
        text("ledger.which"),
        choices,
        index=choices.index(one) if one in titles else 0,
        format_func=lambda each: titles.get(each) or text("ledger.all"),
        key="ledger.which",
        on_change=lambda: frame.turn_to(st.session_state["ledger.which"] or None),
    )


def _title(film: Film) -> str:
    if film.uploaded_at is None:
        return text("ledger.film_gone", mark=film.recording_id[:4])
    day = format_date(film.uploaded_at)
    if film.cycle_number is None:
        return text("ledger.film_loose", day=day)
    return text("ledger.film", number=film.cycle_number, day=day)


def _film(seen: _Seen, film: Film, about: Sequence[Line]) -> None:
    """One film: the drawing of who watched what, what was done with it, and what was made of it."""
    with st.container(border=True, key=f"ledger.{film.recording_id}"):
        st.markdown(f"**{_title(film)}**")
        rows = _rows(seen, about)
        ends = [line.span.end_ms for line in about if line.span and not line.of_film_before]
        if rows:
            length_ms = film.length_ms or max(ends)
            watched(key=f"ledger.drawing.{film.recording_id}", length_ms=length_ms, rows=rows)
        own = _sentences(seen, [line for line in about if line.thing == "recording"])
        _say(own[:_SHOWN])
        others = [line for line in about if line.thing != "recording"]
        more = len(own[_SHOWN:]) + len(others)
        if more:
            with st.expander(plural("ledger.more", more), key=f"ledger.more.{film.recording_id}"):
                _say(own[_SHOWN:])
                for heading, alike in _grouped(others, seen.names):
                    st.markdown(f"**{heading}**")
                    _say(_sentences(seen, alike))


def _rows(seen: _Seen, about: Sequence[Line]) -> list[Row]:
    """One row for each person who watched, in the order of who watched last."""
    watching = [
        line for line in about if line.act in _WATCHING and line.span and not line.of_film_before
    ]
    rows = []
    for name in dict.fromkeys(_name(seen, line) for line in watching):
        own = [line for line in watching if _name(seen, line) == name]
        sent, played = (
            [line.span for line in own if line.act == act and line.span] for act in _WATCHING
        )
        rows.append(Row(name, sent, played))
    return rows


def _grouped(lines: Sequence[Line], names: Mapping[str, str]) -> list[tuple[str, list[Line]]]:
    """Lines by the thing they are about, in the order of what happened last."""
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        groups.setdefault((line.thing, line.thing_id), []).append(line)
    return [(_heading(about, names), about) for about in groups.values()]


def _heading(about: Sequence[Line], names: Mapping[str, str]) -> str:
    line = about[0]
    if line.thing == "person":
        name = names.get(line.thing_id, text("ledger.somebody_gone"))
        return text("ledger.group_person", name=named(name))
    if line.thing not in ledger.CONTENT:  # never in a cycle: nothing to say about that
        thing = _thing(line)
        return thing[:1].upper() + thing[1:]
    span = next((each.span for each in about if each.span and each.act not in _WATCHING), None)
    if line.cycle_number is None:
        return text("ledger.group_loose", thing=_thing(line))
    if line.thing == "clip" and span:
        start, end = format_clock_ms(span.start_ms), format_clock_ms(span.end_ms)
        return text("ledger.group_clip", number=line.cycle_number, start=start, end=end)
    return text("ledger.group", number=line.cycle_number, thing=_thing(line))


def _sentences(seen: _Seen, about: Sequence[Line]) -> list[str]:
    """One for the same person doing the same on one day: a film is opened in many pieces."""

    def alike(line: Line) -> tuple[str, str, str, bool]:
        day = format_moment(line.at)[:-7]
        return _name(seen, line), act_word(line.act), day, line.of_film_before

    groups = [list(same) for _, same in groupby(sorted(about, key=alike), key=alike)]
    groups.sort(key=lambda same: max(line.at for line in same), reverse=True)
    return [_sentence(seen, same) for same in groups]


def _sentence(seen: _Seen, same: Sequence[Line]) -> str:
    of_clip = same[0].act == sittings.SENT and same[0].thing == "clip"
    act = text("ledger.acts.send_clip" if of_clip else f"ledger.acts.{act_word(same[0].act)}")
    name, n = named(_name(seen, same[0])), len(same)
    spans = [line.span for line in same if line.span]
    if same[0].act in _WATCHING and spans:
        key = "ledger.parts_before" if same[0].of_film_before else "ledger.parts"
        act = f"{act} {text(key, parts=in_words(spans))}"
        n = 1
    key = "ledger.line" if n == 1 else "ledger.line_times"
    return f"{text(key, name=name, act=act, n=n)}  \n:small[{_when(same)}]"


def _when(same: Sequence[Line]) -> str:
    """The moment of what was done last; from when to when for a sitting, how many for more."""
    first, last = min(line.at for line in same), max(line.until or line.at for line in same)
    start, end = format_moment(first)[-5:], format_moment(last)[-5:]
    if same[0].act not in _WATCHING or start == end:
        return format_moment(last)
    times = len({line.at for line in same})
    if times > 1:
        return text("ledger.when_times", day=format_date(first), n=times, end=end)
    return text("ledger.when", day=format_date(first), start=start, end=end)


def _say(sentences: Sequence[str]) -> None:
    for sentence in sentences:
        st.markdown(sentence)


def act_word(act: str) -> str:
    """Which text tells an act; pictures and words are told together."""
    if act in _PICTURES:
        return "open_pictures"
    if act in _WORDS:
        return "open_words"
    known = catalog(current_language()).singular
    if act.startswith("delete_") and f"ledger.acts.{act}" not in known:
        return "delete"
    return act if f"ledger.acts.{act}" in known else "other"


def _name(seen: _Seen, line: Line) -> str:
    """Who it was, in plain text: a name, and for who looks after the server the role as well."""
    if line.actor_id == seen.member.id:
        return text("ledger.you")
    if line.actor_id in _NOBODY:
        return text(_NOBODY[line.actor_id])
    if line.actor_id is None:
        if line.role == Role.teacher == seen.member.role:
            return text("ledger.you")
        return text(f"ledger.once.{line.role}" if line.role else "ledger.once.somebody")
    name = seen.names.get(line.actor_id, text("ledger.somebody"))
    if line.role in (None, Role.teacher, Role.coach):
        return name
    return text("ledger.name_as", name=name, role=text(f"roles.{line.role}"))


_NOBODY = {ledger.MACHINE: "ledger.machine", ledger.BY_HAND: "ledger.by_hand"}


def _thing(line: Line) -> str:
    key = f"ledger.things.{line.thing}"
    return text(key if key in catalog(current_language()).singular else "ledger.things.cycle")
