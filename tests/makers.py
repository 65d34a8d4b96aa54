"""Makers: a school year, a pair and a cycle at any step, through the real acts.

Everybody is invented. Makers act on the database of the `database` or `sqlite_database` fixture.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO

from storage import (
    action_summaries,
    clips,
    clock,
    cycles,
    enrolments,
    jobs,
    machine_work,
    packages,
    passwords,
    privacy_review,
    recordings,
    reflections,
    talks,
    transcripts,
    uploads,
)
from storage.action_summaries import PlannedAction
from storage.clips import Words
from storage.database import acting, asking
from storage.machine_work import FilmFacts, StoredFile
from storage.media import media_store
from storage.records import Cycle, Person, RenditionKind, RoleHeld
from storage.rules.access import Asker
from storage.rules.clip import PromptKind
from storage.rules.cycle import State
from storage.rules.newcomer import LONGEST
from storage.rules.roles import Role
from storage.spans import Span
from storage.transcripts import HeardWord, Line
from tests.settled import decided as decided
from tests.settled import prepare as prepare
from tests.settled import signed as signed

LESSON_MS = 15 * 60_000
PASSWORD = "een heel lang wachtwoord"
ATTESTED = frozenset({"parents", "register", "camera"})
LINES = [
    Line(1_000, 4_000, "Good morning everybody.", (HeardWord(1_000, 1_400, "Good", 0.99),)),
    Line(65_000, 70_000, "Why do you think the fox came back?"),
    Line(74_000, 78_000, "Maybe he was lonely."),
]


def person(name: str, *roles: Role, password: str | None = None) -> Asker:
    """Somebody with these roles, looking with the first."""
    with acting() as session:
        made = Person(
            email=f"{name.lower()}@school.test",
            name=name,
            password_hash=passwords.hashed(password) if password else None,
            created_at=clock.now() - LONGEST,
        )
        made.roles = [RoleHeld(role=role) for role in roles]
        session.add(made)
        session.flush()
        return Asker(id=made.id, role=roles[0], holds=frozenset(roles))


@dataclass
class School:
    """One programme with one pair, and whoever else walks around."""

    teacher: Asker
    coach: Asker
    coordinator: Asker
    programme_id: str
    pair_id: str
    others: dict[str, Asker] = field(default_factory=dict)


def school(preset: str = "standard", least_minutes: int = 10, *, prepared: bool = True) -> School:
    """A programme year around today with one pair; not `prepared`: nobody may film yet."""
    coordinator = person("Corrie", Role.coordinator)
    teacher, coach = person("Tessa", Role.teacher), person("Carlijn", Role.coach)
    start = clock.today() - timedelta(days=60)
    with acting() as session:
        year = enrolments.open_programme(
            session, coordinator, "Schooljaar", start, start + timedelta(days=300),
            preset=preset, least_minutes=least_minutes,  # type: ignore[arg-type] # a test's word
        )  # fmt: skip
        if prepared:
            prepare(session, coordinator, year.id)
        pair = enrolments.pair(session, coordinator, year.id, teacher.id, coach.id)
    made = School(teacher, coach, coordinator, year.id, pair.id)
    return signed(made) if prepared else made


def second_pair(of: School) -> School:
    """Another teacher and coach in the same programme."""
    teacher, coach = person("Thijs", Role.teacher), person("Coen", Role.coach)
    with acting() as session:
        pair = enrolments.pair(session, of.coordinator, of.programme_id, teacher.id, coach.id)
    return signed(School(teacher, coach, of.coordinator, of.programme_id, pair.id))


def joined(of: School, teacher: Asker) -> School:
    """The same programme and coach, with one more teacher."""
    with acting() as session:
        pair = enrolments.pair(session, of.coordinator, of.programme_id, teacher.id, of.coach.id)
    return signed(School(teacher, of.coach, of.coordinator, of.programme_id, pair.id))


@dataclass
class Walk:
    """One cycle of a school, walked step by step through the real acts."""

    school: School
    cycle_id: str = ""
    recording_id: str = ""
    clip_ids: list[str] = field(default_factory=list)

    @property
    def teacher(self) -> Asker:
        return self.school.teacher

    @property
    def coach(self) -> Asker:
        return self.school.coach

    def planned(self) -> "Walk":
        with acting() as session:
            self.cycle_id = cycles.plan(
                session, self.school.coordinator, self.school.pair_id, clock.today()
            ).id
        return self

    def started(self) -> "Walk":
        self.cycle_id or self.planned()
        with acting() as session:
            for who in (self.teacher, self.coach):
                cycles.choose_focus(session, who, self.cycle_id, "quality_feedback")
            cycles.start(session, self.teacher, self.cycle_id)
        return self

    def uploaded(self, content: bytes = b"film-bytes", ending: str = ".mp4") -> "Walk":
        self.cycle_id or self.started()
        order = uploads.UploadOrder(
            len(content), ending, self.cycle_id, "Kijk naar mijn vragen", ATTESTED
        )
        with acting() as session:
            upload = uploads.begin(session, self.teacher, order)
        blob = media_store().put(uploads.original_key(upload), BytesIO(content))
        with acting() as session:
            made = uploads.finish(session, self.teacher, upload.id, blob.size, blob.sha256)
        self.recording_id = made.id
        return self

    def ready(self, duration_ms: int = LESSON_MS) -> "Walk":
        """As if the machine had done its work: facts and small stand-in files."""
        self.recording_id or self.uploaded()
        with acting() as session:
            prefix = machine_work.still_wanted(session, self.recording_id).prefix
        for kind, name, media_type in FILES:
            blob = media_store().put(f"{prefix}/{name}", BytesIO(f"{kind}-bytes".encode()))
            file = StoredFile(kind, blob.key, blob.size, blob.sha256, media_type)
            with acting() as session:
                machine_work.add_file(session, self.recording_id, file)
        with acting() as session:
            facts = FilmFacts(duration_ms, 1280, 720, 25, 1)
            machine_work.note_film(session, self.recording_id, facts)
            machine_work.watchable(session, self.recording_id)
        with acting() as session:
            transcripts.keep(session, self.recording_id, "en", "stand-in", LINES)
            machine_work.done(session, self.recording_id)
        return self

    def reviewed(self) -> "Walk":
        """She looked, and nothing needs to go."""
        self.recording_id or self.ready()
        with acting() as session:
            privacy_review.agree(session, self.teacher, self.recording_id, 0)
        return self

    def released(self) -> "Walk":
        self.recording_id or self.ready()
        self.reviewed()
        with acting() as session:
            span = Span(0, 5_000)
            recordings.note_watched(session, self.teacher, self.recording_id, [span])
            recordings.release(session, self.teacher, self.recording_id, pupils_checked=True)
        return self

    def cut(self, words: Words | None = None, start_ms: int = 60_000) -> str:
        """One draft clip of half a minute; returns its id."""
        with acting() as session:
            client_id = f"client-{len(self.clip_ids)}"
            span = Span(start_ms, start_ms + 30_000)
            made = clips.cut(session, self.coach, self.recording_id, span, client_id)
            clips.change(session, self.coach, made.id, 1, span, words or STRENGTH)
        self.clip_ids.append(made.id)
        return made.id

    def published(self) -> "Walk":
        self.recording_id or self.released()
        self.clip_ids or [self.cut(), self.cut(GROWTH, 120_000)]
        with acting() as session:
            packages.publish(session, self.coach, self.cycle_id)
        return self

    def reflected(self) -> "Walk":
        self.clip_ids or self.published()
        with acting() as session:
            for clip_id in self.clip_ids:
                reflections.open_clip(session, self.teacher, clip_id)
                reflections.save(session, self.teacher, clip_id, "Ik zag het ook.", False, 0)
            reflections.submit(session, self.teacher, self.cycle_id)
        return self

    def talked(self) -> "Walk":
        self.clip_ids or self.reflected()
        with acting() as session:
            talks.say_held(session, self.coach, self.cycle_id, clock.today(), 25)
            talks.confirm_held(session, self.teacher, self.cycle_id)
        return self

    def proposed(self) -> "Walk":
        self.clip_ids or self.talked()
        action = PlannedAction("dinsdag, groep 8", "vijf tellen wachten", "meer vingers")
        with acting() as session:
            action_summaries.save(
                session, self.coach, self.cycle_id, "We keken naar wachttijd.", [action], 0
            )
            action_summaries.propose(session, self.coach, self.cycle_id)
        return self

    def completed(self) -> "Walk":
        self.clip_ids or self.proposed()
        with acting() as session:
            action_summaries.agree(session, self.teacher, self.cycle_id)
        return self

    @property
    def state(self) -> State:
        with asking() as session:
            return session.get_one(Cycle, self.cycle_id).state


FILES = [
    (RenditionKind.proxy, "proxy.mp4", "video/mp4"),
    (RenditionKind.data_saver, "data-saver.mp4", "video/mp4"),
    (RenditionKind.poster, "poster.jpg", "image/jpeg"),
    (RenditionKind.filmstrip, "filmstrip.jpg", "image/jpeg"),
    (RenditionKind.filmstrip_plan, "filmstrip.json", "application/json"),
    (RenditionKind.peaks, "peaks.json", "application/json"),
    (RenditionKind.captions, "captions.vtt", "text/vtt"),
]
STRENGTH = Words(
    "instructional_support",
    "quality_feedback",
    PromptKind.nice_work,
    "Je wacht vier tellen en drie vingers gaan omhoog.",
    "Wat deed je vlak hiervoor?",
)
GROWTH = Words(
    "emotional_support",
    "teacher_sensitivity",
    PromptKind.consider_this,
    "Achterin kijken twee leerlingen naar buiten.",
    "Wat zag jij daar?",
)


def a_walk(preset: str = "standard") -> Walk:
    """A fresh school and its first cycle, still to be walked."""
    return Walk(school(preset))


def day(of: date, hour: int = 9) -> datetime:
    """A moment on a day at school."""
    return datetime.combine(of, datetime.min.time(), clock.SCHOOL_TIME) + timedelta(hours=hour)


def quiet_jobs() -> object:
    """Acts say what they want without an engine to do it."""
    return jobs.collecting()
