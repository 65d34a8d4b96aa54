"""What a night counted for the weeks ahead, and how many broken-off deletions it found finished."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one revision up; nights of before counted nothing ahead."""
    op.add_column("night", sa.Column("halves", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("night", sa.Column("outlook", sa.Text(), nullable=True))


def downgrade() -> None:
    """Go one revision down."""
    op.drop_column("night", "outlook")
    op.drop_column("night", "halves")
