"""What must hold before a cycle takes a step: every guard answers with what is missing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from config.programme import programme
from storage.rules import action_summary, package, reflection, talk
from storage.rules.action_summary import SummaryFacts
from storage.rules.package import PackageFacts
from storage.rules.products import Products
from storage.rules.reflection import ReflectionFacts
from storage.rules.sentences import Sentence, say
from storage.rules.steps import State, Unusable, Who
from storage.rules.talk import TalkFacts

NOTHING_YET = Products()


@dataclass(frozen=True, kw_only=True)
class CycleFacts:
    """Everything a guard may look at. Every fact left out is the one that stops most.

    A step needs only the facts of its own row; the rest may be left out.
    """

    today: date
    """The local date of the school."""
    enrolment_active: bool = False
    """Row 1: the teacher's enrolment runs."""
    other_cycle_open: bool = True
    """Row 1: the pair has another cycle under way."""
    planned_on: date | None = None
    """Row 1, for the clock: the planned date."""
    directive: bool = False
    """Row 1: the coach sets the focus and shows it; otherwise both agree on it."""
    focus_by_teacher: bool = False
    """Row 1: the teacher agreed on the focus."""
    focus_by_coach: bool = False
    """Row 1: the coach agreed on the focus (directive: showed it)."""
    upload_accepted: bool = False
    """Row 2: type, size and length were found good."""
    checksum_ok: bool = False
    """Row 2: what arrived is what was sent."""
    attested: bool = False
    """Row 2: the register of who may be filmed was checked."""
    on_behalf: bool = False
    """Row 2: the pair agreed that the coach films (SVIB)."""
    redos: int = 0
    """Row 2: how many recordings of this cycle could not be used."""
    proxy_playable: bool = False
    """Row 3."""
    sound_present: bool = False
    """Row 3."""
    reason: Unusable | None = None
    """Rows 4 and 7: why the recording could not be used."""
    pupils_checked: bool = False
    """Row 5: the teacher ticked that no pupil is seen or heard who may not be."""
    masks_reviewed: bool = False
    """Row 5: blur, mute and trim were looked at; true when there are none."""
    watched: bool = False
    """Row 5: the teacher watched the film, or chose not to."""
    package: PackageFacts | None = None
    """Row 8."""
    reflection: ReflectionFacts | None = None
    """Row 9."""
    talk: TalkFacts | None = None
    """Row 11."""
    summary: SummaryFacts | None = None
    """Rows 12 to 14."""
    products: Products = NOTHING_YET
    """Row 14: what exists, this agreement aside."""
    holiday_block: bool = False
    """Row 15: the coordinator pauses for a block of holidays."""
    paused_from: State | None = None
    """The state a paused cycle returns to."""
    paused_by: Who | None = None
    """Row 16: who paused it."""
    pause_until: date | None = None
    """Row 16: the date to resume by itself."""
    keep_own_copy: bool = False
    """Rows 17 and 19: the teacher keeps the own film until its normal term."""
    expired: bool = False
    """Rows 18 and 19: `due_dates.expired`."""
    dpo_agrees: bool = False
    """Row 21: the data protection officer agrees with the admin."""


Guard = Callable[[Who, CycleFacts], Iterable[Sentence]]


def nothing(_who: Who, _facts: CycleFacts) -> Iterable[Sentence]:
    """No condition."""
    return ()


def may_start(who: Who, facts: CycleFacts) -> Iterable[Sentence]:
    """Row 1."""
    if not facts.enrolment_active:
        yield say("guards.enrolment_not_active")
    if facts.other_cycle_open:
        yield say("guards.other_cycle_open")
    if facts.directive:
        if not facts.focus_by_coach:
            yield say("guards.focus_not_shown")
    elif not (facts.focus_by_teacher and facts.focus_by_coach):
        yield say("guards.focus_not_agreed")
    if who is Who.system and (facts.planned_on is None or facts.today < facts.planned_on):
        yield say("guards.planned_date_ahead")


def may_process(who: Who, facts: CycleFacts) -> Iterable[Sentence]:
    """Row 2."""
    if who is Who.coach and not facts.on_behalf:
        yield say("guards.not_on_behalf")
    if facts.redos > programme().recording.redos:
        yield say("guards.no_more_redos", most=programme().recording.redos)
    if not facts.upload_accepted:
        yield say("guards.upload_not_accepted")
    if not facts.checksum_ok:
        yield say("guards.upload_not_whole")
    if not facts.attested:
        yield say("guards.not_attested")


def may_check_privacy(_who: Who, facts: CycleFacts) -> Iterable[Sentence]:
    """Row 3. A failed transcript does not stop it."""
    if not facts.proxy_playable:
        yield say("guards.film_not_playable")
    if not facts.sound_present:
        yield say("guards.film_without_sound")


def has_reason(_who: Who, facts: CycleFacts) -> Iterable[Sentence]:
    """Rows 4 and 7."""
    if facts.reason is None:
        yield say("guards.no_reason_code")


def may_release(_who: Who, facts: CycleFacts) -> Iterable[Sentence]:
    """Row 5."""
    if not facts.pupils_checked:
        yield say("guards.pupils_not_checked")
    if not facts.masks_reviewed:
        yield say("guards.masks_not_reviewed")
    if not facts.watched:
        yield say("guards.film_not_watched")


def may_publish(_who: Who, facts: CycleFacts) -> Iterable[Sentence]:
    """Row 8."""
    return package.unmet(facts.package or PackageFacts())


def may_submit_reflection(_who: Who, facts: CycleFacts) -> Iterable[Sentence]:
    """Row 9, and the reflection that comes after a skip (row 10)."""
    given = facts.reflection or ReflectionFacts()
    if given.submitted:
        return (say("refusals.step_already_taken"),)
    return reflection.unmet(given)


def may_confirm_talk(who: Who, facts: CycleFacts) -> Iterable[Sentence]:
    """Row 11."""
    if facts.talk is None:
        return (say("guards.talk_not_said"),)
    return talk.unmet_to_confirm(facts.talk, who)


def may_propose(who: Who, facts: CycleFacts) -> Iterable[Sentence]:
    """Row 12."""
    return action_summary.unmet_to_propose(facts.summary or SummaryFacts(), who)


def may_ask_change(who: Who, facts: CycleFacts) -> Iterable[Sentence]:
    """Row 13."""
    return action_summary.unmet_to_ask_change(facts.summary or SummaryFacts(), who)


def may_agree(who: Who, facts: CycleFacts) -> Iterable[Sentence]:
    """Row 14."""
    return action_summary.unmet_to_answer(facts.summary or SummaryFacts(), who)


def may_pause(who: Who, facts: CycleFacts) -> Iterable[Sentence]:
    """Row 15. Why somebody is absent is never asked."""
    if who is Who.coordinator and not facts.holiday_block:
        yield say("guards.only_for_holidays")


def may_resume(who: Who, facts: CycleFacts) -> Iterable[Sentence]:
    """Row 16."""
    if who is Who.system:
        if facts.pause_until is None or facts.today < facts.pause_until:
            yield say("guards.pause_not_over")
    elif who is not facts.paused_by:
        yield say("guards.other_paused")


def has_expired(_who: Who, facts: CycleFacts) -> Iterable[Sentence]:
    """Rows 18 and 19, for the clock."""
    if not facts.expired:
        yield say("guards.not_expired")


def may_open_purge(who: Who, facts: CycleFacts) -> Iterable[Sentence]:
    """Row 21."""
    if who is Who.admin and not facts.dpo_agrees:
        yield say("guards.dpo_must_agree")
