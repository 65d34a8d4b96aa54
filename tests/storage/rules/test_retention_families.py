"""Retention of families: films, what is made of them, and clips that outlive them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.rules.retention import (
    Because,
    Due,
    Ending,
    Holding,
    Kind,
    Trigger,
    due,
    endings,
    ends_at,
    policy_for,
)

START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)
STANDARD = policy_for("standard")
STRICT = policy_for("strict")
LONG = policy_for("long")


def holding(
    kind: Kind, id: str = "x", parent: str | None = None, held: bool = False, **triggers: datetime
) -> Holding:
    return Holding(
        id=id,
        kind=kind,
        created_at=START,
        parent_id=parent,
        held=held,
        triggers={Trigger(name): at for name, at in triggers.items()},
    )


def family(held: str = "") -> list[Holding]:
    ended = {"upload": START, "cycle_end": START + 10 * DAY}
    kinds = {
        "film": (Kind.proxy_recording, None),
        "words": (Kind.transcript_full, "film"),
        "poster": (Kind.derived_media, "film"),
        "clip": (Kind.clip, "film"),
        "still": (Kind.derived_media, "clip"),
        "excerpt": (Kind.transcript_excerpt, "clip"),
    }
    return [
        holding(kind, id, parent, held=id == held, **ended, programme_end=START + 300 * DAY)
        for id, (kind, parent) in kinds.items()
    ]


def test_children_go_before_their_parents():
    order = [d.holding_id for d in due(family(), STANDARD, START + 400 * DAY)]
    assert set(order) == {"film", "words", "poster", "clip", "still", "excerpt"}
    for child, parent in (
        ("words", "film"),
        ("poster", "film"),
        ("clip", "film"),
        ("still", "clip"),
        ("excerpt", "clip"),
    ):
        assert order.index(child) < order.index(parent)


def test_a_clip_outlives_the_film_and_its_still_outlives_it_with_the_clip():
    gone = {d.holding_id for d in due(family(), STANDARD, START + 24 * DAY)}
    assert gone == {"film", "words", "poster"}
    ends = endings(family(), STANDARD)
    assert ends["still"] == Ending(ends["clip"].at, Because.parent)


def test_what_is_made_from_a_film_goes_at_the_same_moment():
    ends = endings(family(), STANDARD)
    assert ends["poster"] == Ending(START + 24 * DAY, Because.parent)


def test_a_transcript_does_not_outlive_a_film_that_goes_sooner():
    film, *rest = family()
    sooner = [replace(film, shorter_until=START + DAY), *rest]
    assert endings(sooner, STANDARD)["words"] == Ending(START + DAY, Because.parent)


def test_what_follows_a_film_that_is_gone_goes_too_and_the_clip_stays():
    _, *rest = family()
    gone = {d.holding_id: d.because for d in due(rest, STANDARD, START)}
    assert gone == {"words": Because.orphan, "poster": Because.orphan}
    unlinked = holding(Kind.derived_media)
    assert ends_at(unlinked, STANDARD) == Ending(START, Because.orphan)


@pytest.mark.parametrize(
    ("held", "stays"),
    [
        ("film", {"film", "words", "poster"}),
        ("words", {"film", "words", "poster"}),
        ("clip", {"clip", "still", "excerpt"}),
    ],
)
def test_a_hold_keeps_the_whole_body_and_nothing_else(held, stays):
    gone = {d.holding_id for d in due(family(held), STANDARD, START + 400 * DAY)}
    assert gone == {"film", "words", "poster", "clip", "still", "excerpt"} - stays


def test_the_longest_overdue_goes_first_among_equals():
    old = holding(Kind.draft, "b", cycle_end=START)
    new = holding(Kind.draft, "a", cycle_end=START + DAY)
    found = due([new, old], STANDARD, START + 30 * DAY)
    assert found[0] == Due("b", Kind.draft, START + 7 * DAY, Because.cycle_end)
    assert [d.holding_id for d in found] == ["b", "a"]


moments = st.integers(0, 400).map(lambda n: START + n * DAY)


@given(now=moments, held=st.sampled_from(["", "film", "clip"]))
def test_no_child_that_follows_is_left_without_its_parent(now, held):
    members = {h.id: h for h in family(held)}
    gone = {d.holding_id for d in due(members.values(), STANDARD, now)}
    for id, h in members.items():
        if h.parent_id in gone and not STANDARD.rules[h.kind].own_clock:
            assert id in gone
