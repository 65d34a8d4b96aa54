"""The dry run is what then happens, whatever is kept; and everything made goes with its parent."""

import random
from contextlib import suppress
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import Engine, inspect, select, text

from pipeline import keeping
from storage import (
    clips,
    clock,
    extensions,
    holds,
    jobs,
    machine_work,
    observation_notes,
    overdue,
    policies,
    retention,
    uploads,
)
from storage.database import acting, asking
from storage.errors import Refused
from storage.machine_work import StoredFile
from storage.media import media_store
from storage.records import Clip, Rendition, RenditionKind, Tombstone
from storage.rules.access import Asker
from storage.rules.extension import Reason
from storage.rules.roles import Role
from tests import makers
from tests.makers import Walk, person
from tests.storage.kept import later, sweep_at, with_files

pytestmark = pytest.mark.usefixtures("wanted", "at_now")
STEPS = (
    Walk.ready, Walk.released, Walk.published, Walk.reflected, Walk.talked, Walk.completed,
)  # fmt: skip


def anything(chance: random.Random) -> None:
    """A school with films at any step, some with a choice, a hold or a new rule over them."""
    first = makers.school(preset=chance.choice(["strict", "standard", "long"]))
    pairs = [first, *(makers.joined(first, person(f"Toos-{n}", Role.teacher)) for n in range(3))]
    officer, leader = person("Fien", Role.dpo), person("Lies", Role.school_leader)
    for pair in pairs:
        with clock.at(later(days=chance.randint(-50, 0))):
            walk = with_files(chance.choice(STEPS)(Walk(pair)))
            for turn in (sooner, longer, stop):
                if chance.random() < 0.3:
                    turn(walk, chance)
        if chance.random() < 0.3:
            held(walk, officer, leader)
    if chance.random() < 0.6:
        with acting() as session:
            preset = chance.choice(["strict", "standard", "long"])
            with suppress(Refused):  # the preset it has
                policies.choose(session, officer, first.programme_id, preset)


def sooner(walk: Walk, chance: random.Random) -> None:
    with acting() as session:
        at = clock.now() + timedelta(days=chance.randint(1, 20))
        with suppress(Refused):  # it ends before that
            retention.choose_end(session, walk.teacher, walk.recording_id, at)


def longer(walk: Walk, chance: random.Random) -> None:
    with acting() as session:
        if last := extensions.look(session, walk.teacher, walk.recording_id).latest:
            extensions.extend(
                session, walk.teacher, walk.recording_id, last, Reason.other, chance.choice("ab")
            )


def stop(walk: Walk, _: random.Random) -> None:
    with acting() as session:
        makers.cycles.withdraw(session, walk.teacher, walk.cycle_id)


def held(walk: Walk, officer: Asker, leader: Asker) -> None:
    with acting() as session:
        hold_id = holds.set_on(
            session, officer, [walk.recording_id], "incident", not_for_judging=True
        )
        holds.confirm(session, leader, hold_id)


def proofs() -> list[str]:
    with asking() as session:
        stones = session.scalars(select(Tombstone).order_by(Tombstone.seq))
        return [f"{stone.kind}/{stone.thing_id}" for stone in stones]


@pytest.mark.parametrize("seed", range(4))
def test_what_the_dry_run_names_for_a_moment_is_what_goes_then(sqlite_database: Engine, seed: int):
    chance = random.Random(seed)
    anything(chance)
    moments = [later(days=chance.uniform(0, days)) for days in (5, 10, 20, 70, 130, 300, 700, 1500)]
    for at in sorted(moments):
        with asking() as session:
            planned = [each.due.holding_id for each in overdue.plan(session, at)]
        before = proofs()
        assert sweep_at(at).backlog == 0
        assert proofs()[len(before) :] == planned
    assert proofs()


def test_the_command_tells_the_same_as_the_dry_run(sqlite_database: Engine):
    Walk(makers.school()).completed()
    at = later(days=15)
    told = [f"{each['kind']}/{each['thing_id']}" for each in keeping.plan(at)]
    with asking() as session:
        assert told == [each.due.holding_id for each in overdue.plan(session, at)]
    assert len(told) > 3


# What was made of a film


def with_everything_made(walk: Walk) -> Walk:
    """Every file a film can have, words on it, a draft, and what upload and engine keep of it."""
    with acting() as session:
        prefix = machine_work.still_wanted(session, walk.recording_id).prefix
    for kind in RenditionKind:
        if kind is not RenditionKind.original:
            blob = media_store().put(f"{prefix}/all/{kind}", BytesIO(b"made of it"))
            file = StoredFile(kind, blob.key, blob.size, blob.sha256, "text/plain")
            with acting() as session:
                machine_work.add_file(session, walk.recording_id, file)
    media_store().put(f"{prefix}/half-made.tmp", BytesIO(b"left by a worker that died"))
    walk.released()
    walk.cut()
    with acting() as session:
        observation_notes.write(session, walk.coach, walk.recording_id, 61_000, "Vingers.", "n")
    for clip_id in walk.clip_ids:
        for name in ("clip.mp4", "captions.vtt"):
            media_store().put(f"{clips.folder(clip_id)}/{name}", BytesIO(b"made of it"))
    return walk


def rows_about(engine: Engine, ids: set[str]) -> set[str]:
    """The tables in which one of these ids stands, apart from the proofs."""
    proofs = {"tombstone", "ledger_entry", "permission_attest"}
    found = set()
    with asking() as session:
        for table in set(inspect(engine).get_table_names()) - proofs:
            for row in session.execute(text(f'SELECT * FROM "{table}"')):
                if ids & {str(value) for value in row}:
                    found.add(table)
    return found


def test_nothing_that_was_made_of_a_film_is_left_when_it_goes(
    sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch
):
    forgotten: set[tuple[str, str]] = set()
    monkeypatch.setattr(jobs, "forget", lambda *work: forgotten.add(work))
    walk = with_everything_made(makers.a_walk().ready())
    with asking() as session:
        kinds = set(session.scalars(select(Rendition.kind)))
        ids = {walk.recording_id, *session.scalars(select(Clip.id))}
    assert kinds == set(RenditionKind)
    assert rows_about(sqlite_database, ids) >= {
        "recording", "rendition", "transcript", "clip", "annotation", "observation_note", "upload",
    }  # fmt: skip
    sweep_at(later(days=61))
    assert list(media_store().list()) == []
    assert rows_about(sqlite_database, ids) == set()
    assert forgotten >= {("ingest", walk.recording_id), ("captions", walk.recording_id)}
    assert {("cut", clip_id) for clip_id in walk.clip_ids} <= forgotten


def test_the_parts_of_a_half_upload_go_after_a_week(sqlite_database: Engine):
    walk = makers.a_walk().started()
    order = uploads.UploadOrder(50, ".mp4", walk.cycle_id, "", makers.ATTESTED)
    with acting() as session:
        upload = uploads.begin(session, walk.teacher, order)
    media_store().put(uploads.original_key(upload), BytesIO(b"half"))
    sweep_at(later(days=6))
    assert list(media_store().list()) != []
    sweep_at(later(days=7, hours=1))
    assert list(media_store().list()) == []
