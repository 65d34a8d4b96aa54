"""Withdrawal: when a teacher withdrew from a film or a cycle, and whether a summary stays."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import Moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one revision up."""
    op.add_column("recording", sa.Column("withdrawn_at", Moment(), nullable=True))
    op.add_column("cycle", sa.Column("withdrawn_at", Moment(), nullable=True))
    op.add_column(
        "cycle",
        sa.Column("summary_kept", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.execute("UPDATE cycle SET withdrawn_at = ended_at WHERE state = 'withdrawn'")


def downgrade() -> None:
    """Go one revision back."""
    op.drop_column("cycle", "summary_kept")
    op.drop_column("cycle", "withdrawn_at")
    op.drop_column("recording", "withdrawn_at")
