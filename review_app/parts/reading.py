"""Telling the ledger that somebody reads the words of a cycle, once for each reading."""

from storage import readings
from storage.database import acting, asking
from storage.people import Member


def noted(member: Member, cycle_id: str, *nouns: str) -> None:
    """Note that these words (`readings.PACKAGE` …) of a cycle are on this member's screen."""
    with asking() as session:
        untold = readings.untold(session, member.asker, cycle_id, *nouns)
    if untold:
        with acting() as session:
            readings.note(session, member.asker, cycle_id, *untold)
