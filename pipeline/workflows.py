"""What the machine does, from its first step to its last. Each is asked for by name and id.

A recording can be watched before anything is written down of what was said: the transcript waits
in a queue of its own, and when it fails, the recording stays.
"""

import logging

from pipeline import chores, engine, export_steps, privacy_steps, speech_steps, steps
from pipeline.captions import rewrite
from pipeline.clip_steps import cut_file

log = logging.getLogger(__name__)

MOST_CHANGES = 20
"""How often a clip may be moved, or a text changed, while its files are made; reconcile asks again
after that."""


@engine.workflow("transcribe")
async def transcribe(recording_id: str) -> None:
    """Write down what was said, make captions of it, and call the recording done."""
    try:
        if await speech_steps.hear(recording_id):
            await speech_steps.caption(recording_id)
    except Exception as error:  # also what an earlier life of this workflow remembered
        log.warning("no transcript for %s: %s", recording_id, type(error).__name__)
    await speech_steps.finish(recording_id)


@engine.workflow("ingest")
async def ingest(recording_id: str) -> None:
    """Look at a new recording, make what people watch, then ask for its transcript."""
    try:
        film = await steps.look(recording_id)
        watchable = film is not None and await steps.make(recording_id, film)
    except Exception as error:  # bounded tries have been made: this film stays as it is
        log.warning("given up on %s: %s", recording_id, type(error).__name__)
        await steps.give_up(recording_id)
        return
    if watchable:
        await engine.ask_for("transcribe", transcribe, recording_id)


@engine.workflow("cut")
async def cut(clip_id: str) -> None:
    """Cut the exact file of a clip; again when its span was changed meanwhile."""
    for _ in range(MOST_CHANGES):
        if await cut_file(clip_id):
            return


@engine.workflow("captions")
async def captions(recording_id: str) -> None:
    """Write the stored words of a recording anew; again when people changed more meanwhile."""
    for _ in range(MOST_CHANGES):
        if await rewrite(recording_id):
            return


@engine.workflow("faces")
async def faces(work_id: str) -> None:
    """Find where faces are in a film that its teacher looks through before she releases it."""
    try:
        await privacy_steps.find(work_id)
    except Exception as error:  # bounded tries have been made: she may ask again
        log.warning("no faces for %s: %s", work_id, type(error).__name__)
    await privacy_steps.close(work_id)


@engine.workflow("mask")
async def mask(work_id: str) -> None:
    """Make what is left of a film, for its teacher to look at."""
    try:
        await privacy_steps.make(work_id)
    except Exception as error:  # bounded tries have been made: she may ask again
        log.warning("nothing made for %s: %s", work_id, type(error).__name__)
    await privacy_steps.close(work_id)


@engine.workflow("unmasked")
async def unmasked(recording_id: str) -> None:
    """Let what was taken out of a released film go for good."""
    await privacy_steps.let_go(recording_id)


@engine.workflow("purge")
async def purge(recording_id: str) -> None:
    """Remove what is stored of a recording that was thrown away."""
    await chores.purge(recording_id)


@engine.workflow("export")
async def export(export_id: str) -> None:
    """Make the one file of a teacher's own material, or let it go once she took it away."""
    try:
        await export_steps.make(export_id)
    except Exception as error:  # bounded tries have been made
        log.warning("no export %s: %s", export_id, type(error).__name__)
        await export_steps.give_up(export_id)


@engine.workflow("sweep")
async def sweep(_when: str, _context: None = None) -> None:
    """Every night: delete what is due."""
    await chores.sweep()


@engine.workflow("reconcile")
async def reconcile(_when: str, _context: None = None) -> None:
    """Every few minutes: find what a crash left lying."""
    await chores.reconcile()


@engine.workflow("tidy")
async def tidy(_when: str, _context: None = None) -> None:
    """Every week: forget what the engine remembers of work that ended long ago."""
    await chores.tidy()
