"""Extensions of a film, and a teacher's yes to a longer policy."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one revision up."""
    op.create_table(
        "extension",
        sa.Column("recording_id", sa.String(length=36), nullable=False),
        sa.Column("asked_by", sa.String(length=36), nullable=True),
        sa.Column("asked_at", Moment(), nullable=True),
        sa.Column("until", Moment(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("extended_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["recording.id"],
            name=op.f("fk_extension_recording_id_recording"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("recording_id", name=op.f("pk_extension")),
    )
    op.create_table(
        "policy_yes",
        sa.Column("policy_id", sa.String(length=36), nullable=False),
        sa.Column("teacher_id", sa.String(length=36), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["policy_id"],
            ["retention_policy.id"],
            name=op.f("fk_policy_yes_policy_id_retention_policy"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"],
            ["person.id"],
            name=op.f("fk_policy_yes_teacher_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("policy_id", "teacher_id", name=op.f("pk_policy_yes")),
    )


def downgrade() -> None:
    """Go one revision back."""
    op.drop_table("policy_yes")
    op.drop_table("extension")
