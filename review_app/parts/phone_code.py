"""The address of a screen as a square that a phone's camera reads.

It holds the address and nothing else: whoever points a phone at it signs in there.
"""

from dataclasses import dataclass
from ipaddress import ip_address
from itertools import groupby
from urllib.parse import urlsplit

import segno

from config.settings import settings

BORDER = 4
"""Empty modules around the square, without which cameras do not find it."""


@dataclass(frozen=True)
class PhoneCode:
    """A square of `size` by `size` modules; `drawing` is an SVG path of the dark ones.

    The drawing is empty where no phone can reach the address: it leads to this computer only.
    """

    address: str
    size: int
    drawing: str


def phone_code(screen: str) -> PhoneCode:
    """The code of a screen's address, for instance of `/recordings`."""
    address = settings().base_url.rstrip("/") + screen
    if _only_here(urlsplit(address).hostname or ""):
        return PhoneCode(address, 0, "")
    code = segno.make(address, error="m", micro=False)
    return PhoneCode(address, code.symbol_size(border=BORDER)[0], _path(code))


def _path(code: segno.QRCode) -> str:
    """Each run of dark modules in a row as one bar."""
    bars = []
    for y, row in enumerate(code.matrix_iter(border=BORDER)):
        x = 0
        for dark, run in groupby(row):
            length = len([*run])
            if dark:
                bars.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return "".join(bars)


def _only_here(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
