"""The talk: one says it was held, the other confirms, or silence does."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from config.programme import TalkNumbers
from storage.rules.sentences import say
from storage.rules.steps import Who
from storage.rules.talk import TalkFacts, unmet_to_confirm, unmet_to_say

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
HELD = TalkFacts(now=NOW, held_on=date(2026, 11, 24), minutes=25)
SAID = replace(HELD, said_by=Who.coach, said_at=NOW - timedelta(hours=2))


def test_one_of_the_pair_says_when_and_how_long():
    assert unmet_to_say(HELD) == ()
    assert unmet_to_say(TalkFacts(now=NOW)) == (
        say("guards.talk_without_date"),
        say("guards.talk_too_short", minutes=10),
    )


@pytest.mark.parametrize(("minutes", "counts"), [(9, False), (10, True)])
def test_a_talk_counts_from_ten_minutes(minutes, counts):
    assert (unmet_to_say(replace(HELD, minutes=minutes)) == ()) is counts


def test_a_talk_that_is_still_to_come_was_not_held():
    tomorrow = replace(HELD, held_on=date(2026, 11, 25))
    assert unmet_to_say(tomorrow) == (say("guards.talk_in_the_future"),)


def test_the_other_confirms():
    assert unmet_to_confirm(SAID, Who.teacher) == ()
    assert unmet_to_confirm(SAID, Who.coach) == (say("guards.other_confirms_talk"),)


def test_nobody_confirms_what_nobody_said():
    assert unmet_to_confirm(HELD, Who.teacher) == (say("guards.talk_not_said"),)


def test_two_days_of_silence_confirm():
    assert unmet_to_confirm(SAID, Who.system) == (say("guards.silence_not_over", hours=48),)
    quiet = replace(SAID, said_at=NOW - timedelta(hours=48))
    assert unmet_to_confirm(quiet, Who.system) == ()


def test_a_programme_may_ask_for_longer_talks():
    numbers = TalkNumbers(slot_minutes=60, least_minutes=30, silence_hours=24)
    assert unmet_to_say(replace(HELD, numbers=numbers)) == (
        say("guards.talk_too_short", minutes=30),
    )
