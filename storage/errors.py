"""What can go wrong, as a small tree.

    Lesbeeld                        anything of ours
    └── Refused                     a no with a sentence: a text key and its fields
        ├── NotFound                it does not exist, or is not yours: the same answer
        ├── NotAllowed              you may see it, but not do this with it
        ├── StepAlreadyTaken        somebody (perhaps you, in another tab) was first
        └── ChangedMeanwhile        the other person changed the text while you were writing

Errors import no texts: the edge says `text(refusal.key, **refusal.fields)`.
"""

from collections.abc import Mapping
from typing import Any


class Lesbeeld(Exception):
    """Something went wrong in Lesbeeld."""


class Refused(Lesbeeld):
    """A request that is answered with a sentence; nothing was changed."""

    def __init__(self, key: str, **fields: Any) -> None:
        super().__init__(key)
        self.key = key
        """Text key of the sentence, such as ``refusals.clip_too_long``."""
        self.fields: Mapping[str, Any] = fields
        """What the sentence names; never words that were said in a lesson."""

    def __str__(self) -> str:
        named = ", ".join(f"{name}={value!r}" for name, value in self.fields.items())
        return f"{self.key} ({named})" if named else self.key


class NotFound(Refused):
    """It does not exist or it is somebody else's; which of the two is not told."""

    def __init__(self, key: str = "refusals.not_found", **fields: Any) -> None:
        super().__init__(key, **fields)


class NotAllowed(Refused):
    """The person may know about it, but may not do this with it."""

    def __init__(self, key: str = "refusals.not_allowed", **fields: Any) -> None:
        super().__init__(key, **fields)


class StepAlreadyTaken(Refused):
    """This step was taken before, or the cycle has moved on."""

    def __init__(self, key: str = "refusals.step_already_taken", **fields: Any) -> None:
        super().__init__(key, **fields)


class ChangedMeanwhile(Refused):
    """Somebody else saved this text first; both texts are kept."""

    def __init__(self, theirs: str, key: str = "refusals.changed_meanwhile") -> None:
        super().__init__(key)
        self.theirs = theirs
        """The text that was saved by the other; the reader's own is still in hand."""
