"""The roles people hold in a programme."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is in this school's programme; a person may hold several."""

    teacher = "teacher"
    """Films own lessons, reflects, decides on release, sharing and deletion."""
    coach = "coach"
    """Chooses moments in released recordings and asks questions about them."""
    coordinator = "coordinator"
    """Makes pairs, plans cycles; sees enrolment and dates, never content."""
    school_leader = "school_leader"
    """Sees totals of five or more teachers, and what a teacher shares."""
    admin = "admin"
    """Keeps the system running: accounts, retention, tombstones; never content."""
    dpo = "dpo"
    """The data protection officer (FG): policy, tombstones, ledger; content only under hold."""
