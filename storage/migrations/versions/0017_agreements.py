"""The agreement of a pair and its signatures. Pairs that run sign before their next film."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import Moment

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one revision up."""
    op.create_table(
        "agreement",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("sentences", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_agreement_fingerprint")),
    )
    op.create_table(
        "signature",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("agreement_id", sa.String(length=36), nullable=False),
        sa.Column("pair_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("signed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_signature_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"], name=op.f("fk_signature_pair_id_pair")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_signature_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint(
            "pair_id", "person_id", "agreement_id", name=op.f("uq_signature_pair_id")
        ),
    )
    with op.batch_alter_table("signature", schema=None) as batch_op:
        for column in ("agreement_id", "pair_id", "person_id"):
            batch_op.create_index(batch_op.f(f"ix_signature_{column}"), [column], unique=False)


def downgrade() -> None:
    """Go one revision back."""
    op.drop_table("signature")
    op.drop_table("agreement")
