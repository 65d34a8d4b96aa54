"""The six products of a complete cycle; one missing makes it partly done, never a failure."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, kw_only=True)
class Products:
    """What exists by now. Names in texts: ``cycle.products.<name>``."""

    released_recording: bool = False
    """A released recording of at least the declared usable minutes."""
    tied_clip: bool = False
    """At least one clip tied to a foundation."""
    published_comments: bool = False
    """A published package with its prompts."""
    submitted_reflection: bool = False
    talk_held: bool = False
    """Long enough to count, and confirmed by both."""
    summary_agreed: bool = False
    """One or two actions, agreed by both."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the products that do not exist yet, in the order they are made."""
        return tuple(each.name for each in fields(self) if not getattr(self, each.name))

    @property
    def complete(self) -> bool:
        """Whether all six exist."""
        return not self.missing
