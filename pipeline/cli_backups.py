"""`lesbeeld backup` and `lesbeeld restore`."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from config.settings import settings
from config.texts import format_bytes, format_moment
from storage import backups, database, erasures, restoring
from storage.errors import Refused
from storage.media import media_store

KeyFile = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help="File with the passphrase; else the setting."),
]
OutFolder = Annotated[
    Path | None, typer.Argument(help="Folder for the backup; else the setting.", file_okay=False)
]
BackupFile = Annotated[
    Path, typer.Argument(help="The backup to restore.", exists=True, dir_okay=False)
]
Ledger = Annotated[
    Path | None,
    typer.Option(help="The newest erasure ledger; else the one beside the backup."),
]
EvenIfOld = Annotated[
    bool, typer.Option("--even-if-old", help="There is no newer erasure ledger than this.")
]

Say = Callable[..., None]


def backup(out: Path | None, key_file: Path | None, say: Say) -> dict[str, Any]:
    """Make a backup, remove the ones whose term is over; says what it did."""
    folder = out or settings().backups
    if folder is None:
        raise Refused("refusals.no_backup_folder")
    database.migrate()
    made = backups.make(folder, passphrase(key_file), media_store())
    gone = backups.forget_old(folder)
    say("cli.backup_made", path=made.path, size=format_bytes(made.size), objects=made.objects)
    if gone:
        say("cli.backup_forgot", n=len(gone))
    return {
        "path": str(made.path), "size": made.size, "objects": made.objects,
        "vanished": made.vanished, "removed": len(gone),
    }  # fmt: skip


def restore(
    file: Path, key_file: Path | None, ledger: Path | None, even_if_old: bool, say: Say
) -> dict[str, Any]:
    """Restore a backup into an empty installation; says what it did."""
    beside = file.resolve().with_name(erasures.NAME)
    done = restoring.restore(
        file, passphrase(key_file), ledger or beside, media_store(), even_if_old=even_if_old
    )
    as_of = format_moment(done.as_of) if done.as_of else ""
    say("cli.restored", objects=done.objects, erased=done.erased, as_of=as_of)
    if done.stopped_as_of:
        moment = format_moment(done.stopped_as_of)
        say("cli.restored_stopped", n=done.stopped, as_of=moment)
    else:
        say("cli.restored_no_stops")
    say("cli.restored_open")
    return {"objects": done.objects, "erased": done.erased, "stopped": done.stopped}


def passphrase(key_file: Path | None) -> str:
    """The passphrase from a file or the setting. Refused when there is neither."""
    found = key_file.read_text("utf-8").strip() if key_file else settings().backup_key
    if not found:
        raise Refused("refusals.no_backup_key")
    return found
