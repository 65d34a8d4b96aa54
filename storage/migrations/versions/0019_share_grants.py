"""Grants to read one agreed summary, made by its teacher."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import Moment

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one revision up."""
    op.create_table(
        "share_grant",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("teacher_id", sa.String(length=36), nullable=False),
        sa.Column("recipient_id", sa.String(length=36), nullable=True),
        sa.Column("cycle_id", sa.String(length=36), nullable=False),
        sa.Column("summary_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("ended_as", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["teacher_id"],
            ["person.id"],
            name=op.f("fk_share_grant_teacher_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"],
            ["person.id"],
            name=op.f("fk_share_grant_recipient_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_share_grant_cycle_id_cycle")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_grant")),
    )
    for column in ("teacher_id", "recipient_id", "cycle_id", "summary_id"):
        op.create_index(op.f(f"ix_share_grant_{column}"), "share_grant", [column])


def downgrade() -> None:
    """Go one revision back."""
    op.drop_table("share_grant")
