"""Who came in lately to look after things, and what waits for that.

Officer and school leader together open a film that nobody else may. Whoever invites sees the link,
so two accounts may be one person; two days and everybody's eyes stand in between.
"""

from datetime import datetime, timedelta

from storage.rules.departure import TAKES_ALONG
from storage.rules.roles import Role
from storage.rules.sentences import Sentence, say

NEW_FOR = timedelta(hours=48)
"""So long who came in, or chose a password anew, confirms nothing. A night's letters go before."""
TOLD_OF = frozenset(Role) - TAKES_ALONG - {Role.coordinator}
"""The roles of which everybody hears who holds them; who teaches or coaches is told to nobody."""


def why_too_new(since: datetime, now: datetime) -> tuple[Sentence, ...]:
    """What stands in the way of a second yes by who is here since then."""
    if now < since + NEW_FOR:
        return (say("refusals.hold_too_new", moment=since + NEW_FOR),)
    return ()
