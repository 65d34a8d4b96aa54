"""What really lies in a store, beside what its list shows: for finding what nobody knows of."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Shape(StrEnum):
    """As what something lies there."""

    object = "object"
    """What a list shows."""
    version = "version"
    """An earlier version of an object."""
    marker = "marker"
    """A delete marker: it hides a film without removing it."""
    upload = "upload"
    """An unfinished upload, or a copy that was being made."""


@dataclass(frozen=True)
class Lying:
    """One thing in a store: under which key, since when, and by which mark it is removed."""

    key: str
    at: datetime
    shape: Shape
    mark: str = ""
    """The store's own: a version, an upload's id, a path."""

    @property
    def folder(self) -> str:
        """The place of the thing it belongs to: `rec/<id>`."""
        return "/".join(self.key.split("/")[:2])
