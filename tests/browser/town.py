"""A school with a pair at every step of a cycle, and somebody for every role, to look at."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image
from sqlalchemy import select, update

from storage import (
    action_summaries,
    clips,
    clock,
    enrolments,
    holds,
    invitations,
    jobs,
    machine_work,
    passwords,
    privacy_review,
    privacy_work,
    set_up,
    talks,
)
from storage.database import acting, asking
from storage.errors import NotFound
from storage.machine_work import FilmFacts, StoredFile
from storage.media import media_store
from storage.records import CheckWork, Person, Recording, RenditionKind
from storage.rules.access import Asker
from storage.rules.privacy_check import Masks, Zone
from storage.rules.roles import Role
from storage.rules.set_up import LegalBasis
from storage.spans import Span
from tests import samples
from tests.makers import LESSON_MS, PASSWORD, School, Walk, person, school, signed
from tests.storage.sharing import give

STEPS: dict[str, Callable[[Walk], Walk]] = {
    "planned": Walk.planned,
    "film": Walk.started,
    "busy": Walk.uploaded,
    "check": Walk.ready,
    "masked": lambda walk: masked(walk.ready()),
    "choose": lambda walk: chosen(walk.released()),
    "reflect": Walk.published,
    "talk": Walk.reflected,
    "held": lambda walk: held(walk.reflected()),
    "write": Walk.talked,
    "agree": Walk.proposed,
    "changed": lambda walk: asked_again(walk.proposed()),
    "done": Walk.completed,
}
"""A word for each place where a pair may be, and how it gets there."""
OTHERS = {
    "leider": Role.school_leader,
    "beheer": Role.admin,
    "fg": Role.dpo,
}


@dataclass(frozen=True)
class Town:
    """Everybody who may sign in (with `makers.PASSWORD`), and every pair by its step."""

    walks: dict[str, Walk]
    invitation: str
    """The token of somebody who was invited and did not come yet."""
    shared: str
    """What the pair that is done shares with the school leader."""

    def teacher(self, step: str) -> str:
        """The address of the teacher whose cycle stands at this step."""
        return email(f"Leraar-{step}")


COACH, COORDINATOR = "carlijn@school.test", "corrie@school.test"


def email(name: str) -> str:
    """What `makers.person` makes of a name."""
    return f"{name.lower()}@school.test"


def build(folder: Path) -> Town:
    """Make the town in the database and store of the settings; small real films in `folder`."""
    samples.use_folder(folder)
    first = school()
    still_to_prepare(first)
    with jobs.collecting():
        walks = {step: a_pair(first, step) for step in STEPS}
        with acting() as session:
            invited = invitations.invite(
                session, Asker(id="first", role=Role.admin), "nieuw@school.test", "Nina Nieuw",
                {Role.teacher},
            )  # fmt: skip
    others = {role: person(name, role) for name, role in OTHERS.items()}
    keep_two(walks, others[Role.dpo], others[Role.school_leader])
    let_in()
    shared = give(walks["done"], others[Role.school_leader])
    return Town(walks, invited.token, shared)


def still_to_prepare(first: School) -> None:
    """Next year's programme: of what the school records, only the basis is there."""
    day = clock.today() + timedelta(days=300)
    with acting() as session:
        year = enrolments.open_programme(
            session, first.coordinator, "Volgend schooljaar", day, day + timedelta(days=200)
        )
        set_up.record_legal_basis(
            session, first.coordinator, year.id, LegalBasis.public_task, "Fenna Vos", clock.today()
        )


def a_pair(first: School, step: str) -> Walk:
    """A teacher of her own for this step; the coach is everybody's."""
    teacher = person(f"Leraar-{step}", Role.teacher)
    pair = School(teacher, first.coach, first.coordinator, first.programme_id, "")
    pair.pair_id = _paired(pair)
    signed(pair)
    walk = STEPS[step](Walk(pair))
    real_files(walk)
    return walk


def _paired(pair: School) -> str:
    with acting() as session:
        return enrolments.pair(
            session, pair.coordinator, pair.programme_id, pair.teacher.id, pair.coach.id
        ).id


def keep_two(walks: dict[str, Walk], officer: Asker, leader: Asker) -> None:
    """One hold that waits for the other of the two, and one in force."""
    with acting() as session:
        first, second = (
            holds.set_on(session, officer, [walks[step].recording_id], why, not_for_judging=True)
            for step, why in (("busy", "complaint"), ("changed", "incident"))
        )
        holds.confirm(session, leader, second)
    assert first != second


