"""`lesbeeld worker`: do the machine's work until told to stop."""

import logging
import os
import signal
import sys
import threading

from pipeline import engine, workspace
from pipeline.lease import Pace
from pipeline.schedule import SCHEDULES

log = logging.getLogger(__name__)


def run(pace: Pace | None = None) -> None:
    """Work until SIGTERM or SIGINT, then stop the tools, give the work back and end the process."""
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    with engine.running(SCHEDULES, pace):
        log.info("worker %s is ready", os.getpid())
        workspace.sweep(keep=engine.in_use(workspace.work_folder()))
        told.wait()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # a thread of the engine that hangs must not keep a finished worker alive
