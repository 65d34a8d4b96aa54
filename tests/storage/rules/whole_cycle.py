"""A cycle in which every guard is met, for the tests that take one thing away."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from storage.rules.action_summary import ActionFacts, SummaryFacts
from storage.rules.clip import PromptKind
from storage.rules.cycle import CycleFacts, State, Unusable, Who
from storage.rules.package import PackageClip, PackageFacts
from storage.rules.products import Products
from storage.rules.reflection import ClipAnswer, ReflectionFacts
from storage.rules.sentences import Sentence
from storage.rules.talk import TalkFacts

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
CLIP = PackageClip(
    number=1,
    foundation="emotional_support",
    dimension="teacher_sensitivity",
    kind=PromptKind.nice_work,
    fact="12:31 je knielt naast de tafel; de groep pakt de pen weer op",
    question="Wat zag je vlak hiervoor?",
)
ACTION = ActionFacts(number=1, when="dinsdag 3e uur", what="drie tellen wachten", sign="vingers")
ALL_BUT_THE_SUMMARY = Products(
    released_recording=True,
    tied_clip=True,
    published_comments=True,
    submitted_reflection=True,
    talk_held=True,
)
EVERYTHING = CycleFacts(
    today=TODAY,
    enrolment_active=True,
    other_cycle_open=False,
    planned_on=TODAY,
    focus_by_teacher=True,
    focus_by_coach=True,
    upload_accepted=True,
    checksum_ok=True,
    attested=True,
    on_behalf=True,
    proxy_playable=True,
    sound_present=True,
    reason=Unusable.no_audio,
    pupils_checked=True,
    masks_reviewed=True,
    watched=True,
    package=PackageFacts(clips=(CLIP,)),
    reflection=ReflectionFacts(answers=(ClipAnswer(number=1, opened=True, text="Ik zag …"),)),
    talk=TalkFacts(
        now=NOW, held_on=TODAY, minutes=30, said_by=Who.coach, said_at=NOW - timedelta(hours=49)
    ),
    summary=SummaryFacts(
        discussed="Wachttijd", actions=(ACTION,), proposed_by=Who.coach, comment="Liever woensdag"
    ),
    products=ALL_BUT_THE_SUMMARY,
    holiday_block=True,
    paused_from=None,
    paused_by=Who.teacher,
    pause_until=TODAY,
    expired=True,
    dpo_agrees=True,
)
"""Facts under which every guard is met (for the one whose step it is)."""
NOTHING = CycleFacts(today=TODAY)


def remembered(state: State) -> CycleFacts:
    """The same, in a pause that came from this state."""
    return replace(EVERYTHING, paused_from=state)


def keys(sentences: Iterable[Sentence]) -> list[str]:
    """Which sentences were said."""
    return [sentence.key for sentence in sentences]


def facts_for(state: str) -> CycleFacts:
    """Facts under which that state can take its steps; a pause came from the talk."""
    return remembered(State.awaiting_talk) if state == "paused" else EVERYTHING
