"""What starts by itself, in school time. What is not declared here is taken out of the engine."""

from pipeline import workflows
from pipeline.engine import Schedule

SCHEDULES = (
    Schedule("sweep", workflows.sweep, "30 3 * * *"),
    Schedule("reconcile", workflows.reconcile, "*/2 * * * *"),
    Schedule("tidy", workflows.tidy, "15 4 * * 0"),
)
