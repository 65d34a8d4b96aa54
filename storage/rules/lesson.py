"""Which lesson a film is of: the class, and the day. Told by its teacher; never a pupil's name."""

import re
from datetime import date, timedelta

from storage.rules.sentences import Sentence, say

MOST_CHARACTERS = 40
"""Of the name of a class."""
BROUGHT_IN_WITHIN = timedelta(days=14)
"""A lesson is brought in within so many days: what came in then may be of that day."""
OLDEST = timedelta(days=366)
"""A day longer ago than this is a slip of the finger, or of a camera without a clock."""
_ONLY_SAY_CLASS = re.compile(r"\b(klas|kl|groep|gr|class|group|form)\b\.?", re.IGNORECASE)


def tidy(class_group: str) -> str:
    """Return the name of a class as it is kept: one line, no spaces around it."""
    return " ".join(class_group.split())


def same_class(one: str, other: str) -> bool:
    """Whether two people mean the same class: "5B", "groep 5 b" and "klas 5b" are one."""
    return _plain(one) == _plain(other)


def _plain(class_group: str) -> str:
    named = _ONLY_SAY_CLASS.sub(" ", class_group.casefold())
    left = "".join(each for each in named if each.isalnum())
    return left or "".join(each for each in class_group.casefold() if each.isalnum())


def may_be_of(lesson_on: date, said: date | None, came_in_on: date) -> bool:
    """Whether a film is of a lesson on that day, as its teacher said or, unsaid, as it may be."""
    if said is not None:
        return said == lesson_on
    return lesson_on <= came_in_on <= lesson_on + BROUGHT_IN_WITHIN


def why_not(class_group: str, lesson_on: date | None, today: date) -> tuple[Sentence, ...]:
    """What is wrong with what a teacher tells about her lesson; both may stay empty."""
    found = []
    if len(tidy(class_group)) > MOST_CHARACTERS or not class_group.isprintable():
        found.append(say("refusals.lesson_class", most=MOST_CHARACTERS))
    if lesson_on and not today - OLDEST <= lesson_on <= today:
        found.append(say("refusals.lesson_day"))
    return tuple(found)


def what_is_right(class_group: str, lesson_on: date | None, today: date) -> tuple[str, date | None]:
    """Return what can be kept of it: a slip in either must not keep a film out."""
    class_right = not why_not(class_group, None, today)
    day_right = not why_not("", lesson_on, today)
    return tidy(class_group) if class_right else "", lesson_on if day_right else None
