"""Sums of uploads: a film is summed by the machine, after it came in."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one revision up. SQLite makes the table anew; no other table refers to it."""
    with op.batch_alter_table("rendition") as batch_op:
        batch_op.alter_column("sha256", existing_type=sa.String(length=64), nullable=True)
    op.execute("UPDATE rendition SET sha256 = NULL WHERE sha256 = ''")


def downgrade() -> None:
    """Go one revision back."""
    op.execute("UPDATE rendition SET sha256 = '' WHERE sha256 IS NULL")
    with op.batch_alter_table("rendition") as batch_op:
        batch_op.alter_column("sha256", existing_type=sa.String(length=64), nullable=False)
