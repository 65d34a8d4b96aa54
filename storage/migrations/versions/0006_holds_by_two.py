"""Holds by two people, over any number of things; deletions under way."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one revision up. No act could set a hold before: one that stands there was confirmed."""
    op.create_table(
        "held_thing",
        sa.Column("hold_id", sa.String(length=36), nullable=False),
        sa.Column("thing_id", sa.String(length=36), nullable=False),
        sa.Column("thing", sa.String(length=20), nullable=False),
        sa.Column("owner_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["hold_id"], ["hold.id"], name=op.f("fk_held_thing_hold_id_hold"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("hold_id", "thing_id", name=op.f("pk_held_thing")),
    )
    op.create_table(
        "going",
        sa.Column("thing_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("thing_id", "kind", name=op.f("pk_going")),
    )
    named = sa.Column("set_as", sa.String(length=20), nullable=False, server_default="dpo")
    op.add_column("hold", named)
    silent: sa.Column[bool] = sa.Column(
        "silent", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("hold", silent)
    op.add_column("hold", sa.Column("confirmed_at", Moment(), nullable=True))
    op.add_column("hold", sa.Column("lifted_by", sa.String(length=36), nullable=True))
    op.execute("UPDATE hold SET confirmed_at = created_at WHERE confirmed_by IS NOT NULL")
    op.execute(
        "INSERT INTO held_thing (hold_id, thing_id, thing, owner_id) "
        "SELECT id, thing_id, 'recording', set_by FROM hold"
    )
    op.drop_index(op.f("ix_hold_thing_id"), table_name="hold")
    op.drop_column("hold", "thing_id")
    op.create_index(op.f("ix_held_thing_thing_id"), "held_thing", ["thing_id"])
    op.create_index(op.f("ix_held_thing_owner_id"), "held_thing", ["owner_id"])


def downgrade() -> None:
    """Go one revision back; a hold over several things keeps the first of them."""
    op.add_column(
        "hold", sa.Column("thing_id", sa.String(length=36), nullable=False, server_default="")
    )
    op.execute(
        "UPDATE hold SET thing_id = COALESCE("
        "(SELECT MIN(thing_id) FROM held_thing WHERE hold_id = hold.id), '')"
    )
    op.create_index(op.f("ix_hold_thing_id"), "hold", ["thing_id"])
    for name in ("lifted_by", "confirmed_at", "silent", "set_as"):
        op.drop_column("hold", name)
    op.drop_table("going")
    op.drop_table("held_thing")
