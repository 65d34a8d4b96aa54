"""Retention: what ends when, why, in which order, and never later than was promised."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.texts import LANGUAGES, catalog
from storage.rules import retention as rules
from storage.rules.retention import (
    Because,
    Clock,
    Ending,
    Holding,
    Kind,
    Trigger,
    due,
    ends_at,
    in_words,
    policy_for,
    why_not_shorter,
)
from storage.rules.sentences import say

START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)
STANDARD = policy_for("standard")
STRICT = policy_for("strict")
LONG = policy_for("long")

# The table of the method: kind, trigger, strict, standard, long (days); None: no such clock.
TABLE = [
    ("raw_recording", "proxy_verified", 1, 7, 14),
    ("proxy_recording", "cycle_end", 0, 14, 42),
    ("unreleased_recording", "upload", 7, 14, 28),
    ("clip", "cycle_end", 28, None, None),
    ("clip", "programme_end", None, 30, 365),
    ("transcript_full", "cycle_end", 0, 14, 42),
    ("speaker_segments", "cycle_end", 0, 14, 42),
    ("transcript_excerpt", "programme_end", None, 30, 365),
    ("talk_measures", "cycle_end", 0, None, None),
    ("talk_measures", "programme_end", None, 30, 30),
    ("annotation", "cycle_end", 28, None, None),
    ("annotation", "programme_end", None, 30, 365),
    ("reflection", "cycle_end", 28, None, None),
    ("reflection", "programme_end", None, 30, 365),
    ("draft", "cycle_end", 0, 7, 14),
    ("session_check", "talk_held", 0, 7, 7),
    ("pair_message", "programme_end", 28, 30, 90),
    ("talk_metadata", "programme_end", 28, 30, 90),
    ("goal", "programme_end", 30, 365, 1095),
    ("baseline", "programme_end", 30, 365, 1095),
    ("evaluation", "programme_end", 30, 365, 1095),
    ("action_summary", "programme_end", 30, 365, 1095),
    ("pupil_work_attachment", "cycle_end", 14, 14, None),
    ("pupil_work_attachment", "programme_end", None, None, 0),
    ("exemplar", "publication", 0, 730, 1825),
    ("exemplar", "consent_withdrawal", 0, 3, 3),
    ("agreement", "programme_end", 365, 365, 730),
    ("share_grant", "programme_end", 365, 365, 730),
    ("share_grant", "revocation", 365, 365, 730),
    ("permission_attest", "programme_end", 365, 365, 730),
    ("access_log", "event", 182, 365, 730),
    ("audit_event", "event", 182, 365, 730),
    ("tombstone", "creation", 730, 1095, 1825),
    ("export_package", "creation", 1, 7, 7),
    ("account", "enrolment_end", 30, 90, 365),
    ("backup", "creation", 14, 30, 35),
]


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


@pytest.mark.parametrize(("kind", "trigger", "strict", "standard", "long"), TABLE)
def test_every_class_ends_as_the_table_says(kind, trigger, strict, standard, long):
    thing = holding(Kind(kind), parent="parent", **{trigger: START})
    for policy, period in ((STRICT, strict), (STANDARD, standard), (LONG, long)):
        ending = ends_at(replace(thing, created_at=START), policy)
        if period is None:
            assert ending.because is not Because(trigger)
        else:
            assert ending == Ending(START + period * DAY, Because(trigger))


def test_every_kind_has_a_rule_in_every_preset():
    for policy in (STRICT, STANDARD, LONG):
        assert set(policy.rules) == set(Kind)
        assert all(rule.clocks or not rule.own_clock for rule in policy.rules.values())


def test_standard_is_never_laxer_than_long_nor_strict_than_standard():
    for kind in Kind:
        for trigger in Trigger:
            known = replace(
                holding(kind, parent="p", **{trigger.value: START}), created_at=START + 9999 * DAY
            )
            ends = [ends_at(known, p).at for p in (STRICT, STANDARD, LONG)]
            dated = [end for end in ends if end is not None]
            assert dated == sorted(dated), (kind, trigger)


def test_the_clock_at_zero_days_ends_at_the_moment_itself():
    ended = holding(Kind.proxy_recording, cycle_end=START)
    assert ends_at(ended, STRICT) == Ending(START, Because.cycle_end)
    assert due([ended], STRICT, START - timedelta(seconds=1)) == []
    assert [d.holding_id for d in due([ended], STRICT, START)] == ["x"]


def test_a_whole_film_never_stays_longer_than_60_days_after_the_upload():
    running = holding(Kind.proxy_recording, upload=START)
    assert ends_at(running, STANDARD) == Ending(START + 60 * DAY, Because.hard_max)
    late = holding(Kind.proxy_recording, upload=START, cycle_end=START + 80 * DAY)
    assert ends_at(late, STANDARD) == Ending(START + 60 * DAY, Because.hard_max)
    assert ends_at(late, LONG) == Ending(START + 120 * DAY, Because.hard_max)


def test_the_original_goes_after_28_days_when_its_proxy_was_never_good():
    assert ends_at(holding(Kind.raw_recording, upload=START), STANDARD).at == START + 28 * DAY


def test_a_teachers_shorter_choice_wins_and_a_longer_one_changes_nothing():
    film = holding(Kind.proxy_recording, upload=START, cycle_end=START)
    sooner = replace(film, shorter_until=START + DAY)
    later = replace(film, shorter_until=START + 50 * DAY)
    assert ends_at(sooner, STANDARD) == Ending(START + DAY, Because.shorter)
    assert ends_at(later, STANDARD) == ends_at(film, STANDARD)


def test_a_clock_that_has_not_started_gives_no_date():
    assert ends_at(holding(Kind.clip), STANDARD) == Ending(None, Because.waiting)
    assert due([holding(Kind.clip)], STANDARD, START + 9999 * DAY) == []


def test_a_planned_end_of_the_programme_gives_a_date_ahead():
    clip = holding(Kind.clip, programme_end=START + 300 * DAY)
    assert ends_at(clip, STANDARD) == Ending(START + 330 * DAY, Because.programme_end)
    assert due([clip], STANDARD, START + 329 * DAY) == []


def test_after_withdrawal_everything_of_the_teacher_goes_when_the_export_week_is_over():
    kept = {
        Kind.agreement,
        Kind.share_grant,
        Kind.permission_attest,
        Kind.access_log,
        Kind.audit_event,
        Kind.tombstone,
        Kind.objection_entry,
        Kind.export_package,
        Kind.account,
        Kind.backup,
        Kind.exemplar,
    }
    for policy in (STRICT, STANDARD, LONG):
        for kind, rule in policy.rules.items():
            goes = Clock(Trigger.consent_withdrawal, 7) in rule.clocks
            assert goes == (kind not in kept), kind


def test_a_revoked_grant_is_kept_as_proof_from_its_revocation():
    grant = holding(Kind.share_grant, revocation=START, programme_end=START + 200 * DAY)
    assert ends_at(grant, STANDARD) == Ending(START + 365 * DAY, Because.revocation)


moments = st.integers(0, 400).map(lambda n: START + n * DAY)


@given(
    upload=moments,
    others=st.dictionaries(
        st.sampled_from([t for t in Trigger if t is not Trigger.upload]), moments
    ),
    choice=st.none() | moments,
    preset=st.sampled_from([STRICT, STANDARD, LONG]),
    kind=st.sampled_from([Kind.raw_recording, Kind.proxy_recording, Kind.transcript_full]),
    parent_ends=st.none() | moments,
)
def test_nothing_ends_later_than_its_hard_max(upload, others, choice, preset, kind, parent_ends):
    thing = Holding(
        id="x",
        kind=kind,
        created_at=upload,
        parent_id="p",
        shorter_until=choice,
        triggers={**others, Trigger.upload: upload},
    )
    ending = ends_at(thing, preset, parent_ends)
    assert ending.at is not None
    assert ending.at <= upload + preset.rules[kind].hard_max_days_from_upload * DAY
    if choice is not None:
        assert ending.at <= choice
    if parent_ends is not None and not preset.rules[kind].own_clock:
        assert ending.at <= parent_ends


# ---- the teacher's own choice, and words


def test_earlier_is_always_possible_and_later_never():
    ending = Ending(START + 10 * DAY, Because.cycle_end)
    assert why_not_shorter(START + 9 * DAY, ending, START) == ()
    assert why_not_shorter(START + 10 * DAY, ending, START) == (say("guards.end_not_earlier"),)
    assert why_not_shorter(START - DAY, ending, START) == (say("guards.end_in_the_past"),)
    assert why_not_shorter(START, Ending(None, Because.waiting), START) == ()


def test_the_words_say_the_day_or_at_latest_or_later():
    film = Kind.proxy_recording
    assert in_words(film, Ending(START, Because.cycle_end)) == "retention.on.proxy_recording"
    assert in_words(film, Ending(START, Because.hard_max)) == "retention.at_latest.proxy_recording"
    waiting = Ending(None, Because.waiting)
    assert in_words(Kind.clip, waiting) == "retention.waiting.clip"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_and_every_reason_has_words(lang):
    wanted = {
        f"retention.{when}.{kind}"
        for kind in Kind
        for when in ("kinds", "on", "at_latest", "waiting")
    }
    wanted |= {f"retention.because.{reason}" for reason in Because}
    assert not wanted - catalog(lang).keys


def test_every_trigger_is_a_reason():
    assert {t.value for t in Trigger} <= {b.value for b in Because}


def test_a_declaration_that_forgets_a_kind_is_refused(monkeypatch):
    whole = dict(rules.declared_rules("standard"))
    del whole["tombstone"]
    monkeypatch.setattr(rules, "declared_rules", lambda _preset: whole)
    with pytest.raises(ValueError, match="no retention rule for tombstone"):
        policy_for("standard")


def test_a_policy_has_the_name_and_version_the_school_gave_it():
    policy = policy_for("long", id="p1", version=3)
    assert (policy.id, policy.version, policy.preset) == ("p1", 3, "long")
    assert policy_for("long").id == "long"


def test_a_rule_tells_the_trigger_and_period_the_table_names():
    film = STANDARD.rules[Kind.proxy_recording]
    assert (film.trigger, film.period_days) == (Trigger.cycle_end, 14)
    nothing = replace(film, clocks=())
    assert (nothing.trigger, nothing.period_days) == (None, None)
