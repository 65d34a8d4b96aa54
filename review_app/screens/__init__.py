"""Every screen: what it is called in an address, and who finds it in the menu.

A screen is a module here with `show(member)`. A role that does not find it in its menu can still
follow a link to it: the acts behind it decide what there is to see.
"""

from dataclasses import dataclass

from storage.rules.roles import Role


@dataclass(frozen=True)
class Screen:
    """One screen, at the address `/<noun>`; its title is the text `screens.<noun>`."""

    noun: str
    menu: frozenset[Role] = frozenset()
    """Whose menu names it; nobody's: it is reached from another screen, with `?id=`."""
    wide: bool = False
    """It shows film and words side by side, and uses the whole window."""


def _screen(noun: str, *menu: Role, wide: bool = False) -> Screen:
    return Screen(noun, frozenset(menu), wide)


NOWHERE = "nowhere"
"""The noun of the screen behind every address that is none of ours."""
SCREENS = (
    _screen("today", Role.teacher, Role.coach, Role.coordinator),
    _screen("recordings", Role.teacher, wide=True),
    _screen("privacy_check", wide=True),
    _screen("workbench", wide=True),
    _screen("reflection"),
    _screen("talk", wide=True),
    _screen("summary"),
    _screen("programme", Role.coordinator, Role.admin),
    _screen("agreement", Role.teacher, Role.coach),
    _screen("set_up", Role.coordinator, Role.admin, Role.dpo),
    _screen("overview", Role.school_leader),
    _screen("shared"),
    _screen("retention", Role.teacher, Role.coach, Role.admin, Role.dpo),
    _screen("objections", Role.admin, Role.dpo),
    _screen("holds", Role.dpo, Role.school_leader),
    _screen("ledger", Role.teacher, Role.coach, Role.dpo),
    _screen("own", Role.teacher, Role.coach),
    _screen(NOWHERE),
)
"""In the order of the menu."""

_HOMES = {
    Role.school_leader: "overview",
    Role.admin: "programme",
    Role.dpo: "retention",
}


def home_of(role: Role) -> str:
    """The noun of the screen where somebody with this role begins."""
    return _HOMES.get(role, "today")
