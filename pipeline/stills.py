"""Pictures from a film: one poster, and a filmstrip of small stills on one sheet."""

from dataclasses import asdict, dataclass
from math import ceil
from typing import Any

from config.media import Filmstrip, Poster, media
from pipeline.colour import STILL

WHOLE_SECOND = 1000
SOUND_ONLY_MS = 100
"""Sound often lasts a moment longer than the picture; no still is taken there."""


@dataclass(frozen=True)
class Sheet:
    """A filmstrip: `count` stills of width x height, still n shows the film at n x step_ms.

    They lie row after row on one picture, `columns` in a row.
    """

    step_ms: int
    width: int
    height: int
    columns: int
    count: int

    @property
    def rows(self) -> int:
        """How many rows the picture has."""
        return ceil(self.count / self.columns)

    def to_json(self) -> dict[str, int]:
        """Return it as plain values, for the player."""
        return asdict(self)


def plan_filmstrip(
    duration_ms: int, wish: Filmstrip | None = None, least_step_ms: int = 0
) -> Sheet:
    """Choose whole seconds between stills, so that a film of any length fits one sheet."""
    wish = wish or media().filmstrip
    least = max(wish.least_step_ms, least_step_ms, ceil(duration_ms / wish.tiles))
    step = ceil(least / WHOLE_SECOND) * WHOLE_SECOND
    count = max(1, ceil((duration_ms - SOUND_ONLY_MS) / step))
    return Sheet(step, wish.width, wish.height, min(wish.columns, count), count)


def draw_filmstrip(picture: Any, sheet: Sheet) -> Any:
    """Return the ffmpeg-python stream of one picture with all stills of `sheet`.

    Rounding up makes a still show what is on screen at its moment, not what comes after.
    """
    return (
        picture.filter("fps", fps=f"1000/{sheet.step_ms}", round="up", start_time=0)
        .filter(
            "scale",
            sheet.width,
            sheet.height,
            force_original_aspect_ratio="decrease",
            **STILL,
        )
        .filter("pad", sheet.width, sheet.height, "(ow-iw)/2", "(oh-ih)/2")
        .filter("setsar", 1)
        .filter("format", "yuvj420p")
        .filter("tile", f"{sheet.columns}x{sheet.rows}")
    )


def draw_poster(picture: Any, duration_ms: int, gap_ms: int = 0, wish: Poster | None = None) -> Any:
    """Return the ffmpeg-python stream of the one still that stands for the film.

    `gap_ms` is how far apart the pictures can be; after the last one there is nothing to take.
    All that follows is turned away before it is made smaller, which nobody would look at.
    """
    wish = wish or media().poster
    moment = min(duration_ms * wish.at, max(0, duration_ms - gap_ms - SOUND_ONLY_MS)) / 1000
    return (
        picture.filter("select", f"gte(t,{moment:.3f})")
        .filter("trim", end_frame=1)
        .filter("scale", -2, f"min({wish.height},ih)", **STILL)
        .filter("setsar", 1)
        .filter("format", "yuvj420p")
    )
