"""Passwords: kept as a slow hash, and checked as slowly when there is nothing to check."""

import secrets

from pwdlib import PasswordHash

SHORTEST = 12
LONGEST = 200
"""Characters."""

_hasher = PasswordHash.recommended()
_NOBODY = _hasher.hash(secrets.token_hex(16))
"""Checked when the account does not exist: an answer takes as long as for one that does."""


def hashed(password: str) -> str:
    """Return what the database keeps of a password."""
    return _hasher.hash(password)


def of_nobody() -> str:
    """Return what the database keeps for an account that no password opens."""
    return _NOBODY


def right(password: str, known: str | None) -> bool:
    """Whether this is the password of the hash `known`; never when there is none."""
    return _hasher.verify(password[:LONGEST], known or _NOBODY) and known is not None
