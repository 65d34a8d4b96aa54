"""A school in which every state of a cycle stands, each with a teacher of its own and own words.

One coach has all of them. Made once through the real acts, then copied for each test.
"""

from datetime import timedelta
from io import BytesIO

from sqlalchemy import select, update

from storage import (
    action_summaries,
    clip_downloads,
    clips,
    clock,
    corrections,
    enrolments,
    export_packages,
    holds,
    lessons,
    monthly_totals,
    objected,
    objections,
    observation_notes,
    packages,
    policies,
    reflections,
    set_up,
    share_grants,
    talks,
    uploads,
    withdrawals,
)
from storage.action_summaries import PlannedAction
from storage.clips import Words
from storage.database import acting, asking
from storage.media import media_store
from storage.objections import About
from storage.records import (
    Action,
    Clip,
    Notice,
    ObservationNote,
    Person,
    Programme,
    Recording,
    Segment,
    Transcript,
)
from storage.rules.access import Asker
from storage.rules.clip import PromptKind
from storage.rules.hold import Reason
from storage.rules.notice import Word as Notices
from storage.rules.roles import Role
from storage.rules.set_up import Use
from tests import makers
from tests.makers import School, Walk
from tests.matrix.places import (
    AWAITING,
    COMPLETED,
    FILM,
    HELD,
    NOBODY,
    OBJECTED,
    PUBLISHED,
    STATES,
    SUBMITTED,
    TALKED,
    WITHDRAWN,
    YEAR_OVER,
    Place,
    World,
    word,
)


def build() -> World:
    """Make it in the configured database and store."""
    first = makers.school()
    _named(first.coach, "zzcoachzz")
    places = {state: _place(state, _school(first, state)) for state in STATES}
    beside = makers.second_pair(first)
    Walk(beside).started()
    both = makers.person("Bea", Role.coordinator, Role.school_leader)
    others = {
        "another teacher": beside.teacher,
        "another coach": beside.coach,
        "coordinator": first.coordinator,
        "school leader": makers.person("Lies", Role.school_leader, password=makers.PASSWORD),
        "another school leader": makers.person("Lou", Role.school_leader),
        "coordinator who leads": both,
        "leader who coordinates": Asker(id=both.id, role=Role.school_leader, holds=both.holds),
        "admin": makers.person("Arie", Role.admin),
        "officer": makers.person("Fien", Role.dpo),
    }
    made = World(places, first.coach, others)
    _afterwards(made)
    return made


def _school(first: School, state: str) -> School:
    """A teacher of her own for each state, and for a year that is over a programme too."""
    teacher = makers.person(word("teacher", state), Role.teacher)
    if state != YEAR_OVER:
        return makers.joined(first, teacher)
    today = clock.today()
    with acting() as session:
        year = enrolments.open_programme(
            session, first.coordinator, word("programme", state),
            today - timedelta(days=60), today + timedelta(days=300),
        )  # fmt: skip
        makers.prepare(session, first.coordinator, year.id)
        set_up.record_decision(
            session, first.coordinator, year.id, Use.outside_school, today, "Besluit 7"
        )
        clip_downloads.allow(session, first.coordinator, year.id, allowed=True)
        pair = enrolments.pair(session, first.coordinator, year.id, teacher.id, first.coach.id)
    return makers.signed(School(teacher, first.coach, first.coordinator, year.id, pair.id))


def _named(who: Asker, name: str) -> None:
    with acting() as session:
        session.execute(update(Person).where(Person.id == who.id).values(name=name))


STEPS = "AURPSTC"
"""The states that follow each other; the others come after the fourth or the last of them."""


def _place(state: str, school: School) -> Place:
    walk = Walk(school).started()
    far = {YEAR_OVER: COMPLETED, HELD: PUBLISHED, OBJECTED: PUBLISHED, WITHDRAWN: PUBLISHED}
    come = STEPS.index(far.get(state, state))
    for step in (_film, _release, _publish, _reflect, _talk)[:come]:
        step(walk, state)
    if come > STEPS.index(TALKED):
        walk.completed()
    ids = {
        "pair_id": school.pair_id,
        "programme_id": school.programme_id,
        "teacher_id": school.teacher.id,
        "cycle_id": walk.cycle_id,
        "recording_id": walk.recording_id,
        "clip_id": walk.clip_ids[0] if walk.clip_ids else "",
    }
    with asking() as session:
        ids |= {
            "line_id": session.scalar(
                select(Segment.id).join(Transcript).where(
                    Transcript.recording_id == walk.recording_id
                ).order_by(Segment.start_ms).limit(1)
            ) or "",
            "note_id": session.scalar(
                select(ObservationNote.id).where(
                    ObservationNote.recording_id == walk.recording_id
                )
            ) or "",
        }  # fmt: skip
    return Place(state, school.teacher, ids)


def _film(walk: Walk, state: str) -> None:
    walk.uploaded(FILM)
    walk.ready()
    with acting() as session:
        lessons.tell(session, walk.teacher, walk.recording_id, word("class", state), clock.today())
        session.get_one(Recording, walk.recording_id).intention = word("asked", state)
        line = session.scalars(
            select(Segment).join(Transcript).where(Transcript.recording_id == walk.recording_id)
        ).first()
        assert line
        line_id = line.id
    with acting() as session:
        corrections.correct(session, walk.teacher, line_id, word("line", state), 0)


