"""Every state of a cycle as a place to ask about, and everybody who can ask.

Every free text of a place is one word that stands nowhere else, `zz<field><state>zz`, so that it
can be looked for in whatever anybody is shown.
"""

from dataclasses import dataclass, field

from storage.rules.access import Asker
from storage.rules.roles import Role

AWAITING, UNRELEASED, RELEASED, PUBLISHED, SUBMITTED, TALKED = "A", "U", "R", "P", "S", "T"
COMPLETED, YEAR_OVER, HELD, OBJECTED, WITHDRAWN = "C", "Y", "H", "O", "W"
STATES = "AURPSTCYHOW"
"""Of a cycle, by letter; held, objected to and withdrawn once it was published."""
FILM = b"film-bytes" * 100
NOBODY = "00000000-0000-4000-8000-000000000000"

FIELDS = (
    "teacher", "programme", "class", "asked", "line", "fact", "prompt", "note", "package", "answer",
    "talk", "discussed", "action", "purpose",
)  # fmt: skip
"""Every free text that belongs to one cycle."""


def word(of: str, state: str) -> str:
    return f"zz{of}{state.lower()}zz"


@dataclass
class Place:
    """One cycle in one state, and the ids of what hangs there; "" for what is not there."""

    state: str
    teacher: Asker
    ids: dict[str, str] = field(default_factory=dict)


@dataclass
class World:
    """Everybody who can ask, and every place to ask about."""

    places: dict[str, Place]
    coach: Asker
    others: dict[str, Asker]
    """Who has no part in any of the places, by what they are."""

    def asker(self, kind: str, state: str) -> Asker:
        """Who this is in this state."""
        teacher = self.places[state].teacher
        if kind == "teacher":
            return teacher
        if kind == "coach":
            return self.coach
        if kind == "the teacher as coordinator":
            return Asker(id=teacher.id, role=Role.coordinator, holds=_both(Role.teacher))
        if kind == "the coach as coordinator":
            return Asker(id=self.coach.id, role=Role.coordinator, holds=_both(Role.coach))
        return self.others[kind]


def _both(role: Role) -> frozenset[Role]:
    return frozenset({role, Role.coordinator})
