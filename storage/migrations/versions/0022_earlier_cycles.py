"""What was made with an earlier coach is closed to the next one until its teacher opens it."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import Moment

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one revision up."""
    op.add_column("pair", sa.Column("earlier_opened_at", Moment(), nullable=True))


def downgrade() -> None:
    """Go one revision back."""
    op.drop_column("pair", "earlier_opened_at")
