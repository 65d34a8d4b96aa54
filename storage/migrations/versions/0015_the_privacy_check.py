"""What a teacher takes out of her film before she releases it."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import Moment

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one revision up. Films that are shared already were shared as they are."""
    op.create_table(
        "privacy_check",
        _of_a_recording("privacy_check"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("masks", sa.JSON(), nullable=True),
        sa.Column("faces", sa.JSON(), nullable=True),
        sa.Column("made_version", sa.Integer(), nullable=True),
        sa.Column("made", sa.JSON(), nullable=True),
        sa.Column("reviewed_version", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", Moment(), nullable=True),
        sa.Column("leaving", sa.JSON(), nullable=False),
        sa.Column("leaving_size", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("recording_id", name=op.f("pk_privacy_check")),
    )
    op.create_table(
        "check_work",
        sa.Column("id", sa.String(length=36), nullable=False),
        _of_a_recording("check_work"),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_work")),
        sa.UniqueConstraint("recording_id", "kind", name=op.f("uq_check_work_recording_id")),
    )
    op.create_index(op.f("ix_check_work_recording_id"), "check_work", ["recording_id"])
    op.create_table(
        "masked_file",
        sa.Column("id", sa.String(length=36), nullable=False),
        _of_a_recording("masked_file"),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_masked_file")),
        sa.UniqueConstraint("key", name=op.f("uq_masked_file_key")),
        sa.UniqueConstraint("recording_id", "kind", name=op.f("uq_masked_file_recording_id")),
    )
    op.create_index(op.f("ix_masked_file_recording_id"), "masked_file", ["recording_id"])


def downgrade() -> None:
    """Go one revision back."""
    for table in ("masked_file", "check_work", "privacy_check"):
        op.drop_table(table)


def _of_a_recording(table: str) -> sa.Column[str]:
    return sa.Column(
        "recording_id",
        sa.String(length=36),
        sa.ForeignKey(
            "recording.id", ondelete="CASCADE", name=op.f(f"fk_{table}_recording_id_recording")
        ),
        nullable=False,
    )
