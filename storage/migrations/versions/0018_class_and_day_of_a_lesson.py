"""Class and day of a lesson, for finding it; which objections were written down together."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import Moment

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one revision up."""
    for table in ("recording", "upload"):
        op.add_column(
            table,
            sa.Column("class_group", sa.String(length=40), nullable=False, server_default=""),
        )
        op.add_column(table, sa.Column("lesson_on", sa.Date(), nullable=True))
    op.add_column("recording", sa.Column("masked_at", Moment(), nullable=True))
    op.create_index(op.f("ix_recording_lesson_on"), "recording", ["lesson_on"])
    for name in ("entry_id", "upload_id"):
        op.add_column("objection", sa.Column(name, sa.String(length=36), nullable=True))
    op.execute("UPDATE objection SET entry_id = id")


def downgrade() -> None:
    """Go one revision back."""
    for name in ("upload_id", "entry_id"):
        op.drop_column("objection", name)
    op.drop_index(op.f("ix_recording_lesson_on"), table_name="recording")
    op.drop_column("recording", "masked_at")
    for table in ("recording", "upload"):
        op.drop_column(table, "lesson_on")
        op.drop_column(table, "class_group")
