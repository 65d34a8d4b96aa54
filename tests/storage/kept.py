"""A cycle full of words and files, and a look at what is left of it later."""

import shutil
from copy import deepcopy
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine, inspect, select, text

from config.settings import settings
from storage import (
    action_summaries,
    clock,
    observation_notes,
    packages,
    reflections,
    retention,
    talks,
)
from storage.database import acting, asking, let_go
from storage.media import media_store
from storage.records import Clip, Person, Tombstone
from storage.retention import Swept
from tests import makers
from tests.conftest import forget
from tests.makers import GROWTH, STRENGTH, Walk

WORDS = [
    "Kijk naar mijn vragen", "Good morning", "lonely", "Je wacht vier tellen", "vlak hiervoor",
    "Ik zag het ook", "Een woord van de coach", "Aantekening bij het gesprek",
    "Vier vingers omhoog", "We keken naar wachttijd", "vijf tellen wachten", "meer vingers",
]  # fmt: skip
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=clock.UTC)
YEAR_ENDS = NOW + timedelta(days=241)


def later(**step: float) -> datetime:
    return NOW + timedelta(**step)


def sweep_at(moment: datetime) -> Swept:
    with clock.at(moment):
        return retention.sweep(media_store())


def gone() -> set[str]:
    with asking() as session:
        return {stone.kind for stone in session.scalars(select(Tombstone))}


def with_files(walk: Walk) -> Walk:
    for clip_id in walk.clip_ids:
        media_store().put(f"clip/{clip_id}/clip.mp4", BytesIO(b"clip"))
        with acting() as session:
            session.get_one(Clip, clip_id).file_key = f"clip/{clip_id}/clip.mp4"
    return walk


_COPIES: list[tuple[Path, Walk]] = []
"""The folder in which a completed cycle lies for copying, once there is one."""


def copied_cycle() -> Walk:
    """As `whole_cycle`, in an empty data folder with SQLite: made once, then copied.

    For tests of what happens afterwards; not for what lies in the pages of the database.
    """
    home = settings().home
    with asking() as session:
        assert session.get_bind().dialect.name == "sqlite"
        assert session.scalar(select(Person.id).limit(1)) is None
    if not _COPIES:
        walk = whole_cycle()
        let_go()  # so that the file has everything
        beside = home.parent.parent / f"whole-cycle-{uuid4()}"
        shutil.copytree(home, beside)
        _COPIES.append((beside, walk))
    else:
        let_go()
        shutil.copytree(_COPIES[0][0], home, dirs_exist_ok=True)
        forget()
    return deepcopy(_COPIES[0][1])


def whole_cycle() -> Walk:
    """A completed cycle, full of words."""
    walk = makers.a_walk().released()
    walk.cut(STRENGTH)
    walk.cut(GROWTH, 120_000)
    with acting() as session:
        observation_notes.write(
            session, walk.coach, walk.recording_id, 61_000, "Vier vingers omhoog.", "note"
        )
        packages.publish(session, walk.coach, walk.cycle_id, "Een woord van de coach")
        for clip_id in walk.clip_ids:
            reflections.open_clip(session, walk.teacher, clip_id)
            reflections.save(session, walk.teacher, clip_id, "Ik zag het ook.", False, 0)
        reflections.submit(session, walk.teacher, walk.cycle_id)
        talks.save_notes(session, walk.coach, walk.cycle_id, "Aantekening bij het gesprek", 0)
        talks.say_held(session, walk.coach, walk.cycle_id, clock.today(), 25)
        talks.confirm_held(session, walk.teacher, walk.cycle_id)
        action = action_summaries.PlannedAction("dinsdag", "vijf tellen wachten", "meer vingers")
        action_summaries.save(
            session, walk.coach, walk.cycle_id, "We keken naar wachttijd.", [action], 0
        )
        action_summaries.propose(session, walk.coach, walk.cycle_id)
        action_summaries.agree(session, walk.teacher, walk.cycle_id)
    return with_files(walk)


def words_left(engine: Engine) -> set[str]:
    """Which of the planted words stand in any column of any table."""
    found = set()
    with asking() as session:
        for table in inspect(engine).get_table_names():
            for row in session.execute(text(f'SELECT * FROM "{table}"')):
                told = " ".join(str(value) for value in row)
                found |= {word for word in WORDS if word in told}
    return found
