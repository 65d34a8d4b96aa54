"""Every act of storage, asked by everybody in every state, answers as the matrix says."""

from collections import Counter

import pytest

from storage.rules.access import Asker
from tests.matrix import expected
from tests.matrix.asking import IDS, LISTS, Answer, acts, asked, given, needs, nothing
from tests.matrix.expected import COACH, KINDS, OFFICER, TEACHER, WITH_A_PART, WORDS, Row
from tests.matrix.places import STATES, World, word

ACTS = acts()
ROW = {name: row for row in expected.ROWS for name in row.acts.split()}
FEWER_STATES = "RCH"
"""For who has no row to any place, what stands there makes no difference that more would show."""
NEVER_DONE_HERE = frozenset({
    "action_summaries.propose", "action_summaries.save", "agreements.sign", "cycles.choose_focus",
    "cycles.resume", "cycles.start", "departures.note", "departures.undo", "enrolments.pair",
    "handovers.end_place", "handovers.hand_over", "lone_clips.own", "objections.of_clips",
    "settling.delete_clips", "settling.lift_clips",
    "extensions.extend", "holds.review", "nights.allow", "privacy_review.make",
    "privacy_review.masked_file", "receipts.receipt", "recordings.release", "reflections.submit",
    "set_up.record_retention", "settling.settle", "share_grants.give", "summary_drafts.drop_action",
    "summary_drafts.write", "talks.confirm_held",
})  # fmt: skip
"""Allowed, but a step is not at hand in any of these states; their own tests do them."""


def test_every_act_has_one_row_of_the_matrix() -> None:
    named = Counter(name for row in expected.ROWS for name in row.acts.split())
    named.update(expected.ANYBODY | expected.AFTER_LEAVE)
    assert sorted(named) == sorted(ACTS), "an act without a row, or a row without its act"
    assert set(named.values()) == {1}


def states_for(kind: str, name: str) -> str:
    if not set(needs(ACTS[name])) & (IDS | set(LISTS)):
        return STATES if kind == TEACHER else "R"
    return states_for_everybody(kind)


def states_for_everybody(kind: str) -> str:
    return STATES if kind in (TEACHER, COACH) else FEWER_STATES + "UO" * (kind == OFFICER)


@pytest.mark.parametrize("noun", sorted({name.split(".")[0] for name in ACTS}))
def test_everybody_may_in_every_state_what_the_matrix_says(world: World, noun: str) -> None:
    wrong: list[str] = []
    for name in ACTS:
        if name.split(".")[0] == noun and name not in expected.AFTER_LEAVE:
            wrong += everybody_asks(world, name)
    assert not wrong, "\n".join(wrong)


def everybody_asks(world: World, name: str) -> list[str]:
    """What is wrong with the answers of one act."""
    wrong, done, alike = [], False, {}
    for kind in KINDS:
        for state in states_for(kind, name):
            arguments = given(name, ACTS[name], world.places[state])
            if arguments is None:
                continue
            asker = world.asker(kind, state)
            answer = asked(ACTS[name], asker, arguments)
            done |= answer.refused is None
            why = amiss(world, name, kind, state, answer)
            if not why and not with_a_part(kind, state) and set(needs(ACTS[name])) & IDS:
                if kind not in alike:
                    alike[kind] = nothing(ACTS[name], name, asker, world.places[state]).kind
                why = tells(answer, alike[kind])
            if why:
                wrong.append(f"{name}: {kind} in {state}: {why}")
    if not done and name not in NEVER_DONE_HERE:
        wrong.append(f"{name}: nobody did it in any state")
    return wrong


def tells(answer: Answer, of_nothing: str) -> str:
    """Whether somebody who has no part in it learns that it exists."""
    if answer.let_in or answer.kind == of_nothing:
        return ""
    return f"learns that it exists: {answer.kind}, of nothing {of_nothing}"


def amiss(world: World, name: str, kind: str, state: str, answer: Answer) -> str:
    """What is wrong with an answer; nothing when it is as the matrix says."""
    words = "" if name in expected.FOR_OTHER_ACTS else answer.words
    along = expected.ALONG.get((name, kind), frozenset())
    if told := [
        each for each in too_much(world, kind, words, world.asker(kind, state)) if each not in along
    ]:
        return f"is shown {', '.join(told)}"
    if name in expected.ANYBODY:
        others = set(needs(ACTS[name])) & (IDS | set(LISTS)) and kind not in WITH_A_PART
        return "is given something" if others and not answer.empty else ""
    return as_the_row_says(ROW[name], kind, state, answer)


def with_a_part(kind: str, state: str) -> bool:
    return kind in WITH_A_PART or (kind == OFFICER and state == "H")


def as_the_row_says(row: Row, kind: str, state: str, answer: Answer) -> str:
    if row.may(kind, state):
        return "" if answer.let_in else f"refused ({row.of}): {answer.kind}"
    if answer.refused is None or (answer.let_in and not with_a_part(kind, state)):
        return f"let in ({row.of})"
    return ""


def too_much(world: World, kind: str, words: str, asker: Asker) -> list[str]:
    """The planted words that this person may not be shown in the state they are of."""
    if "zz" not in words:
        return []
    return [
        f"{field} of {state}"
        for field, who in WORDS.items()
        for state in STATES
        if word(field, state) in words
        and not (state in who.get(kind, "") and hers(world, kind, state, asker))
    ]


def hers(world: World, kind: str, state: str, asker: Asker) -> bool:
    """A teacher's cell is about her own cycle."""
    return kind != TEACHER or world.places[state].teacher.id == asker.id
