"""A file of one's own material is of the role it was asked in."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one revision up; who asked before was a teacher, or a coach who left."""
    op.add_column(
        "export_package",
        sa.Column("role", sa.String(length=20), nullable=False, server_default="teacher"),
    )


def downgrade() -> None:
    """Go one revision back."""
    op.drop_column("export_package", "role")
