"""An account that went has a mark in the place of its name, told in the language of who reads."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one revision up."""
    _names("(gone)")


def downgrade() -> None:
    """Go one revision back."""
    _names("Iemand die weg is")


def _names(of_who_is_gone: str) -> None:
    person = sa.table("person", sa.column("name"), sa.column("closed_at"))
    gone = person.c.closed_at.is_not(None)
    op.execute(person.update().where(gone).values(name=of_who_is_gone))
