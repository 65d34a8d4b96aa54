"""The demo's own mark in a data folder: its password, and which folder may be thrown away."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from config.settings import settings
from storage.rules.roles import Role

ACCOUNTS = {
    Role.teacher: "leraar@demo.test",
    Role.coach: "coach@demo.test",
    Role.coordinator: "coordinator@demo.test",
    Role.school_leader: "leider@demo.test",
    Role.admin: "beheer@demo.test",
    Role.dpo: "fg@demo.test",
}
"""Who can sign in to the demo; these accounts exist nowhere else."""


@dataclass(frozen=True)
class Demo:
    """What the sign-in page of a demo shows."""

    password: str
    lesson: str
    """Which film the open cycle was made with: empty for the demo's own."""
    whole: bool = False
    """False while it is being made, or when that was interrupted."""


def _mark() -> Path:
    return settings().home / "demo.json"


def running_demo() -> Demo | None:
    """Return the demo that lives in this data folder; None in a real school's."""
    try:
        kept = json.loads(_mark().read_text("utf-8"))
    except FileNotFoundError:
        return None
    return Demo(**kept)


def new_demo(lesson: str) -> Demo:
    """Return a demo with a fresh password that is easy to type; not marked yet."""
    return Demo(password=f"demo-{secrets.token_hex(4)}-lesbeeld", lesson=lesson)


def mark(demo: Demo) -> None:
    """Mark this data folder as a demo, before anything is put in it."""
    _mark().write_text(json.dumps(asdict(demo)), "utf-8")


def forget_mark() -> None:
    """Take the mark away, after everything of the demo went."""
    _mark().unlink(missing_ok=True)
