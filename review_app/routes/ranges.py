"""Which bytes of a file a request asks for (RFC 9110, sections 13.1.5 and 14), and nothing else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_ONE_RANGE = re.compile(r"bytes=[ \t]*([0-9]*)-([0-9]*)", re.IGNORECASE)
_DIGITS = 4000
"""More than any file needs, fewer than Python refuses to read as one number."""


@dataclass(frozen=True)
class Part:
    """Which bytes to send: `end` not included, of `size` in all."""

    start: int
    end: int
    size: int
    asked: bool
    """Whether the browser asked for a range."""

    @property
    def length(self) -> int:
        """How many bytes it is."""
        return self.end - self.start

    def headers(self) -> dict[str, str]:
        """What tells the browser which bytes these are."""
        said = {"Accept-Ranges": "bytes", "Content-Length": str(self.length)}
        if self.asked:
            said["Content-Range"] = f"bytes {self.start}-{self.end - 1}/{self.size}"
        return said


def part_of(method: str, headers: Mapping[str, str], size: int, mark: str) -> Part | None:
    """Return what to send; None when the range lies where there is nothing (answer 416).

    Ranges exist for GET alone. What is not one plain range (several at once, backwards, another
    unit, no numbers) gets the whole, and so does a browser whose `If-Range` is not about the file
    as it is now: it must never glue pieces of two files together. `mark` is the file's strong
    ETag without its quotes, empty for a file that has none.
    """
    whole = Part(0, size, size, False)
    found = _ONE_RANGE.fullmatch(headers.get("range", "").strip())
    if method != "GET" or not found or not any(found.groups()):
        return whole
    if not _about_this(headers.get("if-range"), mark):
        return whole
    first, last = found.groups()
    if not first:  # the last so many bytes
        start, end = max(0, size - _number(last)), size
    else:
        start, end = _number(first), min(_number(last) + 1, size) if last else size
        if last and _number(last) < start:
            return whole
    return Part(start, end, size, True) if start < end else None


def _about_this(if_range: str | None, mark: str) -> bool:
    """Whether the pieces a browser has are of this very file; a date never proves that."""
    return if_range is None or (mark != "" and if_range.strip() == f'"{mark}"')


def _number(digits: str) -> int:
    return int(digits[:_DIGITS])
