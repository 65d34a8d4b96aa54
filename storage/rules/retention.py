"""When what is kept must go: the same answer for the screen, the dry run and the sweep.

Everything that applies to a holding gives a moment, the earliest wins: each clock whose trigger is
known (trigger + period, to the second, no rounding to a day), the hard max after the upload, the
teacher's own earlier choice, and for what follows its parent the end of that parent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from config.retention import Preset, declared_rules, presets
from storage.rules.retention_words import Clock, Holding, Kind, Policy, RetentionRule, Trigger
from storage.rules.sentences import Sentence, say

__all__ = [
    "Because", "Clock", "Due", "Ending", "Holding", "Kind", "Policy", "RetentionRule", "Trigger",
    "due", "endings", "ends_at", "in_words", "policy_for", "why_not_shorter",
]  # fmt: skip


class Because(StrEnum):
    """Why something ends when it does; text key ``retention.because.<value>``."""

    upload = "upload"
    proxy_verified = "proxy_verified"
    cycle_end = "cycle_end"
    talk_held = "talk_held"
    programme_end = "programme_end"
    enrolment_end = "enrolment_end"
    consent_withdrawal = "consent_withdrawal"
    objection = "objection"
    publication = "publication"
    revocation = "revocation"
    event = "event"
    creation = "creation"
    extended = "extended"
    """The teacher chose to keep it longer."""
    hard_max = "hard_max"
    """The longest it may stay after the upload."""
    shorter = "shorter"
    """The teacher chose so."""
    parent = "parent"
    """It goes together with what it was made from."""
    account = "account"
    """It goes with the account of the last who may read it."""
    orphan = "orphan"
    """What it was made from is already gone."""
    waiting = "waiting"
    """Its clock has not started: there is no end date yet."""


@dataclass(frozen=True)
class Ending:
    """When something disappears and why; `at` is None only while it is `waiting`."""

    at: datetime | None
    because: Because
    policy: Policy | None = field(default=None, compare=False, repr=False)
    """The version that decided."""


@dataclass(frozen=True)
class Due:
    """Something that must go now."""

    holding_id: str
    kind: Kind
    due_at: datetime
    because: Because
    policy: Policy | None = field(default=None, compare=False, repr=False)
    """The version that decided."""


def policy_for(
    preset: Preset = "standard",
    *,
    id: str | None = None,
    version: int = 1,
    valid_from: datetime | None = None,
    before: Policy | None = None,
    ceiling: Preset | None = None,
) -> Policy:
    """The policy a declared preset makes, with the school's ceiling, else the longest there is.

    ValueError when the declaration names a kind or a trigger that does not exist, or leaves a kind
    out.
    """
    longest = ceiling or presets()[-1]
    most = Policy(longest, 1, longest, _rules(longest))
    return Policy(id or preset, version, preset, _rules(preset), valid_from, before, most)


def _rules(preset: Preset) -> Mapping[Kind, RetentionRule]:
    rules = {}
    for name, declared in declared_rules(preset).items():
        clocks = tuple(Clock(Trigger(c.trigger), c.period_days) for c in declared.clocks)
        rules[Kind(name)] = RetentionRule(
            Kind(name), clocks, declared.hard_max_days_from_upload, declared.own_clock,
            declared.max_extension_days,
        )  # fmt: skip
    if missing := set(Kind) - set(rules):
        raise ValueError(f"no retention rule for {', '.join(sorted(missing))}")
    return rules


def ends_at(holding: Holding, policy: Policy, parent_ends_at: datetime | None = None) -> Ending:
    """When this holding disappears, holds aside.

    A newer policy makes what was there before it go sooner, from the day on which it is valid;
    longer it stays only with the teacher's yes. `parent_ends_at` is the end of what it was made
    from; None when that has no end yet.
    """
    ending = _under(holding, policy, parent_ends_at)
    since = policy.valid_from
    if policy.before is None or since is None or holding.created_at >= since:
        return ending
    was = ends_at(holding, policy.before, parent_ends_at)
    if ending.at is None or (was.at is not None and was.at <= ending.at):
        return ending if policy.id in holding.accepted else was
    sooner = max(ending.at, since)
    return was if was.at is not None and was.at <= sooner else replace(ending, at=sooner)


def _under(holding: Holding, policy: Policy, parent_ends_at: datetime | None) -> Ending:
    """When it disappears as this version alone has it."""
    rule = policy.rules[holding.kind]
    clocks = _clocks(holding, rule)
    last_word = [end for end in clocks if end[1] in _LAST_WORD]
    ends = [end for end in clocks if end[1] not in _LAST_WORD]
    if ends and holding.longer_until and policy.ceiling and rule.max_extension_days:
        ceiling = _clocks(holding, policy.ceiling.rules[holding.kind])
        most = min((end for end, _ in ceiling), default=holding.longer_until)
        longer = min(holding.longer_until, most)
        if longer > min(end for end, _ in ends):
            ends = [(longer, Because.extended)]
    ends += last_word
    if holding.shorter_until is not None:
        ends.append((holding.shorter_until, Because.shorter))
    if holding.goes_with is not None:
        ends.append((holding.goes_with, Because.parent))
    if holding.with_account is not None:
        ends.append((holding.with_account, Because.account))
    if not rule.own_clock and holding.parent_id is None:
        ends.append((holding.created_at, Because.orphan))
    elif not rule.own_clock and parent_ends_at is not None:
        ends.append((parent_ends_at, Because.parent))
    if not ends:
        return Ending(None, Because.waiting, policy)
    return Ending(*min(ends, key=lambda end: end[0]), policy)


_LAST_WORD = frozenset({Because.consent_withdrawal, Because.objection, Because.revocation})
"""What somebody said: no extension stands against it."""


def _clocks(holding: Holding, rule: RetentionRule) -> list[tuple[datetime, Because]]:
    """What its own clocks and its hard max say."""
    known = {Trigger.creation: holding.created_at, **holding.triggers}
    ends = [
        (known[clock.trigger] + timedelta(days=clock.period_days), Because(clock.trigger))
        for clock in rule.clocks
        if clock.trigger in known
    ]
    if rule.hard_max_days_from_upload is not None and Trigger.upload in known:
        longest = known[Trigger.upload] + timedelta(days=rule.hard_max_days_from_upload)
        ends.append((longest, Because.hard_max))
    return ends


def endings(holdings: Iterable[Holding], policy: Policy) -> Mapping[str, Ending]:
    """When each disappears, by id. Give whole families: a parent that is not among them counts
    as gone, and what follows a parent does not stay without it."""
    family = _Family(holdings, policy)
    return {id: family.ending(id) for id in family.members}


def kept(holdings: Iterable[Holding], policy: Policy) -> set[str]:
    """Ids of what a hold keeps, with everything that only exists as one body with it."""
    return _Family(holdings, policy).kept()


def due(holdings: Iterable[Holding], policy: Policy, now: datetime) -> list[Due]:
    """What must go at `now`, children before their parents, the longest overdue first.

    A hold keeps the thing itself and, with it, everything that only exists as one body with it:
    what follows it, and what it follows.
    """
    family = _Family(holdings, policy)
    kept = family.kept()
    found = []
    for id, holding in family.members.items():
        ending = family.ending(id)
        if ending.at is not None and ending.at <= now and id not in kept:
            found.append(Due(id, holding.kind, ending.at, ending.because, ending.policy))
    return sorted(found, key=lambda d: (-family.depth(d.holding_id), d.due_at, d.holding_id))


def why_not_shorter(wish: datetime, ending: Ending, now: datetime) -> Sequence[Sentence]:
    """What stands in the way of a teacher's own end date: earlier is always possible, later
    never."""
    if wish < now:
        return (say("guards.end_in_the_past"),)
    if ending.at is not None and wish >= ending.at:
        return (say("guards.end_not_earlier"),)
    return ()


def in_words(kind: Kind, ending: Ending) -> str:
    """Text key of the sentence for people; it takes `date`, save for what is waiting.

    ``retention.on.<kind>`` says the day, ``retention.at_latest.<kind>`` that it may be sooner (the
    cycle still runs), ``retention.waiting.<kind>`` that its clock has not started.
    """
    if ending.at is None:
        return f"retention.waiting.{kind}"
    return f"retention.{'at_latest' if ending.because is Because.hard_max else 'on'}.{kind}"


class _Family:
    """Holdings and who was made from what, for one decision."""

    def __init__(self, holdings: Iterable[Holding], policy: Policy) -> None:
        self.members = {holding.id: holding for holding in holdings}
        self._rules = policy.rules
        self._policy = policy
        self._endings: dict[str, Ending] = {}

    def parent(self, id: str) -> Holding | None:
        parent_id = self.members[id].parent_id
        return self.members.get(parent_id) if parent_id else None

    def depth(self, id: str) -> int:
        parent = self.parent(id)
        return 0 if parent is None else 1 + self.depth(parent.id)

    def ending(self, id: str) -> Ending:
        if id not in self._endings:
            holding, parent = self.members[id], self.parent(id)
            if parent is None and holding.parent_id is not None:
                # Gone already: what follows it is an orphan, the rest has its own clock.
                holding = replace(holding, parent_id=None)
            parent_ends = self.ending(parent.id).at if parent else None
            self._endings[id] = ends_at(holding, self._policy, parent_ends)
        return self._endings[id]

    def kept(self) -> set[str]:
        """Ids that a hold keeps: one body is everything that follows, up and down."""
        bodies = {id: self._body(id) for id in self.members}
        held = {bodies[id] for id, holding in self.members.items() if holding.held}
        return {id for id, body in bodies.items() if body in held}

    def _body(self, id: str) -> str:
        parent = self.parent(id)
        follows = not self._rules[self.members[id].kind].own_clock
        return self._body(parent.id) if parent and follows else id
