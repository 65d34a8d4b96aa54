"""The ledger as a chain: lines are only added, and only forgotten ones can be deleted."""

import secrets

import sqlalchemy as sa
from alembic import op

from storage.chain import FIRST_LINK, sealed
from storage.records.base import Moment

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_SAME = (
    "seq", "at", "until", "mark", "role", "act", "thing", "thing_id", "owner_id", "recording_id",
    "start_ms", "end_ms", "before", "link",
)  # fmt: skip
_NAMELESS = "NEW.actor_id IS NULL AND NEW.salt IS NULL"
_REFUSAL = "the ledger is only added to"
_FUNCTION = """
CREATE OR REPLACE FUNCTION ledger_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'ledger_entry' THEN
        IF {nameless} AND {same} AND OLD.seq <= (SELECT nameless_seq FROM ledger_chain)
        THEN RETURN NEW; END IF;
    ELSIF TG_OP = 'UPDATE' THEN
        IF NEW.last_seq >= OLD.last_seq AND NEW.forgotten_seq >= OLD.forgotten_seq
            AND NEW.nameless_seq >= OLD.nameless_seq
        THEN RETURN NEW; END IF;
    ELSIF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'ledger_entry' THEN
        IF OLD.seq <= (SELECT forgotten_seq FROM ledger_chain) THEN RETURN OLD; END IF;
    END IF;
    RAISE EXCEPTION '{refusal}';
END $$
"""


def upgrade() -> None:
    """Go one revision up. Lines that are there join the chain as they are now."""
    _columns()
    _tables()
    _chain_what_is_there()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgres()


def downgrade() -> None:
    """Go one revision back; lines without a name stay nameless."""
    if op.get_bind().dialect.name == "sqlite":
        for name in ("changed", "deleted", "chain_changed", "chain_deleted"):
            op.execute(f"DROP TRIGGER ledger_{name}")
    else:
        op.execute("DROP FUNCTION ledger_refuses() CASCADE")
    op.drop_table("sitting")
    op.drop_table("ledger_chain")
    op.execute("UPDATE ledger_entry SET actor_id = '' WHERE actor_id IS NULL")
    with op.batch_alter_table("ledger_entry") as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_entry_recording_id"))
        for column in ("until", "salt", "mark", "role", "recording_id", "before", "link"):
            batch_op.drop_column(column)
        batch_op.alter_column("actor_id", existing_type=sa.String(length=40), nullable=False)


