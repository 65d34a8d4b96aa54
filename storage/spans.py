"""A stretch of media time."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Span:
    """From `start_ms` up to, not including, `end_ms`: integer milliseconds of media time.

    Raises ValueError for a negative start or an end that does not come after the start.
    """

    start_ms: int
    end_ms: int

    def __post_init__(self) -> None:
        if self.start_ms < 0:
            raise ValueError(f"a span cannot start before the film: {self.start_ms} ms")
        if self.end_ms <= self.start_ms:
            raise ValueError(f"a span ends after it starts: {self.start_ms}-{self.end_ms} ms")

    @property
    def length_ms(self) -> int:
        """How long it lasts, in milliseconds (always more than 0)."""
        return self.end_ms - self.start_ms
