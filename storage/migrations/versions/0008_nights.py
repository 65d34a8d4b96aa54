"""What each nightly sweep did."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one revision up."""
    op.create_table(
        "night",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("due", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("backlog", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("orphans", sa.Integer(), nullable=False),
        sa.Column("clean", sa.Boolean(), nullable=False),
        sa.Column("clock_back", sa.Boolean(), nullable=False),
        sa.Column("waits", sa.String(length=20), nullable=True),
        sa.Column("allowed_by", sa.String(length=36), nullable=True),
        sa.Column("allowed_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_night")),
    )
    op.create_index(op.f("ix_night_at"), "night", ["at"])


def downgrade() -> None:
    """Go one revision back."""
    op.drop_table("night")
