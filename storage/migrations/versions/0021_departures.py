"""People who left the school. Nobody has, so far."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import Moment

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one revision up."""
    op.create_table(
        "departure",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("roles", sa.String(length=120), nullable=False),
        sa.Column("noted_by", sa.String(length=36), nullable=False),
        sa.Column("left_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_departure_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_departure")),
    )


def downgrade() -> None:
    """Go one revision back."""
    op.drop_table("departure")
