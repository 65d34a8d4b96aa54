"""A parent's objection: which films it is about, and how it can end."""

from datetime import date, timedelta
from enum import StrEnum

from storage.rules.sentences import Sentence, say

BROUGHT_IN_WITHIN = timedelta(days=14)
"""A lesson is brought in within so many days: what came in then may be of that day."""
MOST_CHARACTERS = 40
"""Of the name of a class."""


class Reason(StrEnum):
    """Why an objection no longer locks; the whole list. Text key ``objections.reasons.<value>``."""

    not_in_it = "not_in_it"
    """The child is not seen or heard in this film."""
    made_unseen = "made_unseen"
    """The child was taken out of picture and sound."""
    taken_back = "taken_back"
    """The parent has no objection any more."""
    deleted = "deleted"
    """The film and the clips of it were thrown away."""


LIFTS = (Reason.not_in_it, Reason.made_unseen, Reason.taken_back)
"""What a person may give; the other one follows from deleting."""


def may_be_of(lesson_on: date, uploaded_on: date) -> bool:
    """Whether a film that came in on a day may be of a lesson on that other day."""
    return lesson_on <= uploaded_on <= lesson_on + BROUGHT_IN_WITHIN


def why_not_entered(class_group: str, lesson_on: date, today: date) -> tuple[Sentence, ...]:
    """What stands in the way of writing an objection down."""
    if not class_group.strip() or len(class_group) > MOST_CHARACTERS:
        return (say("refusals.objection_class", most=MOST_CHARACTERS),)
    if lesson_on > today:
        return (say("refusals.objection_day"),)
    return ()


def why_not_lifted(reason: str) -> tuple[Sentence, ...]:
    """What stands in the way of opening the film again."""
    return () if reason in LIFTS else (say("refusals.objection_reason"),)
