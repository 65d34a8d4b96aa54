"""Who may do what, as one table that can be read aloud.

Any row may grant; every word of a row must hold; an act without a row that holds is denied. A
person looks through one role at a time (`Asker.role`), so no view has the access of two.
Admins, coordinators and school leaders have no row to any content; the data protection officer
only under a legal hold, and then nobody else plays it.
"""

from collections.abc import Mapping, Sequence

from storage.rules.access_predicates import (
    Word,
    a_coach,
    a_coordinator,
    a_data_protection_officer,
    a_school_leader,
    a_teacher,
    an_admin,
    before_publishing,
    before_release,
    before_submitting,
    by_share_grant,
    of_five_or_more,
    of_this_pair,
    on_behalf,
    once_published,
    once_released,
    once_submitted,
    under_hold,
    unless_held,
    unless_locked,
    where_downloads_are_allowed,
    while_the_cycle_runs,
    while_the_programme_runs,
    who_is_no_newcomer,
    who_is_not_also_coordinator,
    who_is_not_also_school_leader,
    who_made_it,
    whose_it_is,
)
from storage.rules.access_words import Act, Asker, Thing, Verdict
from storage.rules.roles import Role

__all__ = ["MAY", "Act", "Asker", "Role", "Thing", "Verdict", "may"]

GRANTED = "access.granted"
UNKNOWN = "access.nobody"
TO_LEAVERS = frozenset({Act.TAKE_OWN})
"""All that is left, for a while, to somebody who left the school."""

Row = Sequence[Word]

_TEACHER: Row = [a_teacher, whose_it_is]
_COACH: Row = [a_coach, of_this_pair]
_TEACHER_NOW: Row = [*_TEACHER, while_the_cycle_runs]
_COACH_NOW: Row = [*_COACH, while_the_cycle_runs]
_COACH_THIS_YEAR: Row = [*_COACH, while_the_programme_runs]
_OFFICER_UNDER_HOLD: Row = [a_data_protection_officer, under_hold, who_is_no_newcomer]
_TWO_WHO_HOLD: Sequence[Row] = [[a_data_protection_officer], [a_school_leader]]
_COORDINATOR: Row = [a_coordinator, who_is_not_also_school_leader]

