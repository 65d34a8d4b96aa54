"""What a coach sends the teacher: when it may be published (row 8), and what is in it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from config.foundations import dimension
from config.programme import ClipNumbers, Level, programme
from storage.rules.clip import FoundationKey, PromptKind
from storage.rules.sentences import Sentence, say


@dataclass(frozen=True, kw_only=True)
class PackageClip:
    """A draft clip as the guard looks at it."""

    number: int
    """Its place in the package, from 1."""
    foundation: str | None = None
    dimension: str | None = None
    kind: PromptKind | None = None
    fact: str = ""
    question: str = ""


@dataclass(frozen=True, kw_only=True)
class PackageFacts:
    """Everything the publish guard needs."""

    clips: Sequence[PackageClip] = ()
    note: str = ""
    """A word to the teacher; needed when there is more to grow in than went well."""
    level: Level | None = None
    """Default: the programme's."""
    numbers: ClipNumbers | None = None
    """Default: those of a whole cycle."""


@dataclass(frozen=True)
class Balance:
    """How the clips are spread; counts only, no targets."""

    foundations: dict[FoundationKey, int]
    kinds: dict[PromptKind, int]
    clips: int
    """All of them, those without words too."""

    @property
    def strengths(self) -> int:
        """Clips of something that worked."""
        return self.kinds[PromptKind.nice_work]

    @property
    def growth(self) -> int:
        """Clips with room to grow."""
        return self.kinds[PromptKind.consider_this]


def balance(clips: Sequence[PackageClip]) -> Balance:
    """Count the clips per foundation and per kind; every key is there, 0 included."""
    foundations = Counter(clip.foundation for clip in clips)
    kinds = Counter(clip.kind for clip in clips)
    return Balance(
        {key: foundations[key] for key in FoundationKey},
        {kind: kinds[kind] for kind in PromptKind},
        len(clips),
    )


def unmet(facts: PackageFacts) -> tuple[Sentence, ...]:
    """Everything that is still missing before the package may be published."""
    numbers = facts.numbers or programme().clips
    level = facts.level or programme().level
    found: list[Sentence] = []
    if len(facts.clips) < numbers.least:
        found.append(say("guards.too_few_clips", least=numbers.least))
    if len(facts.clips) > numbers.most:
        found.append(say("guards.too_many_clips", most=numbers.most))
    for clip in facts.clips:
        found += _unmet_clip(clip, level)
    count = balance(facts.clips)
    if facts.clips and not count.strengths:
        found.append(say("guards.no_strength"))
    if count.growth > count.strengths and not facts.note.strip():
        found.append(
            say("guards.growth_needs_note", growth=count.growth, strengths=count.strengths)
        )
    if facts.clips and _never_first(facts.clips[0]):
        found.append(say("guards.not_the_first_clip"))
    return tuple(found)


def advice(facts: PackageFacts) -> tuple[Sentence, ...]:
    """What would make the package better; publishing does not wait for it."""
    numbers = facts.numbers or programme().clips
    if len(facts.clips) == numbers.advised:
        return ()
    return (say("hints.clips_advised", advised=numbers.advised),)


def has_mtp_shape(clips: Sequence[PackageClip]) -> bool:
    """The quality mark of the method: three clips, at least one of something that worked."""
    return len(clips) == 3 and balance(clips).strengths >= 1


def _unmet_clip(clip: PackageClip, level: Level) -> list[Sentence]:
    missing = []
    if clip.foundation is None:
        missing.append("guards.clip_without_foundation")
    if clip.dimension is None:
        missing.append("guards.clip_without_dimension")
    elif clip.foundation is not None and not _belongs(clip.dimension, clip.foundation, level):
        missing.append("guards.clip_dimension_elsewhere")
    if not clip.fact.strip():
        missing.append("guards.clip_without_fact")
    if clip.kind is None:
        missing.append("guards.clip_without_kind")
    if not clip.question.strip():
        missing.append("guards.clip_without_question")
    return [say(key, number=clip.number) for key in missing]


def _belongs(key: str, foundation: str, level: Level) -> bool:
    try:
        return dimension(key).fits(foundation, level)
    except KeyError:
        return False  # a dimension that has been taken out of the declaration


def _never_first(clip: PackageClip) -> bool:
    try:
        return clip.dimension is not None and dimension(clip.dimension).never_first
    except KeyError:
        return False  # said already: it belongs nowhere
