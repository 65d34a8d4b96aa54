"""`lesbeeld demo`: a running programme to look at, made through the real acts.

One finished cycle in the past (its film already deleted, its clips and summary there), and one open
cycle whose film goes through the real pipeline as soon as a worker runs.
"""

import asyncio
import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config.programme import Level
from config.settings import settings
from pipeline.demo_cycle import Story, finished_cycle, story
from pipeline.demo_lesson import make_lesson, pack_mark
from storage import (
    agreements,
    clock,
    cycles,
    database,
    enrolments,
    erasures,
    invitations,
    jobs,
    retention,
    set_up,
    stop_list,
    today,
    uploads,
)
from storage.database import acting, asking
from storage.demo import ACCOUNTS, Demo, forget_mark, mark, new_demo, running_demo
from storage.errors import Refused
from storage.media import media_store
from storage.records import Person
from storage.rules.access import Asker
from storage.rules.roles import Role
from storage.rules.upload import ending

Tell = Callable[[str], None]
"""Takes the text key of what is being made now."""

FINISHED_DAYS_AGO, OPENED_DAYS_AGO = 45, 2


@dataclass(frozen=True)
class Cast:
    """The demo's people, as the acts know them."""

    by_role: dict[Role, Asker]
    pair_id: str

    @property
    def teacher(self) -> Asker:
        """The one who films."""
        return self.by_role[Role.teacher]

    @property
    def coach(self) -> Asker:
        """The one who looks with her."""
        return self.by_role[Role.coach]


def make(lesson: Path | None, tell: Tell) -> Demo:
    """Make the demo in the data folder, or return the one that is there.

    What people did in a demo stays: only one whose making was interrupted is made anew. Raises
    Refused in a folder where people already work: a demo never touches those.
    """
    there = running_demo()
    if there and there.whole:
        return there
    if there:
        _throw_away()
    database.migrate()
    jobs.prepare()
    _require_empty()
    demo = new_demo(str(lesson.resolve()) if lesson else "")
    mark(demo)
    tell("cli.demo.people")
    cast = _cast(demo)
    tell("cli.demo.lesson")
    film = drawn_lesson()
    tell("cli.demo.finished_cycle")
    with jobs.collecting():  # the past needs no machine: its files are made here
        _past(cast, film)
    tell("cli.demo.open_cycle")
    _present(cast, lesson or film)
    whole = replace(demo, whole=True)
    mark(whole)
    return whole


def move_in(lesson: Path | None) -> None:
    """Give a demo with somebody's own film a folder of its own inside the data folder.

    So neither demo ever stands in the other's way, and nothing people did in one is lost.
    """
    if lesson is None:
        return
    name = hashlib.sha256(str(lesson.resolve()).encode()).hexdigest()[:8]
    os.environ["LESBEELD_HOME"] = str(settings().home.resolve() / f"demo-{name}")
    settings.cache_clear()


def drawn_lesson() -> Path:
    """Return our own lesson film; drawn once for every demo beside or inside this folder."""
    home = settings().home.resolve()
    name = f"lesson-{pack_mark()}.mp4"
    for folder in (home, home.parent):
        if (folder / name).exists():
            return folder / name
    return asyncio.run(make_lesson(home / name))


def _throw_away() -> None:
    """Empty a demo's folder. Only ever called where the mark of a demo lies."""
    if settings().database_url or settings().store_url:
        raise Refused("refusals.demo_elsewhere")
    database.let_go()
    home = settings().home
    for name in ("media", "work", "incoming", "mail"):
        shutil.rmtree(home / name, ignore_errors=True)
    kept = ("app.sqlite*", "jobs.sqlite*", erasures.NAME, stop_list.NAME)
    for place in [each for name in kept for each in home.glob(name)]:
        place.unlink(missing_ok=True)
    forget_mark()


def _require_empty() -> None:
    with asking() as session:
        if session.scalar(select(func.count()).select_from(Person)):
            raise Refused("refusals.not_a_demo_folder", folder=str(settings().home))


