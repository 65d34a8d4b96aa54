"""What a parent objects to is remembered for films that are still to come."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import Moment

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one revision up."""
    op.create_table(
        "objection_entry",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("class_group", sa.String(length=40), nullable=False),
        sa.Column("lesson_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.String(length=36), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_entry")),
    )


def downgrade() -> None:
    """Go one revision back."""
    op.drop_table("objection_entry")
