"""What nobody waits for: removing, sweeping, finding what a crash left lying, tidying."""

import asyncio
import logging
from datetime import timedelta

from pipeline import engine, workspace
from pipeline.clip_steps import save_clips
from pipeline.steps import GIVEN_UP, refuse
from storage import (
    cycles,
    erasures,
    export_packages,
    jobs,
    machine_work,
    mail,
    monthly_totals,
    nights,
    overdue,
    privacy_work,
    reminders,
    retention,
    share_ends,
    sittings,
    talks,
    traces,
    transcripts,
)
from storage.database import acting, asking
from storage.jobs import Fate
from storage.media import media_store

log = logging.getLogger(__name__)

SETTLED = timedelta(hours=1)
"""What happened so long ago stands in the database, and is counted in a month's figures."""
REMEMBERED = timedelta(days=7)
"""So long the engine remembers work that has ended."""


@engine.step("purge")
async def purge(recording_id: str) -> None:
    """Remove everything stored of a recording that was thrown away or is of no use."""
    await save_clips([recording_id])
    await asyncio.to_thread(_purge, recording_id)


@engine.step("sweep")
async def sweep() -> None:
    """Delete what is due, once the published clips of it have files of their own."""
    await save_clips(await asyncio.to_thread(_going))
    await asyncio.to_thread(_sweep)
    await asyncio.to_thread(tell)


@engine.step("reconcile")
async def reconcile() -> None:
    """Ask again for work that was lost, and refuse what failed too often."""
    await asyncio.to_thread(mend)


@engine.step("tidy")
async def tidy() -> None:
    """Forget work that ended long ago."""
    await asyncio.to_thread(engine.tidy, REMEMBERED)


def mend() -> None:
    """Compare what our records want with what the engine does, and put the difference right."""
    # Pieces of films that a worker left on the disk when it died must not stay there.
    workspace.sweep(keep=engine.in_use(workspace.work_folder()))
    with asking() as session:
        recordings = machine_work.waiting(session)
        clips = machine_work.clips_waiting(session)
        gone = machine_work.to_purge(session)
        behind = transcripts.behind(session)
        exported = export_packages.waiting(session)
        checks = privacy_work.waiting(session)
        taken_out = privacy_work.to_let_go(session)
    with acting() as session:
        cycles.by_the_clock(session)
        talks.confirm_silent(session)
        share_ends.settle(session)
    with acting() as session:
        sittings.close(session)
    with acting() as session:
        monthly_totals.take(session, SETTLED)
    for recording_id in recordings:
        mend_recording(recording_id)
    for clip_id in clips:
        # Done, and yet no file: its span was changed in the very moment the last cut ended.
        if jobs.fate("cut", clip_id) in (None, Fate.done):
            jobs.enqueue("cut", clip_id)
    for recording_id in behind:
        if jobs.fate("captions", recording_id) in (None, *jobs.ENDED):
            jobs.enqueue("captions", recording_id)
    for export_id in exported:
        if jobs.fate("export", export_id) in (None, *jobs.ENDED):
            jobs.enqueue("export", export_id)
    for workflow, work_id in checks:
        mend_check(workflow, work_id)
    for recording_id in taken_out:
        if jobs.fate("unmasked", recording_id) in (None, *jobs.ENDED):
            jobs.enqueue("unmasked", recording_id)
    for recording_id in gone:
        # Done and still there: a hold kept it then, and does no longer.
        if jobs.fate("purge", recording_id) in (None, *jobs.ENDED):
            jobs.enqueue("purge", recording_id)


def mend_check(workflow: str, work_id: str) -> None:
    """See to work of a privacy check that has no end yet."""
    fate = jobs.fate(workflow, work_id)
    if fate is None:
        jobs.enqueue(workflow, work_id)
    elif fate in jobs.ENDED:
        with acting() as session:
            privacy_work.failed(session, work_id)


def mend_recording(recording_id: str) -> None:
    """See to one recording whose work is not done."""
    fate = jobs.fate("ingest", recording_id)
    if fate is None:
        jobs.enqueue("ingest", recording_id)
    elif fate in (Fate.failed, Fate.cancelled):
        log.warning("%s ended as %s without an answer", recording_id, fate)
        refuse(recording_id, GIVEN_UP)
    elif fate is Fate.done:
        mend_transcript(recording_id)


def mend_transcript(recording_id: str) -> None:
    """See to the transcript of a recording that can be watched already; it goes on without one."""
    fate = jobs.fate("transcribe", recording_id)
    if fate is None:
        jobs.enqueue("transcribe", recording_id)
    elif fate in jobs.ENDED:
        with acting() as session:
            machine_work.done(session, recording_id)
            privacy_work.look_ahead(session, recording_id)


def tell() -> None:
    """Tell people what is about to go; mail that is not taken now goes out the next night."""
    with acting() as session:
        reminders.give_all(session)
    try:
        mail.send_notices()
    except OSError as error:
        log.warning("mail waits: %s", type(error).__name__)


def _purge(recording_id: str) -> None:
    engine.require_ours()
    retention.purge_recording(media_store(), recording_id)
    jobs.forget("ingest", recording_id)
    traces.wipe()
    erasures.write_down()


def _going() -> set[str]:
    with asking() as session:
        if nights.would_wait(session):  # nothing goes before a person said yes
            return set()
        return overdue.whole_lessons(session)


def _sweep() -> None:
    engine.require_ours()
    night = nights.run(media_store())
    log.info("sweep: %d gone, %d left", night.gone, night.backlog)