# fmt: off
MAY: Mapping[Act, Sequence[Row]] = {
    # the lesson film
    Act.UPLOAD_RECORDING: [
        _TEACHER_NOW,
        [*_COACH_NOW, on_behalf],
    ],
    Act.SEE_PROGRESS: [_TEACHER],
    Act.WATCH_RECORDING: [
        [*_TEACHER, unless_held, unless_locked],
        [*_COACH_NOW, once_released, unless_held, unless_locked],
        _OFFICER_UNDER_HOLD,
    ],
    Act.READ_TRANSCRIPT: [
        [*_TEACHER, unless_held, unless_locked],
        [*_COACH_NOW, once_released, unless_held, unless_locked],
        _OFFICER_UNDER_HOLD,
    ],
    Act.CORRECT_TRANSCRIPT: [
        [*_TEACHER, unless_held, unless_locked],
        [*_COACH_NOW, once_released, unless_held, unless_locked],
    ],
    Act.FORGET_NAME: [
        [*_TEACHER, unless_held, unless_locked],
        [*_COACH_NOW, once_released, unless_held, unless_locked],
    ],
    Act.RELEASE_RECORDING: [[*_TEACHER_NOW, before_release, unless_held, unless_locked]],
    Act.CHECK_PRIVACY: [[*_TEACHER_NOW, before_release, unless_held, unless_locked]],
    Act.DISCARD_RECORDING: [[*_TEACHER, unless_held]],
    Act.REPORT_UNUSABLE: [[*_COACH_NOW, once_released]],
    Act.READ_RETENTION: [
        _TEACHER,
        [*_COACH_NOW, once_released],
    ],
    Act.TELL_LESSON: [[*_TEACHER, unless_held]],
    Act.HANDLE_OBJECTION: [[*_TEACHER, unless_held]],
    Act.SHORTEN_RETENTION: [[*_TEACHER, unless_held]],
    Act.EXTEND_RETENTION: [_TEACHER],
    Act.ASK_EXTENSION: [[*_COACH_NOW, once_released]],

    # observation notes
    Act.READ_OBSERVATION_NOTES: [
        [*_COACH_NOW, who_made_it, once_released, unless_held, unless_locked],
    ],
    Act.WRITE_OBSERVATION_NOTE: [[*_COACH_NOW, once_released, unless_held, unless_locked]],
    Act.CHANGE_OBSERVATION_NOTE: [
        [*_COACH_NOW, who_made_it, once_released, unless_held, unless_locked],
    ],

    # clips and the package
    Act.CUT_CLIP: [[*_COACH_NOW, once_released, before_publishing, unless_held, unless_locked]],
    Act.READ_CLIP_DRAFT: [
        [*_COACH_NOW, who_made_it, once_released, before_publishing, unless_held, unless_locked],
    ],
    Act.CHANGE_CLIP: [
        [*_COACH_NOW, who_made_it, once_released, before_publishing, unless_held, unless_locked],
    ],
    Act.DELETE_CLIP: [
        [*_COACH_NOW, who_made_it, before_publishing, unless_held, unless_locked],
    ],
    Act.PUBLISH_PACKAGE: [[*_COACH_NOW, once_released, before_publishing, unless_locked]],
    Act.WATCH_CLIP: [
        [*_TEACHER, once_published, unless_held, unless_locked],
        [*_COACH_THIS_YEAR, once_published, unless_held, unless_locked],
        _OFFICER_UNDER_HOLD,
    ],
    # A file outlives the programme and every term: the teacher's alone, and nothing a coach shares.
    Act.DOWNLOAD_CLIP: [
        [*_TEACHER, once_published, where_downloads_are_allowed, unless_held, unless_locked],
    ],
    Act.THROW_AWAY_CLIP: [[*_TEACHER, once_published, unless_held]],
    Act.THROW_AWAY_WORDS: [[*_TEACHER, unless_held]],
    Act.READ_PACKAGE: [
        [*_TEACHER, once_published],
        [*_COACH_THIS_YEAR, once_published],
    ],

    # reflection
    Act.WRITE_REFLECTION: [[*_TEACHER_NOW, once_published, before_submitting]],
    Act.SUBMIT_REFLECTION: [[*_TEACHER_NOW, once_published]],
    Act.READ_REFLECTION: [
        _TEACHER,
        [*_COACH_THIS_YEAR, once_submitted],
    ],

    # talk and summary
    Act.OPEN_TALK: [[*_TEACHER_NOW, once_published], [*_COACH_NOW, once_published]],
    Act.WRITE_TALK_NOTES: [[*_TEACHER_NOW, once_published], [*_COACH_NOW, once_published]],
    Act.CONFIRM_TALK: [[*_TEACHER_NOW, once_published], [*_COACH_NOW, once_published]],
    Act.PROPOSE_SUMMARY: [[*_TEACHER_NOW, once_published], [*_COACH_NOW, once_published]],
    Act.ASK_CHANGE: [[*_TEACHER_NOW, once_published], [*_COACH_NOW, once_published]],
    Act.AGREE_SUMMARY: [[*_TEACHER_NOW, once_published], [*_COACH_NOW, once_published]],
    Act.READ_SUMMARY: [
        _TEACHER,
        _COACH_THIS_YEAR,
        [a_school_leader, who_is_not_also_coordinator, by_share_grant],
    ],
    Act.DOWNLOAD_SUMMARY: [_TEACHER, _COACH_THIS_YEAR],
    Act.TAKE_OWN: [_TEACHER, [a_coach, whose_it_is]],
    # Not while something of its cycle is held or objected to: then it goes to nobody new.
    Act.GRANT_SHARE: [[*_TEACHER, while_the_programme_runs, unless_held, unless_locked]],
    Act.REVOKE_SHARE: [_TEACHER],
    Act.READ_SHARES: [_TEACHER],

    # the cycle
    Act.PLAN_CYCLE: [_TEACHER, _COACH_THIS_YEAR, _COORDINATOR],
    Act.SEE_CYCLE_STATE: [_TEACHER, _COACH_THIS_YEAR],
    Act.START_CYCLE: [[*_TEACHER, while_the_programme_runs], _COACH_THIS_YEAR],
    Act.PAUSE_CYCLE: [_TEACHER_NOW, _COACH_NOW, _COORDINATOR],
    Act.RESUME_CYCLE: [_TEACHER_NOW, _COACH_NOW, _COORDINATOR],
    Act.CANCEL_CYCLE: [_TEACHER_NOW, _COACH_NOW],
    Act.CLOSE_CYCLE_EARLY: [_TEACHER_NOW, _COACH_NOW],
    Act.WITHDRAW: [_TEACHER],

    # people and the programme
    Act.INVITE_PERSON: [[a_coordinator], [an_admin]],
    Act.NOTE_DEPARTURE: [_COORDINATOR, [an_admin]],
    Act.SEE_ENROLMENT: [
        _TEACHER, _COACH, _COORDINATOR, [an_admin], [a_data_protection_officer],
    ],
    Act.MANAGE_ENROLMENT: [_COORDINATOR],
    Act.MANAGE_PAIR: [_COORDINATOR],
    Act.OPEN_EARLIER: [_TEACHER],
    Act.MANAGE_PROGRAMME: [[a_coordinator]],
    Act.READ_AGREEMENT: [_TEACHER, _COACH],
    Act.SIGN_AGREEMENT: [[*_TEACHER, while_the_programme_runs], _COACH_THIS_YEAR],
    Act.SET_UP_PROGRAMME: [[a_coordinator], [an_admin]],
    Act.READ_SET_UP: [[a_coordinator], [an_admin], [a_data_protection_officer]],
    Act.SEE_COUNTS: [_TEACHER, _COACH, [a_data_protection_officer]],
    Act.SEE_TOTALS: [_COORDINATOR, [a_data_protection_officer]],
    Act.SEE_MONTHLY_TOTALS: [
        [a_school_leader, of_five_or_more],
        [a_coordinator, of_five_or_more],
        [a_data_protection_officer, of_five_or_more],
    ],
    Act.SEE_MACHINE_ROOM: [[an_admin]],

    # retention and proof
    Act.READ_POLICY: [
        [a_teacher], [a_coach], [an_admin], [a_data_protection_officer],
    ],
    Act.CHANGE_POLICY: [[a_data_protection_officer]],
    Act.ACCEPT_POLICY: [[a_teacher]],
    Act.READ_RETENTION_TOTALS: [[an_admin], [a_data_protection_officer]],
    Act.RUN_RETENTION: [[an_admin]],
    Act.ENTER_OBJECTION: [[an_admin], [a_data_protection_officer]],
    Act.READ_OBJECTIONS: [[an_admin], [a_data_protection_officer]],
    # The school leader stands for the board here, and sees no more than that and why.
    Act.READ_HOLDS: _TWO_WHO_HOLD,
    Act.SET_HOLD: _TWO_WHO_HOLD,
    Act.FIND_TO_HOLD: [[a_data_protection_officer]],
    Act.CONFIRM_HOLD: _TWO_WHO_HOLD,
    Act.REVIEW_HOLD: _TWO_WHO_HOLD,
    Act.LIFT_HOLD: [[a_data_protection_officer]],
    Act.READ_TOMBSTONES: [_TEACHER, [a_coach, who_made_it], [an_admin],
                          [a_data_protection_officer]],
    Act.READ_LEDGER: [_TEACHER, [a_coach, who_made_it], [an_admin], [a_data_protection_officer]],
}
# fmt: on


def may(person: Asker, act: Act, thing: Thing) -> Verdict:
    """Whether this person, in this view, may do this with this thing, and why (not).

    The reason of a no is the first word that fails in the row that came furthest, as a text key
    ``access.<word>``; it explains to the person's own role and tells nothing about the thing to
    others (the edge answers those with `NotFound`).
    """
    if person.role not in person.roles:
        return Verdict(False, "access.role_not_held")
    if person.left and act not in TO_LEAVERS:
        return Verdict(False, "access.left")
    reason, furthest = UNKNOWN, 0
    for row in MAY.get(act, []):
        holding = _words_that_hold(row, person, thing)
        if holding == len(row):
            return Verdict(True, GRANTED)
        if holding > furthest:
            reason, furthest = f"access.{row[holding].__name__}", holding
    return Verdict(False, reason)


def _words_that_hold(row: Row, person: Asker, thing: Thing) -> int:
    """How many words hold before the first that does not."""
    for count, word in enumerate(row):
        if not word(person, thing):
            return count
    return len(row)