def _cast(demo: Demo) -> Cast:
    said = story()
    names = {Role.teacher: said.teacher, Role.coach: said.coach} | {
        Role(role): name for role, name in said.others.items()
    }
    with clock.at(_days_ago(90)):
        by_role = {role: _person(role, name, demo) for role, name in names.items()}
        coordinator = by_role[Role.coordinator]
        starts_on = clock.today()
        with acting() as session:
            year = enrolments.open_programme(
                session,
                coordinator,
                said.programme.format(year=f"{starts_on.year}-{starts_on.year + 1}"),
                starts_on,
                starts_on + timedelta(days=300),
                level=Level.UE,
                least_minutes=1,
            )
            _prepare(session, coordinator, year.id, said)
            pair = enrolments.pair(
                session,
                coordinator,
                year.id,
                by_role[Role.teacher].id,
                by_role[Role.coach].id,
            )
            for who in (by_role[Role.teacher], by_role[Role.coach]):
                read = agreements.read(session, who, pair.id)
                agreements.sign(session, who, pair.id, read.fingerprint)
            enrolments.set_call_link(session, by_role[Role.coach], pair.id, said.call_link)
    return Cast(by_role, pair.id)


def _prepare(session: Session, coordinator: Asker, year: str, said: Story) -> None:
    """What the school recorded before anybody filmed."""
    day, told = clock.today() - timedelta(days=14), said.set_up
    officer = said.others[Role.dpo]
    set_up.record_legal_basis(session, coordinator, year, told.legal_basis, officer, day)
    set_up.record_balancing_test(session, coordinator, year, told.balancing_test)
    set_up.record_parents_informed(session, coordinator, year, day, told.letter_version)
    set_up.record_retention(session, coordinator, year, "standard", "long")
    set_up.record_works_council(session, coordinator, year, day, agreed=True)


def _person(role: Role, name: str, demo: Demo) -> Asker:
    """Let somebody in as an invitation would: invited, accepted, one role."""
    first = Asker(id="demo", role=Role.admin)
    with acting() as session:
        invited = invitations.invite(session, first, ACCOUNTS[role], name, {role})
        invitations.accept(session, invited.token, demo.password)
    return Asker(id=invited.person_id, role=role)


def _past(cast: Cast, film: Path) -> None:
    said: Story = story()
    with clock.at(_days_ago(FINISHED_DAYS_AGO + 5)), acting() as session:
        coordinator = cast.by_role[Role.coordinator]
        planned = cycles.plan(session, coordinator, cast.pair_id, clock.today())
    finished_cycle(said, cast.teacher, cast.coach, planned.id, film, _ago)
    # Two weeks after the talk the whole lesson went: the sweep of that night, as it would run.
    with clock.at(_days_ago(FINISHED_DAYS_AGO - 14 - 15)):
        retention.sweep(media_store())


def _ago(day: int) -> datetime:
    """A moment on a day of the finished cycle, counted from its first."""
    return _days_ago(FINISHED_DAYS_AGO - day)


def _present(cast: Cast, lesson: Path) -> None:
    with asking() as session:
        planned = next(view for view in today.running(session, cast.teacher) if not view.started_on)
    with clock.at(_days_ago(OPENED_DAYS_AGO)), acting() as session:
        for who in (cast.teacher, cast.coach):
            cycles.choose_focus(session, who, planned.id, "instructional_dialogue")
        cycles.start(session, cast.teacher, planned.id)
    order = uploads.UploadOrder(
        length=lesson.stat().st_size,
        ending=ending(lesson.name),
        cycle_id=planned.id,
        intention=story().intention,
        attested=uploads.ATTESTATIONS,
    )
    with acting() as session:
        upload = uploads.begin(session, cast.teacher, order)
    blob = media_store().put_file(uploads.original_key(upload), lesson)
    with acting() as session:
        uploads.finish(session, cast.teacher, upload.id, blob.size, blob.sha256)


def _days_ago(days: int) -> datetime:
    day = clock.now().astimezone(clock.SCHOOL_TIME).date() - timedelta(days=days)
    return datetime.combine(day, time(15, 30), clock.SCHOOL_TIME)
