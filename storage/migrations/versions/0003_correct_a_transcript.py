"""Correct a transcript."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one revision up.

    Column by column and without a foreign key: SQLite would make the table anew for one, and
    dropping the old table takes the words of every line with it.
    """
    for table, names in {"transcript": ("version", "written"), "segment": ("version",)}.items():
        for name in names:
            op.add_column(table, sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("segment", sa.Column("corrected_text", sa.Text(), nullable=True))
    op.add_column("segment", sa.Column("corrected_by", sa.String(length=36), nullable=True))
    op.add_column("segment", sa.Column("corrected_at", Moment(), nullable=True))


def downgrade() -> None:
    """Go one revision back."""
    for name in ("corrected_at", "corrected_by", "corrected_text", "version"):
        op.drop_column("segment", name)
    for name in ("written", "version"):
        op.drop_column("transcript", name)