def let_in() -> None:
    """Give everybody the one password, hashed once."""
    with acting() as session:
        session.execute(update(Person).values(password_hash=passwords.hashed(PASSWORD)))
        session.execute(
            update(Person).where(Person.email == "nieuw@school.test").values(password_hash=None)
        )


def masked(walk: Walk) -> Walk:
    """Something of everything goes out of her film: it was made, and looked at."""
    track = {"start_ms": 0, "end_ms": 4_000, "places": [[500, 0.1, 0.1, 0.1, 0.2]]}
    with acting() as session:
        privacy_review.find_faces(session, walk.teacher, walk.recording_id)
        ours = select(CheckWork.id).where(CheckWork.recording_id == walk.recording_id)
        privacy_work.keep_faces(session, session.scalars(ours).one(), [track])
        masks = Masks(
            Span(2_000, LESSON_MS),
            muted=(Span(65_000, 66_000),),
            zones=(Zone(0.1, 0.1, 0.2, 0.2), Zone(0.5, 0.5, 0.2, 0.2, Span(0, 9_000))),
            blur_faces=True,
        )
        privacy_review.save(session, walk.teacher, walk.recording_id, 1, masks)
    with acting() as session:
        privacy_review.make(session, walk.teacher, walk.recording_id)
        work_id = session.scalars(ours).one()
        made = media_store().put(
            f"{privacy_work.order(session, work_id).folder}/proxy.mp4",
            BytesIO(samples.film().read_bytes()),
        )
        file = StoredFile(RenditionKind.proxy, made.key, made.size, made.sha256, "video/mp4")
        facts = FilmFacts(LESSON_MS - 2_000, 1280, 720, 25, 1)
        privacy_work.keep_masked(session, work_id, facts, [file])
        privacy_review.agree(session, walk.teacher, walk.recording_id, 2)
    return walk


def chosen(walk: Walk) -> Walk:
    """A clip with words and one without."""
    walk.cut()
    walk.cut(clips.Words(), 120_000)
    return walk


def held(walk: Walk) -> Walk:
    """The teacher said so; the coach still has to."""
    with acting() as session:
        talks.save_notes(session, walk.teacher, walk.cycle_id, "Vijf tellen wachten.", 0)
        talks.say_held(session, walk.teacher, walk.cycle_id, clock.today(), 25)
    return walk


def asked_again(walk: Walk) -> Walk:
    """The teacher asked for a change."""
    with acting() as session:
        action_summaries.ask_change(session, walk.teacher, walk.cycle_id, "Liever op donderdag.")
    return walk


def real_files(walk: Walk) -> None:
    """Put small real files where the maker put stand-ins, for a browser to show."""
    if not walk.recording_id:
        return
    with asking() as session:
        prefix = session.get_one(Recording, walk.recording_id).prefix
    small = {
        "proxy.mp4": samples.film().read_bytes(),
        "poster.jpg": _picture(320, 180),
        "filmstrip.jpg": _picture(320, 90),
        "filmstrip.json": json.dumps(
            {"step_ms": 450_000, "width": 160, "height": 90, "columns": 2, "count": 2}
        ).encode(),
        "peaks.json": json.dumps({"version": 1, "per_second": 20, "peaks": [40] * 18_000}).encode(),
        "captions.vtt": b"WEBVTT\n\n00:00.000 --> 00:03.000\nGood morning everybody.\n",
    }
    for name, content in small.items():
        if media_store().exists(f"{prefix}/{name}"):
            media_store().put(f"{prefix}/{name}", BytesIO(content))
    for clip_id in walk.clip_ids:
        with suppress(NotFound):
            _cut(clip_id, small)


def _cut(clip_id: str, small: dict[str, bytes]) -> None:
    folder = clips.folder(clip_id)
    media_store().put(f"{folder}/captions.vtt", BytesIO(small["captions.vtt"]))
    blob = media_store().put(f"{folder}/clip.mp4", BytesIO(small["proxy.mp4"]))
    file = StoredFile(RenditionKind.proxy, blob.key, blob.size, blob.sha256, "video/mp4")
    with acting() as session:
        machine_work.note_clip_file(session, clip_id, file, 100, (25, 1))


def _picture(width: int, height: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "#8fb0c4").save(out, "JPEG")
    return out.getvalue()
