"""Downloads of clips."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one revision up. No programme allows it until its coordinator does."""
    op.add_column(
        "programme",
        sa.Column("clip_downloads", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    """Go one revision back."""
    op.drop_column("programme", "clip_downloads")
