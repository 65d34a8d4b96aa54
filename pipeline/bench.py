"""`lesbeeld bench`: Lesbeeld measured on this machine, as ratios taken in one run.

Each part measures ours and what it is held against in the same minutes, so that the ratio means
something on any machine; the figures themselves are only as good as the machine was quiet.
"""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

from config.texts import text
from pipeline import (
    bench_cut,
    bench_faces,
    bench_ingest,
    bench_keys,
    bench_screens,
    bench_sweep,
    bench_transcription,
    bench_upload,
    bench_watch,
)
from pipeline.bench_home import bench_folder, films_folder
from pipeline.bench_measure import Measure, Wish
from pipeline.errors import BadFilm, ToolFailed
from storage.errors import Refused

PARTS: dict[str, Callable[[Path, Path, Wish], list[Measure]]] = {
    "cut": bench_cut.measure,
    "ingest": bench_ingest.measure,
    "transcription": bench_transcription.measure,
    "upload": bench_upload.measure,
    "watch": bench_watch.measure,
    "keys": bench_keys.measure,
    "screens": bench_screens.measure,
    "sweep": bench_sweep.measure,
    "faces": bench_faces.measure,
}
"""Each takes a folder to work in, the folder of the films, and how much to measure."""

Tell = Callable[[str], None]
"""Takes the name of the part that is measured now."""


@dataclass(frozen=True)
class Outcome:
    """What was measured, what could not be, and how busy the machine was."""

    measures: tuple[Measure, ...]
    failed: dict[str, str]
    """Why a part gave no figures, by its name."""

    seconds: float
    cores: int
    busy: tuple[float, float]
    """Load average over a minute, before and after."""

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "seconds": round(self.seconds, 1), "cores": self.cores,
            "load_before": self.busy[0], "load_after": self.busy[1],
            "measures": [each.to_json() for each in self.measures], "failed": self.failed,
        }  # fmt: skip


def measure(only: Sequence[str], wish: Wish, tell: Tell) -> Outcome:
    """Measure these parts (all when none is named), one after another."""
    unknown = [name for name in only if name not in PARTS]
    if unknown:
        raise Refused("bench.no_such_part", name=unknown[0], names=", ".join(PARTS))
    found: list[Measure] = []
    failed: dict[str, str] = {}
    began, before = time.perf_counter(), os.getloadavg()[0]
    films = films_folder()
    for name in only or PARTS:
        tell(name)
        try:
            with TemporaryDirectory(prefix=f"{name}-", dir=bench_folder()) as folder:
                for each in PARTS[name](Path(folder), films, wish):
                    if each.trouble:
                        failed[f"{name}: {each.of}"] = each.trouble
                    else:
                        found.append(each)
        except Exception as error:  # one part must never keep the others from being told
            failed[name] = _why(error)
    seconds, after = time.perf_counter() - began, os.getloadavg()[0]
    return Outcome(tuple(found), failed, seconds, _cores(), (round(before, 2), round(after, 2)))


def show(outcome: Outcome) -> None:
    """Draw a table for the person at the keyboard, on stderr."""
    console = Console(stderr=True)
    table = Table(title=text("bench.title"), caption=_caption(outcome))
    for name in ("what", "ours", "against", "ratio", "more"):
        numbers = name not in ("what", "more")
        table.add_column(text(f"bench.column.{name}"), justify="right" if numbers else "left")
    for each in outcome.measures:
        table.add_row(
            _what(each),
            _figure(each.ours, each.unit),
            _figure(each.against, each.unit),
            "" if each.ratio is None else f"{each.ratio:.2f}",
            _more(each),
        )
    console.print(table)
    hows = {each.name: each.how for each in outcome.measures}
    for how in hows.values():
        console.print(f"• {how}", style="dim", markup=False)
    for name, why in outcome.failed.items():
        console.print(text("bench.failed", name=name, why=why), markup=False)


def _what(measured: Measure) -> str:
    return f"{measured.what}\n[dim]{measured.versus}[/dim]"


def _figure(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    digits = 0 if value >= 100 or unit == "queries" else 2
    return f"{value:.{digits}f} {text(f'bench.unit.{unit}')}"


def _more(measured: Measure) -> str:
    return "[dim]" + "\n".join(f"{name} {value:.4g}" for name, value in measured.more.items())


def _caption(outcome: Outcome) -> str:
    before, after = outcome.busy
    return text(
        "bench.machine",
        cores=outcome.cores,
        before=before,
        after=after,
        seconds=round(outcome.seconds),
    )


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _why(error: Exception) -> str:
    match error:
        case Refused() | BadFilm():
            return text(error.key, **error.fields)
        case ToolFailed():
            said = error.said.strip().splitlines()
            return f"{error.tool}: {error.why}" + (f" ({said[-1]})" if said else "")
    return f"{type(error).__name__}: {error}"
