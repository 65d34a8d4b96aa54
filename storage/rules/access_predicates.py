"""The words access rules are made of: each looks at one fact and reads as part of a sentence."""

from collections.abc import Callable

from storage.rules.access_words import Asker, Thing
from storage.rules.roles import Role

Word = Callable[[Asker, Thing], bool]

LEAST_COUNTED = 5
"""Totals over fewer teachers would be about persons."""


def a_teacher(asker: Asker, _: Thing) -> bool:
    """The person looks as a teacher."""
    return asker.role is Role.teacher


def a_coach(asker: Asker, _: Thing) -> bool:
    """The person looks as a coach."""
    return asker.role is Role.coach


def a_coordinator(asker: Asker, _: Thing) -> bool:
    """The person looks as a coordinator."""
    return asker.role is Role.coordinator


def a_school_leader(asker: Asker, _: Thing) -> bool:
    """The person looks as a school leader."""
    return asker.role is Role.school_leader


def an_admin(asker: Asker, _: Thing) -> bool:
    """The person looks as an admin."""
    return asker.role is Role.admin


def a_data_protection_officer(asker: Asker, _: Thing) -> bool:
    """The person looks as the data protection officer."""
    return asker.role is Role.dpo


def who_is_not_also_school_leader(asker: Asker, _: Thing) -> bool:
    """A coordinator who leads the school gets the stricter row of the two."""
    return Role.school_leader not in asker.roles


def who_is_not_also_coordinator(asker: Asker, _: Thing) -> bool:
    """A school leader who coordinates gets the stricter row of the two."""
    return Role.coordinator not in asker.roles


def whose_it_is(asker: Asker, thing: Thing) -> bool:
    """It is the person's own lesson, cycle, text or part of the ledger."""
    return thing.owner_id == asker.id


def of_this_pair(asker: Asker, thing: Thing) -> bool:
    """The person coaches the teacher whose it is."""
    return thing.coach_id == asker.id


def who_made_it(asker: Asker, thing: Thing) -> bool:
    """The person wrote or did it."""
    return thing.author_id == asker.id


def on_behalf(_: Asker, thing: Thing) -> bool:
    """The pair agreed that the coach films."""
    return thing.on_behalf


def once_released(_: Asker, thing: Thing) -> bool:
    """The teacher released the film."""
    return thing.released


def before_release(_: Asker, thing: Thing) -> bool:
    """The film has not been released yet."""
    return not thing.released


def once_published(_: Asker, thing: Thing) -> bool:
    """The package is published."""
    return thing.published


def before_publishing(_: Asker, thing: Thing) -> bool:
    """It is still a draft."""
    return not thing.published


def once_submitted(_: Asker, thing: Thing) -> bool:
    """The reflection is submitted."""
    return thing.submitted


def before_submitting(_: Asker, thing: Thing) -> bool:
    """The reflection is still a draft."""
    return not thing.submitted


def while_the_cycle_runs(_: Asker, thing: Thing) -> bool:
    """The cycle has not ended, and the teacher has not withdrawn."""
    return thing.cycle_open and not thing.withdrawn


def while_the_programme_runs(_: Asker, thing: Thing) -> bool:
    """The programme year has not ended, and the teacher has not withdrawn."""
    return thing.programme_open and not thing.withdrawn


def unless_locked(_: Asker, thing: Thing) -> bool:
    """Playback is not locked."""
    return not thing.locked


def unless_held(_: Asker, thing: Thing) -> bool:
    """It is not under legal hold."""
    return not thing.held


def under_hold(_: Asker, thing: Thing) -> bool:
    """It is under legal hold."""
    return thing.held


def who_is_no_newcomer(asker: Asker, _: Thing) -> bool:
    """The person has been here for a while: inviting somebody opens nothing."""
    return not asker.new


def by_share_grant(_: Asker, thing: Thing) -> bool:
    """The teacher shares exactly this with exactly this person."""
    return thing.shared


def where_downloads_are_allowed(_: Asker, thing: Thing) -> bool:
    """The programme lets teachers keep their own clips."""
    return thing.downloads


def of_five_or_more(_: Asker, thing: Thing) -> bool:
    """A total is about five teachers at least."""
    return thing.people_counted >= LEAST_COUNTED
