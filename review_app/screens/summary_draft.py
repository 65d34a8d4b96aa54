"""Writing the summary together, part by part, until the coach puts it to the teacher."""

from functools import partial

import streamlit as st

from config.programme import programme
from config.texts import text
from review_app.parts import frame
from review_app.parts.acts import attempt, carry_out, notices
from review_app.parts.ask_first import ask_first
from review_app.parts.frame import aside
from review_app.parts.plain import named, plain
from review_app.parts.sentences import missing
from review_app.parts.writing import Kept, writing
from storage import action_summaries, summary_drafts, today
from storage.action_summaries import PlannedAction, SummaryView
from storage.database import asking
from storage.people import Member
from storage.rules.action_summary import vague
from storage.rules.cycle import State, Who
from storage.rules.sentences import Sentence
from storage.summary_drafts import LONGEST, Part, mark
from storage.today import CycleView

PLACE = "summary"
_HERE = "summary.draft"
_EMPTY = PlannedAction("", "", "")
_ROWS: dict[Part, int] = {"discussed": 7, "when": 1, "what": 3, "sign": 3}


@frame.panel(every=5)
def panel(member: Member, cycle_id: str) -> None:
    """Draw the form; drawn again every few seconds, so that each sees the other's words."""
    with asking() as session:
        cycle = today.cycle(session, member.asker, cycle_id)
        seen = action_summaries.read(session, member.asker, cycle_id)
        unmet = action_summaries.what_is_missing(session, member.asker, cycle_id)
    if cycle.state is not State.awaiting_summary:
        st.rerun()
    proposes = programme().summary.proposer == cycle.who(member.id)
    other = named(cycle.coach if cycle.who(member.id) is Who.teacher else cycle.teacher)
    notices(_HERE)
    st.markdown(text("summary.lead"))
    if not proposes:
        st.markdown(text("summary.coach_proposes", name=other))
    if seen.asked_change:
        said = "asked" if proposes else "asked_mine"
        st.info(text(f"summary.{said}", name=other, words=plain(seen.asked_change)))
    _field(cycle_id, "discussed", seen.discussed)
    st.header(text("summary.actions"), anchor=False)
    _actions(cycle_id, seen)
    if proposes:
        _propose(cycle, unmet)


def _actions(cycle_id: str, seen: SummaryView) -> None:
    numbers = programme().summary
    more_key = f"summary.more.{cycle_id}"
    shown = max(len(seen.actions), numbers.least_actions, st.session_state.get(more_key, 0))
    for number in range(1, shown + 1):
        planned = seen.actions[number - 1] if number <= len(seen.actions) else _EMPTY
        with st.container(border=True, key=f"summary.action.{number}"):
            title = text("summary.action_number", number=number)
            st.markdown(f"**{title}**")
            _field(cycle_id, "when", planned.when, number)
            _field(cycle_id, "what", planned.what, number)
            if vague(planned.what):
                aside(f":material/lightbulb: {text('summary.vague')}")
            _field(cycle_id, "sign", planned.sign, number)
            if number > numbers.least_actions:
                st.button(
                    text("summary.drop_action", number=number),
                    type="tertiary",
                    icon=":material/close:",
                    key=f"summary.drop.{number}",
                    on_click=_drop,
                    args=(cycle_id, number, more_key),
                )
    if shown < numbers.most_actions:
        st.button(
            text("summary.add_action"),
            icon=":material/add:",
            key="summary.add",
            on_click=_show_more,
            args=(more_key, shown + 1),
        )


def _field(cycle_id: str, part: Part, words: str, number: int = 1) -> None:
    place = part if part == "discussed" else f"{number}.{part}"
    writing(
        key=f"summary.{place}",
        of=f"summary:{cycle_id}:{place}",
        label=text(f"summary.{part}"),
        hint=text(f"summary.{part}_hint"),
        kept=Kept(words, mark(words)),
        save=partial(_write, cycle_id, part, number),
        max_length=LONGEST[part],
        rows=_ROWS[part],
    )


def _write(cycle_id: str, part: Part, number: int, words: str, based_on: int) -> None:
    carry_out(
        lambda session, me: summary_drafts.write(
            session, me, cycle_id, part, words, based_on, number
        )
    )


def _propose(cycle: CycleView, unmet: tuple[Sentence, ...]) -> None:
    name = named(cycle.teacher)
    missing(text("summary.missing"), unmet)
    ask_first(
        st.button(
            text("summary.propose", name=name),
            type="primary",
            icon=":material/send:",
            disabled=bool(unmet),
            key="summary.propose",
        ),
        key="summary.proposing",
        title=text("summary.propose_confirm", name=name),
        says=[text("summary.propose_says", name=name), text("summary.propose_locks")],
        do=text("summary.propose", name=name),
        act=lambda session, me: action_summaries.propose(session, me, cycle.id),
        place=PLACE,
        done=text("summary.propose_done", name=name),
    )


def _show_more(more_key: str, shown: int) -> None:
    st.session_state[more_key] = shown


def _drop(cycle_id: str, number: int, more_key: str) -> None:
    st.session_state.pop(more_key, None)
    attempt(
        lambda session, me: summary_drafts.drop_action(session, me, cycle_id, number),
        place=_HERE,
    )
