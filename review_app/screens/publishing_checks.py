"""What a coach's clips must have before they can be sent, as lines of a checklist."""

from collections.abc import Sequence

from config.texts import text
from review_app.parts.checklist import Check, Way
from storage.rules.sentences import Sentence

_OF_ALL = {
    "clips": ("guards.too_few_clips", "guards.too_many_clips"),
    "strength": ("guards.no_strength",),
    "note": ("guards.growth_needs_note",),
    "first": ("guards.not_the_first_clip",),
}
"""Which unmet guards belong to a line (text ``publishing.check.<word>``)."""
_WAYS: dict[str, Way] = {"note": "note", "first": 1}


def checks(clips: int, unmet: Sequence[Sentence]) -> list[Check]:
    """Every line in order: how many, each clip, and what they are together."""
    missing = {each.key: each for each in unmet if "number" not in each.fields}
    lines = [_of_all("clips", missing)]
    lines += [_of_clip(number, unmet) for number in range(1, clips + 1)]
    if clips:
        lines += [_of_all(word, missing) for word in ("strength", "first", "note")]
    return lines


def _of_all(word: str, missing: dict[str, Sentence]) -> Check:
    found = next((missing[key] for key in _OF_ALL[word] if key in missing), None)
    if found is None:
        return Check(True, text(f"publishing.check.{word}"))
    return Check(False, text(found.key, **found.fields), _WAYS.get(word))


def _of_clip(number: int, unmet: Sequence[Sentence]) -> Check:
    """One line for everything a clip still needs."""
    words = [
        text(f"publishing.check.{each.key.removeprefix('guards.')}")
        for each in unmet
        if each.fields.get("number") == number
    ]
    if not words:
        return Check(True, text("publishing.check.clip", n=number))
    return Check(
        False, text("publishing.check.clip_needs", n=number, what=", ".join(words)), number
    )
