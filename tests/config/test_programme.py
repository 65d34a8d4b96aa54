"""The programme year: the numbers of the method, and loud words when they make no sense."""

from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from config.programme import DECLARATION, Level, programme


def changed(folder: Path, section: str, **numbers: object) -> Path:
    """A copy of the declaration with other numbers in one section."""
    declared = yaml.safe_load(DECLARATION.read_text("utf-8"))
    declared[section] |= numbers
    copy = folder / "programme.yaml"
    copy.write_text(yaml.safe_dump(declared), encoding="utf-8")
    return copy


def test_a_year_has_six_to_nine_cycles():
    cycles = programme().cycles
    assert (cycles.least, cycles.target, cycles.most) == (6, 8, 9)


def test_a_cycle_takes_two_weeks_and_a_quick_visit_five_days():
    plan, quick = programme().cycle, programme().quick_visit
    assert (
        plan.release,
        plan.publish,
        plan.reflection,
        plan.talk,
        plan.proposal,
        plan.agreement,
    ) == (3, 7, 10, 12, 13, 14)
    assert (plan.valid_until, plan.expires, plan.expires_at_latest) == (28, 42, 90)
    assert plan.redo_school_days == 5
    assert (
        quick.release,
        quick.publish,
        quick.reflection,
        quick.talk,
        quick.proposal,
        quick.agreement,
    ) == (1, 2, 4, 4, 5, 5)


def test_three_clips_are_advised_and_five_minutes_is_the_longest():
    numbers = programme()
    assert (numbers.clips.least, numbers.clips.advised, numbers.clips.most) == (1, 3, 5)
    assert numbers.quick_visit_clips.most == 1
    assert numbers.clip_length.most_ms == 300_000
    assert (numbers.clip_length.advised_least_ms, numbers.clip_length.advised_most_ms) == (
        20_000,
        150_000,
    )


def test_talk_summary_and_lesson_have_the_numbers_of_the_method():
    numbers = programme()
    assert (numbers.talk.slot_minutes, numbers.talk.least_minutes) == (30, 10)
    assert numbers.talk.silence_hours == 48
    assert (numbers.summary.least_actions, numbers.summary.most_actions) == (1, 2)
    assert numbers.summary.proposer == "coach"
    assert (numbers.recording.least_minutes, numbers.recording.quick_visit_least_minutes) == (10, 3)


def test_a_school_may_change_a_number(tmp_path):
    longer = changed(tmp_path, "cycle", agreement=20)
    assert programme(longer).cycle.agreement == 20
    assert programme().level in Level


@pytest.mark.parametrize(
    ("section", "numbers"),
    [
        ("cycle", {"publish": 2}),
        ("cycle", {"expires": 95}),
        ("cycle", {"release": -1}),
        ("clips", {"most": 0}),
        ("summary", {"proposer": "leader"}),
        ("talk", {"lenght": 30}),
    ],
)
def test_a_declaration_that_makes_no_sense_is_refused(tmp_path, section, numbers):
    with pytest.raises(ValidationError):
        programme(changed(tmp_path, section, **numbers))
