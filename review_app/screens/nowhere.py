"""What somebody meets at an address that is no screen: `review_app/addresses.py` leads here."""

from storage.errors import NotFound
from storage.people import Member


def show(_member: Member) -> None:
    """Say that there is no such page. Raises NotFound: a refusal like any other."""
    raise NotFound("refusals.no_such_page")
