"""Who came in lately to look after things, and what waits for that.

Officer and school leader together open a film that nobody else may. Whoever invites sees the link,
so two accounts may be one person; two days and everybody's eyes stand in between.
"""

from datetime import datetime, timedelta

from storage.rules.departure import TAKES_ALONG
from storage.rules.roles import Role
from storage.rules.sentences import Sentence, say

NEW_FOR = timedelta(hours=48)
"""So long who came in, or chose a password anew, confirms no hold, lifts none and opens nothing
that is held. A night's letters go before."""
LONGEST = timedelta(days=4)
"""So long it lasts with a weekend in it."""
_DAY, _SATURDAY = timedelta(days=1), 5
TOLD_OF = frozenset(Role) - TAKES_ALONG - {Role.coordinator}
"""The roles of which everybody hears who holds them; who teaches or coaches is told to nobody."""


def new_until(since: datetime, now: datetime) -> datetime | None:
    """Until when who is here since then is new; None for who is not.

    Saturdays and Sundays do not count: then nobody of a school looks.
    """
    until, left = since, NEW_FOR // _DAY
    while left:
        until += _DAY
        left -= until.weekday() < _SATURDAY
    return until if now < until else None


def why_too_new(since: datetime, now: datetime) -> tuple[Sentence, ...]:
    """What stands in the way of who is here since then, at a hold that is not hers alone."""
    until = new_until(since, now)
    return (say("refusals.hold_too_new", moment=until),) if until else ()
