"""A parent's objection: which films it is about, when the parent is answered, how it can end."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from storage.rules import lesson
from storage.rules.lesson import MOST_CHARACTERS
from storage.rules.sentences import Sentence, say

WARN_AHEAD = timedelta(days=7)
"""So long before the parent must have an answer those who deal with it are told."""
SAME_ENTRY = timedelta(minutes=1)
"""The same class and day by the same person within this time is a finger that slipped."""


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


LIFTS = (Reason.not_in_it, Reason.taken_back)
"""What a person may give; the others follow from what was done to the film."""


@dataclass(frozen=True)
class Filmed:
    """What is known of a film without looking at it."""

    teacher_id: str
    came_in_on: date
    class_group: str = ""
    """As its teacher told; "" when she did not."""
    lesson_on: date | None = None


@dataclass(frozen=True)
class About:
    """What somebody objects to: a class on a day, and who taught it where that is known."""

    class_group: str
    """Empty after a restore, which knows no words: any class."""
    lesson_on: date
    teacher_id: str | None = None

    def may_be(self, film: Filmed) -> bool:
        """Whether it may be about this film. What its teacher did not tell speaks for nothing.

        Who taught is asked only of a film that says neither class nor day.
        """
        both_told = film.class_group and self.class_group
        if both_told and not lesson.same_class(film.class_group, self.class_group):
            return False
        nothing_told = not film.class_group and film.lesson_on is None
        if nothing_told and self.teacher_id not in (None, film.teacher_id):
            return False
        return lesson.may_be_of(self.lesson_on, film.lesson_on, film.came_in_on)


def answer_by(entered_on: date) -> date:
    """The last day to answer a parent: the same day of the next month, or that month's last."""
    year, month = divmod(entered_on.year * 12 + entered_on.month, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(entered_on.day, last))


def is_pressing(answer_by: date, today: date) -> bool:
    """Whether the answer must come within days, or is late."""
    return today >= answer_by - WARN_AHEAD


def why_not_entered(class_group: str, lesson_on: date, today: date) -> tuple[Sentence, ...]:
    """What stands in the way of writing an objection down."""
    plain = lesson.tidy(class_group)
    if not any(each.isalnum() for each in plain) or lesson.why_not(class_group, None, today):
        return (say("refusals.objection_class", most=MOST_CHARACTERS),)
    if lesson_on > today:
        return (say("refusals.objection_day"),)
    return ()


def why_not_lifted(reason: str) -> tuple[Sentence, ...]:
    """What stands in the way of opening the film again."""
    return () if reason in LIFTS else (say("refusals.objection_reason"),)
