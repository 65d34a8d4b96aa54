"""The retention declaration: periods in words a school can write, three presets."""

from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from config.retention import DECLARATION, days, declared_rules, presets


@pytest.mark.parametrize(
    ("written", "whole_days"),
    [
        ("0 d", 0),
        ("7 d", 7),
        ("24 h", 1),
        ("72 h", 3),
        ("6 mo", 182),
        ("12 mo", 365),
        ("24 mo", 730),
        ("36 mo", 1095),
        ("60 mo", 1825),
        ("1 mo", 30),
    ],
)
def test_a_period_is_written_in_hours_days_or_months(written, whole_days):
    assert days(written) == whole_days


@pytest.mark.parametrize("written", ["7", "7d", "d", "-1 d", "1.5 d", "12 h", "2 weeks", ""])
def test_a_period_in_other_words_is_refused(written):
    with pytest.raises(ValueError, match=r"period|whole days"):
        days(written)


def test_the_presets_go_from_strict_to_long():
    assert presets() == ("strict", "standard", "long")


def test_zero_days_is_a_clock_and_not_the_lack_of_one():
    film = declared_rules("strict")["proxy_recording"]
    assert film.clocks[0].period_days == 0
    assert film.clocks[0].trigger == "cycle_end"


def test_a_transcript_is_kept_as_its_film_and_never_outlives_it():
    rules = declared_rules("standard")
    film, words = rules["proxy_recording"], rules["transcript_full"]
    assert (words.clocks, words.hard_max_days_from_upload) == (
        film.clocks,
        film.hard_max_days_from_upload,
    )
    assert film.own_clock
    assert not words.own_clock


def test_only_what_is_made_from_something_else_follows_it():
    follows = {rule.kind for rule in declared_rules().values() if not rule.own_clock}
    assert follows == {
        "transcript_full",
        "speaker_segments",
        "transcript_excerpt",
        "derived_media",
    }


def declaration(folder: Path, kind: dict[str, object]) -> Path:
    declared = yaml.safe_load(DECLARATION.read_text("utf-8"))
    declared["kinds"]["clip"] = kind
    copy = folder / "retention.yaml"
    copy.write_text(yaml.safe_dump(declared), encoding="utf-8")
    return copy


def test_a_school_may_change_a_period(tmp_path):
    shorter = {"clocks": [{"from": "cycle_end", "standard": "3 d"}]}
    rule = declared_rules("standard", declaration(tmp_path, shorter))["clip"]
    assert rule.clocks[0].period_days == 3


@pytest.mark.parametrize(
    "kind",
    [
        {"clocks": [{"from": "cycle_end", "standard": "soon"}]},
        {"clocks": [{"from": "cycle_end", "generous": "30 d"}]},
        {"hard_max": {"generous": "30 d"}},
        {"forever": True},
    ],
)
def test_a_declaration_that_cannot_be_read_is_refused(tmp_path, kind):
    with pytest.raises(ValidationError):
        declared_rules("standard", declaration(tmp_path, kind))


def test_as_long_as_something_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(KeyError, match="ghost"):
        declared_rules("standard", declaration(tmp_path, {"same_as": "ghost"}))
