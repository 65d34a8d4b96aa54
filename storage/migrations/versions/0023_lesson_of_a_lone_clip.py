"""Clips keep the class and the day of their lesson once its film is gone."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one revision up."""
    op.add_column(
        "clip", sa.Column("class_group", sa.String(length=40), nullable=False, server_default="")
    )
    op.add_column("clip", sa.Column("lesson_on", sa.Date(), nullable=True))
    op.add_column("clip", sa.Column("came_in_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Go one revision back."""
    for name in ("came_in_on", "lesson_on", "class_group"):
        op.drop_column("clip", name)
