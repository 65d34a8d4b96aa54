"""What a school records before filming. Programmes that run keep everything, and film again once
their school has recorded it."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import Moment

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one revision up."""
    op.add_column(
        "pair",
        sa.Column("external", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "set_up",
        sa.Column("programme_id", sa.String(length=36), nullable=False),
        sa.Column("legal_basis", sa.String(length=40), nullable=True),
        sa.Column("officer", sa.String(length=120), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("balancing_test", sa.Text(), nullable=False),
        sa.Column("parents_informed_on", sa.Date(), nullable=True),
        sa.Column("letter_version", sa.String(length=40), nullable=False),
        sa.Column("ceiling", sa.String(length=20), nullable=True),
        sa.Column("works_council_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(length=36), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_set_up_programme_id_programme"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("programme_id", name=op.f("pk_set_up")),
    )
    op.create_table(
        "use_decision",
        sa.Column("programme_id", sa.String(length=36), nullable=False),
        sa.Column("use", sa.String(length=40), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("recorded_by", sa.String(length=36), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["set_up.programme_id"],
            name=op.f("fk_use_decision_programme_id_set_up"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("programme_id", "use", name=op.f("pk_use_decision")),
    )
    _permission_attest()


def _permission_attest() -> None:
    op.create_table(
        "permission_attest",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("programme_id", sa.String(length=36), nullable=False),
        sa.Column("owner_id", sa.String(length=36), nullable=False),
        sa.Column("recording_id", sa.String(length=36), nullable=False),
        sa.Column("legal_basis", sa.String(length=40), nullable=True),
        sa.Column("attested_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_permission_attest_programme_id_programme"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_permission_attest_owner_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permission_attest")),
    )
    with op.batch_alter_table("permission_attest", schema=None) as batch_op:
        for column in ("programme_id", "owner_id", "recording_id"):
            batch_op.create_index(
                batch_op.f(f"ix_permission_attest_{column}"), [column], unique=False
            )


def downgrade() -> None:
    """Go one revision back."""
    op.drop_table("permission_attest")
    op.drop_table("use_decision")
    op.drop_table("set_up")
    op.drop_column("pair", "external")
