"""What a chain of records is made of: each link seals its own record and the link before it.

Whoever lacks the key of this school's server cannot make a link that fits.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass

from config.settings import settings

FIRST_LINK = "0" * 64
"""What the first link of a chain comes after."""


@dataclass(frozen=True)
class Broken:
    """A place where a chain does not hold, and why: `changed`, `missing` or `order`."""

    seq: int
    why: str


def sealed(told: dict[str, str | int | None], key: bytes | None = None) -> str:
    """Return the link over plain values: HMAC-SHA256 in hex, the same whatever their order.

    `key`: another than that of this school's server.
    """
    words = json.dumps(told, sort_keys=True, separators=(",", ":"))
    return hmac.new(key or settings().signing_key(), words.encode(), hashlib.sha256).hexdigest()


def fits(link: str, told: dict[str, str | int | None], key: bytes | None = None) -> bool:
    """Whether a link is the one over these values."""
    return hmac.compare_digest(link, sealed(told, key))
