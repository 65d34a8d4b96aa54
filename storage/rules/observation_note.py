"""An observation note: a fact at a moment of the film, in a few words."""

from storage.rules.sentences import refuse_if, say

MOST_CHARACTERS = 1000
"""A note is jotted down while watching; what needs more words belongs at a clip."""


def check_note(at_ms: int, text: str, recording_ms: int) -> None:
    """Refuse a moment outside the film, and a text that is empty or too long for a note."""
    unmet = []
    if not 0 <= at_ms <= recording_ms:
        unmet.append(say("refusals.note_outside_the_film"))
    if not text.strip():
        unmet.append(say("refusals.note_without_words"))
    if len(text) > MOST_CHARACTERS:
        unmet.append(say("refusals.too_many_words", most=MOST_CHARACTERS))
    refuse_if(unmet)
