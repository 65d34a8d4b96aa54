"""Writing the papers a school needs into a folder, filled with its own settings."""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from storage import database, papers
from storage.database import asking
from storage.documents.papers import everything
from storage.errors import Refused
from storage.records import Programme
from storage.rules.set_up import Item


@dataclass(frozen=True)
class Written:
    """What was written, and what the school has yet to record."""

    files: tuple[str, ...]
    missing: tuple[Item, ...]


def write(out: Path, name: str | None = None) -> Written:
    """Write every paper of one programme into an empty or new folder, all or none.

    `name`: of the programme, needed where more than one runs. What is not recorded yet becomes a
    box in the papers: the letter and the assessment come before it. Raises Refused.
    """
    out = out.absolute()
    _require_empty(out)
    database.migrate()
    with asking() as session:
        facts = papers.gather(session, _the(papers.open_programmes(session), name))
    made = everything(facts)
    partial = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{out.name[:40]}-", dir=out.parent))
        for place, content in made.items():
            (partial / place).parent.mkdir(exist_ok=True)
            (partial / place).write_bytes(content)
        partial.replace(out)  # only over an empty folder
    except OSError as wrong:
        raise Refused("papers.cannot_write", out=out.name) from wrong
    finally:
        if partial:
            shutil.rmtree(partial, ignore_errors=True)
    return Written(tuple(made), facts.set_up.missing)


def _require_empty(out: Path) -> None:
    try:
        taken = out.exists() and any(out.iterdir())
    except OSError as wrong:  # a file, or a folder that is not ours to read
        raise Refused("papers.cannot_write", out=out.name) from wrong
    if taken:
        raise Refused("papers.not_empty", out=out.name)


def _the(running: Sequence[Programme], name: str | None) -> Programme:
    """The programme that is meant."""
    if not running:
        raise Refused("papers.no_programme")
    names = ", ".join(each.name for each in running)
    meant = [each for each in running if name in (None, each.name)]
    if not meant:
        raise Refused("papers.no_such", name=name, names=names)
    if len(meant) > 1:
        raise Refused("papers.which", names=names)
    return meant[0]
