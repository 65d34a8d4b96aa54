"""Sharing a summary, for tests: who leads a school, and the acts with what is usual filled in."""

from datetime import timedelta

from storage import clock, share_grants, shared
from storage.database import acting, asking
from storage.records import Person
from storage.rules.access import Asker
from storage.rules.roles import Role
from storage.rules.share_grant import Ended, Standing
from storage.shared import SharedView
from tests import makers
from tests.makers import Walk

PURPOSE = "Voor ons gesprek op donderdag"


def leader(name: str, *also: Role) -> Asker:
    """A school leader who has accepted the invitation."""
    made = makers.person(name.replace(" ", "-"), Role.school_leader, *also)
    with acting() as session:
        session.get_one(Person, made.id).password_hash = "none that fits"
    return made


def give(
    walk: Walk,
    to: Asker,
    *,
    by: Asker | None = None,
    purpose: str = PURPOSE,
    days: int = 30,
    version: int = 1,
) -> str:
    """Share the summary of this walk; returns the grant's id."""
    with acting() as session:
        return share_grants.give(
            session, by or walk.teacher, walk.cycle_id, version=version, recipient_id=to.id,
            purpose=purpose, until=clock.today() + timedelta(days=days),
        )  # fmt: skip


def reads(who: Asker, grant_id: str) -> SharedView:
    """Read what is shared."""
    with acting() as session:
        return shared.read(session, who, grant_id)


def standing(walk: Walk, grant_id: str) -> tuple[Standing, Ended | None]:
    """How a grant stands, as its teacher sees it."""
    with asking() as session:
        found = share_grants.of_cycle(session, walk.teacher, walk.cycle_id)
    return next((each.standing, each.ended_as) for each in found if each.id == grant_id)