def _release(walk: Walk, state: str) -> None:
    walk.released()
    fact, prompt = word("fact", state), word("prompt", state)
    for kind, at in ((PromptKind.nice_work, 60_000), (PromptKind.consider_this, 120_000)):
        of = makers.STRENGTH if kind is PromptKind.nice_work else makers.GROWTH
        words = Words(of.foundation, of.dimension, kind, f"{fact} zien we.", f"{prompt} zie jij?")
        walk.cut(words, at)
    with acting() as session:
        observation_notes.write(
            session, walk.coach, walk.recording_id, 61_000, word("note", state), f"note-{state}"
        )


def _publish(walk: Walk, state: str) -> None:
    with acting() as session:
        packages.publish(session, walk.coach, walk.cycle_id, word("package", state))
    for clip_id in walk.clip_ids:
        key = f"{clips.folder(clip_id)}/clip.mp4"
        blob = media_store().put(key, BytesIO(FILM))
        media_store().put(f"{clips.folder(clip_id)}/captions.vtt", BytesIO(b"WEBVTT\n"))
        with acting() as session:
            clip = session.get_one(Clip, clip_id)
            clip.file_key, clip.file_sha256 = key, blob.sha256


def _reflect(walk: Walk, state: str) -> None:
    with acting() as session:
        for clip_id in walk.clip_ids:
            reflections.open_clip(session, walk.teacher, clip_id)
            reflections.save(session, walk.teacher, clip_id, word("answer", state), False, 0)
        reflections.submit(session, walk.teacher, walk.cycle_id)


def _talk(walk: Walk, state: str) -> None:
    with acting() as session:
        talks.save_notes(session, walk.coach, walk.cycle_id, word("talk", state), 0)
    walk.talked()
    action = PlannedAction("dinsdag", word("action", state), "meer vingers")
    with acting() as session:
        action_summaries.save(
            session, walk.coach, walk.cycle_id, word("discussed", state), [action], 0
        )
        action_summaries.propose(session, walk.coach, walk.cycle_id)


def _afterwards(world: World) -> None:
    """What comes over a cycle from elsewhere: a hold, an objection, an end."""
    ids = {state: place.ids for state, place in world.places.items()}
    officer, leader = world.others["officer"], world.others["school leader"]
    with acting() as session:
        hold_id = holds.set_on(
            session, officer, [ids[HELD]["recording_id"]], Reason.complaint, not_for_judging=True
        )
    with acting() as session:
        holds.confirm(session, leader, hold_id)
        about = About(word("class", OBJECTED), clock.today(), ids[OBJECTED]["teacher_id"])
        objections.enter_for(session, officer, about)
        entry_id = session.scalars(objected.still_open()).one().entry_id or ""
        withdrawals.from_cycle(session, world.places[WITHDRAWN].teacher, ids[WITHDRAWN]["cycle_id"])
        year = session.get_one(Programme, ids[YEAR_OVER]["programme_id"])
        year.ends_on = clock.today() - timedelta(days=1)
        monthly_totals.take(session)
        policies.choose(session, officer, ids[YEAR_OVER]["programme_id"], "long")
        ids[YEAR_OVER]["policy_id"] = policies.mine(session, world.places[YEAR_OVER].teacher)[0].id
    waits = _to_confirm(world)
    _exported(world)
    _shared(world)
    for place in world.places.values():
        place.ids |= {"hold_id": waits, "entry_id": entry_id}
        _others(place)


def _to_confirm(world: World) -> str:
    """A hold that waits for the other of the two, on something else."""
    with acting() as session:
        return holds.set_on(
            session, world.others["officer"], [world.places[COMPLETED].ids["clip_id"]],
            Reason.complaint, not_for_judging=True,
        )  # fmt: skip


def _exported(world: World) -> None:
    """One teacher has all that is hers ready to fetch."""
    place = world.places[SUBMITTED]
    with acting() as session:
        place.ids["export_id"] = export_packages.ask(session, place.teacher)
    blob = media_store().put(export_packages.key(place.ids["export_id"]), BytesIO(b"zip"))
    with acting() as session:
        export_packages.done(session, place.ids["export_id"], blob)


def _shared(world: World) -> None:
    """One teacher shares her summary with one of the school leaders."""
    place = world.places[COMPLETED]
    leader = world.others["school leader"]
    with acting() as session:
        version = action_summaries.read(session, place.teacher, place.ids["cycle_id"]).version
        place.ids["grant_id"] = share_grants.give(
            session, place.teacher, place.ids["cycle_id"], version=version, recipient_id=leader.id,
            purpose=word("purpose", COMPLETED), until=clock.today() + timedelta(days=30),
        )  # fmt: skip


def _others(place: Place) -> None:
    with acting() as session:
        notice = Notice(
            person_id=place.teacher.id, word=Notices.ending, thing_id=NOBODY, on=clock.now(),
            created_at=clock.now(),
        )  # fmt: skip
        session.add(notice)
        session.flush()
        place.ids["notice_id"] = notice.id
        place.ids["action_id"] = (
            session.scalar(select(Action.id).where(Action.what == word("action", place.state)))
            or ""
        )
    if place.state == AWAITING:
        order = uploads.UploadOrder(
            len(FILM), ".mp4", place.ids["cycle_id"], word("asked", AWAITING), makers.ATTESTED
        )
        with acting() as session:
            upload = uploads.begin(session, place.teacher, order)
        media_store().begin(uploads.original_key(upload))
        place.ids["upload_id"] = upload.id
