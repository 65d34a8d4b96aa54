"""A clip: a moment of a lesson, the foundation it touches and the question it raises."""

from enum import StrEnum


class FoundationKey(StrEnum):
    """The three foundations of a good lesson."""

    emotional_support = "emotional_support"
    classroom_organisation = "classroom_organisation"
    instructional_support = "instructional_support"


class PromptKind(StrEnum):
    """What a clip asks of the teacher."""

    nice_work = "nice_work"
    """A moment that worked: a strength."""
    consider_this = "consider_this"
    """A moment with another option: room to grow."""
    making_the_link = "making_the_link"
    """A moment tied to a dimension, a goal or an example."""
