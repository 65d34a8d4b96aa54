"""Objections: a parent objects to a film, and it is locked until its teacher dealt with it."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import Moment

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one revision up."""
    op.create_table(
        "objection",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("owner_id", sa.String(length=36), nullable=False),
        sa.Column("recording_id", sa.String(length=36), nullable=True),
        sa.Column("cycle_id", sa.String(length=36), nullable=True),
        sa.Column("class_group", sa.String(length=40), nullable=False),
        sa.Column("lesson_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.String(length=36), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["person.id"],
            name=op.f("fk_objection_owner_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["recording.id"],
            name=op.f("fk_objection_recording_id_recording"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_objection_cycle_id_cycle")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
    )
    for column in ("owner_id", "recording_id", "cycle_id"):
        op.create_index(op.f(f"ix_objection_{column}"), "objection", [column])


def downgrade() -> None:
    """Go one revision back."""
    op.drop_table("objection")
