"""The accounts of the demo, which the page to sign in may tell; without a demo there are none.

`lesbeeld demo` writes them in the data folder. An installation that never ran it has no such file.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from config.settings import settings
from storage.rules.roles import Role


@dataclass(frozen=True)
class DemoAccount:
    """One invented person, and as what."""

    email: str
    role: Role


@dataclass(frozen=True)
class DemoAccounts:
    """All of them, with their one password."""

    password: str
    accounts: tuple[DemoAccount, ...]


def read() -> DemoAccounts | None:
    """Return the demo's accounts; None when this is no demo."""
    try:
        told = json.loads(_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    accounts = tuple(DemoAccount(one["email"], Role(one["role"])) for one in told["accounts"])
    return DemoAccounts(told["password"], accounts)


def write(password: str, accounts: Sequence[DemoAccount]) -> None:
    """Tell the page to sign in that this is a demo."""
    told = {"password": password, "accounts": [vars(one) for one in accounts]}
    _file().write_text(json.dumps(told), encoding="utf-8")


def _file() -> Path:
    return settings().home / "demo.json"
