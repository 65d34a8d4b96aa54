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
    Due,
    Ending,
    Holding,
    Kind,
    Trigger,
    due,
    endings,
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


def holding(kind: Kind, id: str = "x", parent: str | None = None, held: bool = False,
            **triggers: datetime) -> Holding:
    return Holding(id=id, kind=kind, created_at=START, parent_id=parent, held=held,
                   triggers={Trigger(name): at for name, at in triggers.items()})


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
            known = replace(holding(kind, parent="p", **{trigger.value: START}),
                            created_at=START + 9999 * DAY)
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
    kept = {Kind.agreement, Kind.share_grant, Kind.permission_attest, Kind.access_log,
            Kind.audit_event, Kind.tombstone, Kind.export_package, Kind.account, Kind.backup,
            Kind.exemplar}
    for policy in (STRICT, STANDARD, LONG):
        for kind, rule in policy.rules.items():
            goes = Clock(Trigger.consent_withdrawal, 7) in rule.clocks
            assert goes == (kind not in kept), kind


def test_a_revoked_grant_is_kept_as_proof_from_its_revocation():
    grant = holding(Kind.share_grant, revocation=START, programme_end=START + 200 * DAY)
    assert ends_at(grant, STANDARD) == Ending(START + 365 * DAY, Because.revocation)


# ---- families


def family(held: str = "") -> list[Holding]:
    ended = {"upload": START, "cycle_end": START + 10 * DAY}
    kinds = {"film": (Kind.proxy_recording, None), "words": (Kind.transcript_full, "film"),
             "poster": (Kind.derived_media, "film"), "clip": (Kind.clip, "film"),
             "still": (Kind.derived_media, "clip"), "excerpt": (Kind.transcript_excerpt, "clip")}
    return [holding(kind, id, parent, held=id == held,
                    **ended, programme_end=START + 300 * DAY)
            for id, (kind, parent) in kinds.items()]


def test_children_go_before_their_parents():
    order = [d.holding_id for d in due(family(), STANDARD, START + 400 * DAY)]
    assert set(order) == {"film", "words", "poster", "clip", "still", "excerpt"}
    for child, parent in (("words", "film"), ("poster", "film"), ("clip", "film"),
                          ("still", "clip"), ("excerpt", "clip")):
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


@given(
    upload=moments,
    others=st.dictionaries(st.sampled_from([t for t in Trigger if t is not Trigger.upload]),
                           moments),
    choice=st.none() | moments,
    preset=st.sampled_from([STRICT, STANDARD, LONG]),
    kind=st.sampled_from([Kind.raw_recording, Kind.proxy_recording, Kind.transcript_full]),
    parent_ends=st.none() | moments,
)
def test_nothing_ends_later_than_its_hard_max(upload, others, choice, preset, kind, parent_ends):
    thing = Holding(id="x", kind=kind, created_at=upload, parent_id="p", shorter_until=choice,
                    triggers={**others, Trigger.upload: upload})
    ending = ends_at(thing, preset, parent_ends)
    assert ending.at is not None
    assert ending.at <= upload + preset.rules[kind].hard_max_days_from_upload * DAY
    if choice is not None:
        assert ending.at <= choice
    if parent_ends is not None and not preset.rules[kind].own_clock:
        assert ending.at <= parent_ends


@given(now=moments, held=st.sampled_from(["", "film", "clip"]))
def test_no_child_that_follows_is_left_without_its_parent(now, held):
    members = {h.id: h for h in family(held)}
    gone = {d.holding_id for d in due(members.values(), STANDARD, now)}
    for id, h in members.items():
        if h.parent_id in gone and not STANDARD.rules[h.kind].own_clock:
            assert id in gone


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
    wanted = {f"retention.{when}.{kind}" for kind in Kind
              for when in ("kinds", "on", "at_latest", "waiting")}
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
