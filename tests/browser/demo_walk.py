"""The demo's open cycle, walked on step by step while pictures are taken of it."""

import time

from sqlalchemy import select

from pipeline.demo_cycle import story
from storage import (
    action_summaries,
    clips,
    clock,
    packages,
    privacy_review,
    recordings,
    reflections,
    talks,
)
from storage.action_summaries import PlannedAction
from storage.database import acting, asking
from storage.demo import ACCOUNTS
from storage.records import Cycle, Person, Recording
from storage.rules.access import Asker
from storage.rules.roles import Role
from storage.rules.steps import ENDED
from storage.spans import Span

READY_WITHIN_S = 400
"""How long the machine may need for the film."""


class DemoWalk:
    """The pair of the demo, and what they do next."""

    def __init__(self) -> None:
        with asking() as session:
            people = {each.email: each.id for each in session.scalars(select(Person))}
            found = select(Recording).join(Cycle, Recording.cycle_id == Cycle.id)
            film = session.scalars(found.where(Cycle.state.not_in(ENDED))).one()
        self.recording_id, self.cycle_id = film.id, film.cycle_id or ""
        self.teacher = Asker(id=people[ACCOUNTS[Role.teacher]], role=Role.teacher)
        self.coach = Asker(id=people[ACCOUNTS[Role.coach]], role=Role.coach)
        self.clip_ids: list[str] = []

    def wait_for_the_machine(self) -> None:
        """Return when film, transcript and captions are there."""
        give_up = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < give_up:
            with asking() as session:
                if session.get_one(Recording, self.recording_id).step == "done":
                    return
            time.sleep(1)
        raise TimeoutError("the film did not become ready")

    def release(self) -> None:
        """The teacher shares her film."""
        with acting() as session:
            privacy_review.agree(session, self.teacher, self.recording_id, 0)
            recordings.release(
                session, self.teacher, self.recording_id, pupils_checked=True, waived=True
            )

    def cut(self) -> None:
        """The coach cuts what the story tells of."""
        for number, told in enumerate(story().clips):
            span = Span(*told.span)
            with acting() as session:
                made = clips.cut(session, self.coach, self.recording_id, span, f"picture-{number}")
                clips.change(session, self.coach, made.id, 1, span, told.words)
            self.clip_ids.append(made.id)

    def publish(self) -> None:
        """The coach sends the clips."""
        with acting() as session:
            packages.publish(session, self.coach, self.cycle_id)

    def write_back(self) -> None:
        """The teacher answers the first clip."""
        self._answer(0)

    def send_back(self) -> None:
        """The teacher answers the others, and sends."""
        for number in range(1, len(self.clip_ids)):
            self._answer(number)
        with acting() as session:
            reflections.submit(session, self.teacher, self.cycle_id)

    def _answer(self, number: int) -> None:
        told = story().clips[number].answer
        clip_id = self.clip_ids[number]
        with acting() as session:
            reflections.open_clip(session, self.teacher, clip_id)
            reflections.save(session, self.teacher, clip_id, told, not told, 0)

    def note(self) -> None:
        """The coach writes in the notes of the talk."""
        with acting() as session:
            talks.save_notes(session, self.coach, self.cycle_id, story().talk.notes, 0)

    def hold(self) -> None:
        """Both say that they talked, and the coach puts the summary to the teacher."""
        told = story().summary
        actions = [PlannedAction(each.when, each.what, each.sign) for each in told.actions]
        with acting() as session:
            talks.say_held(session, self.coach, self.cycle_id, clock.today(), story().talk.minutes)
            talks.confirm_held(session, self.teacher, self.cycle_id)
            action_summaries.save(session, self.coach, self.cycle_id, told.discussed, actions, 0)
            action_summaries.propose(session, self.coach, self.cycle_id)
