"""Keeping a film longer: once, with a reason, within the ceiling, never against a withdrawal."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storage.rules.extension import Reason, latest, why_not_longer
from storage.rules.retention import Because, Holding, Kind, Trigger, endings, ends_at, policy_for

START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)
STANDARD, LONG = policy_for("standard"), policy_for("long")
FILM = Holding(
    id="film", kind=Kind.proxy_recording, created_at=START, triggers={Trigger.upload: START}
)
ENDED = replace(FILM, triggers={Trigger.upload: START, Trigger.cycle_end: START + 20 * DAY})


def test_an_extension_ends_at_the_ceiling_of_the_school():
    assert latest(FILM, STANDARD) == START + 120 * DAY
    assert latest(ENDED, STANDARD) == START + 62 * DAY
    assert latest(FILM, LONG) is None
    unreleased = replace(FILM, kind=Kind.unreleased_recording)
    assert latest(unreleased, STANDARD) == START + 28 * DAY


def test_it_is_ninety_days_at_most():
    roomy = replace(STANDARD, ceiling=replace(LONG, rules={**LONG.rules, FILM.kind: ROOMY}))
    assert latest(FILM, roomy) == START + 150 * DAY


ROOMY = replace(LONG.rules[Kind.proxy_recording], clocks=(), hard_max_days_from_upload=900)


def test_what_is_kept_longer_still_ends_when_the_ceiling_or_its_teacher_says():
    longer = replace(FILM, longer_until=START + 110 * DAY)
    assert ends_at(longer, STANDARD).because is Because.extended
    assert ends_at(longer, STANDARD).at == START + 110 * DAY
    ended = replace(longer, triggers=ENDED.triggers)
    assert ends_at(ended, STANDARD).at == START + 62 * DAY
    withdrawn = {**FILM.triggers, Trigger.consent_withdrawal: START + 5 * DAY}
    assert ends_at(replace(longer, triggers=withdrawn), STANDARD).at == START + 12 * DAY
    assert ends_at(replace(longer, shorter_until=START + DAY), STANDARD).at == START + DAY


def test_what_was_written_of_it_stays_as_long_and_the_original_does_not():
    whole = replace(FILM, longer_until=START + 110 * DAY)
    words = replace(whole, id="words", kind=Kind.transcript_full, parent_id="film")
    verified = {**FILM.triggers, Trigger.proxy_verified: START}
    raw = replace(whole, id="raw", kind=Kind.raw_recording, triggers=verified)
    found = endings([whole, words, raw], STANDARD)
    assert found["words"].at == START + 110 * DAY
    assert found["raw"].at == START + 7 * DAY


@pytest.mark.parametrize(
    ("holding", "days", "reason", "words", "key"),
    [
        (FILM, 110, Reason.holiday, "", None),
        (FILM, 110, Reason.other, "Lange stage.", None),
        (FILM, 121, Reason.holiday, "", "guards.extension_too_long"),
        (FILM, 59, Reason.holiday, "", "guards.extension_not_later"),
        (FILM, 110, "because", "", "guards.extension_reason"),
        (FILM, 110, Reason.other, "  ", "guards.extension_words"),
        (FILM, 110, Reason.other, "x" * 501, "refusals.too_many_words"),
        (replace(FILM, longer_until=START + 70 * DAY), 110, Reason.holiday, "",
         "guards.extended_before"),
        (replace(FILM, shorter_until=START + DAY), 110, Reason.holiday, "", "guards.no_extension"),
        (replace(FILM, kind=Kind.clip), 110, Reason.holiday, "", "guards.no_extension"),
    ],
)  # fmt: skip
def test_what_stands_in_the_way(
    holding: Holding, days: int, reason: str, words: str, key: str | None
):
    found = why_not_longer(START + days * DAY, holding, STANDARD, reason, words)
    assert [sentence.key for sentence in found] == ([key] if key else [])
