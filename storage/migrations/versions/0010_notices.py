"""Notices: what somebody has to know."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one revision up."""
    op.create_table(
        "notice",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("word", sa.String(length=30), nullable=False),
        sa.Column("thing_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("cycle_number", sa.Integer(), nullable=True),
        sa.Column("on", Moment(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("mailed_at", Moment(), nullable=True),
        sa.Column("seen_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_notice_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("person_id", "word", "thing_id", name=op.f("uq_notice_person_id")),
    )
    op.create_index(op.f("ix_notice_person_id"), "notice", ["person_id"])
    op.create_index(op.f("ix_notice_thing_id"), "notice", ["thing_id"])


def downgrade() -> None:
    """Go one revision back."""
    op.drop_table("notice")
