"""Where the chain of tombstones begins, once the term of the oldest is over."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one revision up."""
    op.create_table(
        "tombstone_chain",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("forgotten_seq", sa.Integer(), nullable=False),
        sa.Column("forgotten_link", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tombstone_chain")),
    )


def downgrade() -> None:
    """Go one revision down."""
    op.drop_table("tombstone_chain")