def _columns() -> None:
    with op.batch_alter_table("ledger_entry") as batch_op:
        batch_op.alter_column("actor_id", existing_type=sa.String(length=40), nullable=True)
        batch_op.add_column(sa.Column("until", Moment(), nullable=True))
        batch_op.add_column(sa.Column("salt", sa.String(length=32), nullable=True))
        batch_op.add_column(_filled("mark", 64))
        batch_op.add_column(sa.Column("role", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("recording_id", sa.String(length=36), nullable=True))
        batch_op.add_column(_filled("before", 64))
        batch_op.add_column(_filled("link", 64))
        batch_op.create_index(batch_op.f("ix_ledger_entry_recording_id"), ["recording_id"])


def _filled(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False, server_default="")


def _tables() -> None:
    op.create_table(
        "ledger_chain",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("last_link", sa.String(length=64), nullable=False),
        sa.Column("forgotten_seq", sa.Integer(), nullable=False),
        sa.Column("forgotten_link", sa.String(length=64), nullable=False),
        sa.Column("nameless_seq", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_chain")),
    )
    op.create_table(
        "sitting",
        sa.Column("actor_id", sa.String(length=36), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("thing_id", sa.String(length=36), nullable=False),
        sa.Column("thing", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=True),
        sa.Column("owner_id", sa.String(length=36), nullable=True),
        sa.Column("recording_id", sa.String(length=36), nullable=True),
        sa.Column("begun_at", Moment(), nullable=False),
        sa.Column("last_at", Moment(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("actor_id", "act", "thing_id", name=op.f("pk_sitting")),
    )
    for column in ("owner_id", "recording_id", "last_at"):
        op.create_index(op.f(f"ix_sitting_{column}"), "sitting", [column])


def _chain_what_is_there() -> None:
    connection = op.get_bind()
    entry = sa.Table("ledger_entry", sa.MetaData(), autoload_with=connection)
    entry.c.at.type = entry.c.until.type = Moment()
    clip = sa.table("clip", sa.column("id"), sa.column("recording_id"))
    of_clip = sa.select(clip.c.recording_id).where(clip.c.id == entry.c.thing_id).scalar_subquery()
    for thing, film in (("recording", entry.c.thing_id), ("clip", of_clip)):
        connection.execute(sa.update(entry).where(entry.c.thing == thing).values(recording_id=film))
    seq, link = 0, FIRST_LINK
    for row in connection.execute(sa.select(entry).order_by(entry.c.seq)).mappings().all():
        salt = None if row["actor_id"] == "machine" else secrets.token_hex(16)
        kept = {
            "seq": seq + 1,
            "salt": salt,
            "mark": sealed({"actor": row["actor_id"], "salt": salt}),
            "before": link,
        }
        link = sealed(_told(dict(row) | kept))
        place = sa.update(entry).where(entry.c.seq == row["seq"])
        connection.execute(place.values(**kept, link=link))
        seq += 1
    if seq:
        _keep_ends(seq, link)


def _told(line: dict[str, object]) -> dict[str, str | int | None]:
    words = {"thing_id": "id", "owner_id": "owner", "recording_id": "recording",
             "start_ms": "start", "end_ms": "end"}  # fmt: skip
    told = {words.get(name, name): line[name] for name in _SAME if name != "link"}
    return told | {"at": told["at"].isoformat()}  # type: ignore[attr-defined] # a row


def _keep_ends(seq: int, link: str) -> None:
    ends: dict[str, str | int | None] = {
        "last": seq, "last_link": link, "forgotten": 0, "forgotten_link": FIRST_LINK, "nameless": 0,
    }  # fmt: skip
    chain = sa.table(
        "ledger_chain",
        *(sa.column(name) for name in ("id", "last_seq", "last_link", "forgotten_seq")),
        *(sa.column(name) for name in ("forgotten_link", "nameless_seq", "seal")),
    )
    op.get_bind().execute(
        sa.insert(chain).values(
            id=1, last_seq=seq, last_link=link, forgotten_seq=0, forgotten_link=FIRST_LINK,
            nameless_seq=0, seal=sealed(ends),
        )
    )  # fmt: skip


# What the database itself refuses. SQLite forgets it when a later revision makes a table anew.


def _guard_sqlite() -> None:
    same = " AND ".join(f'NEW."{name}" IS OLD."{name}"' for name in _SAME)
    rules = {
        "changed": (
            f"UPDATE ON ledger_entry WHEN NOT ({_NAMELESS} AND {same}"  # noqa: S608 - our words
            " AND OLD.seq <= coalesce((SELECT nameless_seq FROM ledger_chain), 0))"
        ),
        "deleted": (
            "DELETE ON ledger_entry"
            " WHEN OLD.seq > coalesce((SELECT forgotten_seq FROM ledger_chain), 0)"
        ),
        "chain_changed": (
            "UPDATE ON ledger_chain WHEN NEW.last_seq < OLD.last_seq"
            " OR NEW.forgotten_seq < OLD.forgotten_seq OR NEW.nameless_seq < OLD.nameless_seq"
        ),
        "chain_deleted": "DELETE ON ledger_chain",
    }
    for name, rule in rules.items():
        op.execute(
            f"CREATE TRIGGER ledger_{name} BEFORE {rule}"
            f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        )


def _guard_postgres() -> None:
    same = " AND ".join(f'NEW."{name}" IS NOT DISTINCT FROM OLD."{name}"' for name in _SAME)
    op.execute(_FUNCTION.format(nameless=_NAMELESS, same=same, refusal=_REFUSAL))
    for table in ("ledger_entry", "ledger_chain"):
        op.execute(
            f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION ledger_refuses()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses()"
        )
