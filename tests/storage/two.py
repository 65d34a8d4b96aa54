"""The two it takes to hold something."""

from dataclasses import dataclass

from storage import holds
from storage.database import acting, asking
from storage.rules.access import Asker
from storage.rules.hold import Reason, Standing
from storage.rules.roles import Role
from tests.makers import person


@dataclass
class Two:
    """The two it takes."""

    officer: Asker
    leader: Asker

    def set(self, *thing_ids: str, reason: str = Reason.complaint, silent: bool = False) -> str:
        with acting() as session:
            return holds.set_on(
                session, self.officer, thing_ids, reason, not_for_judging=True, silent=silent
            )

    def confirmed(self, *thing_ids: str, silent: bool = False) -> str:
        reason = Reason.authority_order if silent else Reason.complaint
        hold_id = self.set(*thing_ids, reason=reason, silent=silent)
        with acting() as session:
            holds.confirm(session, self.leader, hold_id)
        return hold_id

    def lift(self, hold_id: str) -> None:
        with acting() as session:
            holds.lift(session, self.officer, hold_id)


def two() -> Two:
    return Two(person("Fien", Role.dpo), person("Lies", Role.school_leader))


def standing(of: Two) -> list[Standing]:
    with asking() as session:
        return [each.standing for each in holds.read(session, of.leader)]
