"""What is a person's own: taking it along, and stopping."""

from datetime import datetime

from config.texts import format_date, text
from review_app.parts import frame
from review_app.screens import exports, withdrawal
from storage import clock
from storage.errors import NotFound
from storage.people import Member
from storage.rules.roles import Role


def show(member: Member) -> None:
    """Draw it for a teacher, a coach, or who left. Raises NotFound for who looks as another."""
    if member.left_until:
        _leaving(member, member.left_until)
    elif member.role is Role.teacher:
        frame.heading(text("own.title"), text("own.lead"))
        exports.show(member)
        withdrawal.show(member)
    elif member.role is Role.coach:
        frame.heading(text("own.title"), text("own.lead_coach"))
        exports.show(member)
    else:
        raise NotFound()


def _leaving(member: Member, until: datetime) -> None:
    """All there is for somebody who left the school."""
    day = format_date(clock.day_at_school(until))
    frame.heading(text("departures.own_title"), text("departures.own_lead", day=day))
    exports.show(member)
    frame.aside(text("departures.own_mistake"))
