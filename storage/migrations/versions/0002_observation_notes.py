"""Observation notes of the coach."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one revision up."""
    op.create_table(
        "observation_note",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("recording_id", sa.String(length=36), nullable=False),
        sa.Column("coach_id", sa.String(length=36), nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.Column("at_ms", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("removed_at", Moment(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["person.id"], name=op.f("fk_observation_note_coach_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["recording.id"],
            name=op.f("fk_observation_note_recording_id_recording"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation_note")),
        sa.UniqueConstraint(
            "recording_id", "client_id", name=op.f("uq_observation_note_recording_id")
        ),
    )
    with op.batch_alter_table("observation_note", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_observation_note_recording_id"), ["recording_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_observation_note_coach_id"), ["coach_id"], unique=False
        )


def downgrade() -> None:
    """Go one revision back."""
    op.drop_table("observation_note")
