"""What is a teacher's own: taking it along, and stopping."""

from config.texts import text
from review_app.parts import frame
from review_app.screens import exports, withdrawal
from storage.errors import NotFound
from storage.people import Member
from storage.rules.roles import Role


def show(member: Member) -> None:
    """Draw it for a teacher. Raises NotFound for who looks as anybody else."""
    if member.role is not Role.teacher:
        raise NotFound()
    frame.heading(text("own.title"), text("own.lead"))
    exports.show(member)
    withdrawal.show(member)
