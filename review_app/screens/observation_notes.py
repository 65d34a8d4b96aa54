"""The notes on the coach's workbench: each act in a transaction of its own."""

from collections.abc import Sequence

from review_app.parts.acts import carry_out
from review_app.parts.observation_notes import NoteOnDesk, Notes, Reword, Write
from storage import observation_notes
from storage.observation_notes import NoteView


def on_desk(recording_id: str, kept: Sequence[NoteView], focus: str | None) -> Notes:
    """The notes kept on a recording and what the coach may do with them."""

    def write(it: Write) -> NoteView:
        return carry_out(
            lambda session, me: observation_notes.write(
                session, me, recording_id, it.at_ms, it.text, it.client_id
            )
        )

    def change(it: Reword) -> NoteView:
        return carry_out(
            lambda session, me: observation_notes.change(
                session, me, it.id, it.version, it.at_ms, it.text
            )
        )

    return Notes(
        kept=[
            NoteOnDesk(note.id, note.client_id, note.version, note.at_ms, note.text)
            for note in kept
        ],
        write=write,
        change=change,
        remove=lambda note_id: carry_out(
            lambda session, me: observation_notes.remove(session, me, note_id)
        ),
        restore=lambda note_id: carry_out(
            lambda session, me: observation_notes.restore(session, me, note_id)
        ),
        focus=focus,
    )
