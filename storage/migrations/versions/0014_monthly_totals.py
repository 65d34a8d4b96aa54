"""Monthly totals: figures for the school leader that stand still for a month."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import Moment

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one revision up."""
    op.create_table(
        "monthly_totals",
        sa.Column("programme_id", sa.String(length=36), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("enrolled", sa.Integer(), nullable=False),
        sa.Column("enrolled_at", Moment(), nullable=False),
        sa.Column("completed", sa.Integer(), nullable=True),
        sa.Column("completed_at", Moment(), nullable=True),
        sa.Column("median_days", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_monthly_totals_programme_id_programme"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("programme_id", "month", name=op.f("pk_monthly_totals")),
    )


def downgrade() -> None:
    """Go one revision back."""
    op.drop_table("monthly_totals")
