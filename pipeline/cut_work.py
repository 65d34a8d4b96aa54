"""What is to be cut out of which film."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pipeline.cut_packets import Packets
from pipeline.cut_plan import Edge, Seams
from pipeline.cut_sets import Sets


@dataclass(frozen=True)
class Work:
    """What is cut out of which film: its tracks and parameter sets, and where the seams lie."""

    film: Path
    pictures: Packets
    sound: Packets | None
    sets: Sets
    seams: Seams
    fps: Fraction

    @property
    def edges(self) -> list[Edge]:
        """The edges that have pictures."""
        return [edge for edge in (self.seams.head, self.seams.tail) if len(edge)]

    @property
    def begin(self) -> int:
        """When the clip's first picture shows, in the film's ticks."""
        return int(self.pictures.shown[self.pictures.order[self.seams.head.first]])

    @property
    def last(self) -> int:
        """When its last picture shows."""
        return int(self.pictures.shown[self.pictures.order[self.seams.tail.end - 1]])

    def moments(self, edge: Edge) -> list[int]:
        """When an edge's pictures show, in ticks from the clip's beginning."""
        own = self.pictures.order[edge.first : edge.end]
        return [int(shown) - self.begin for shown in self.pictures.shown[own]]
