"""Bring a film that is brighter than ordinary screens back to what they show.

What a phone calls HDR says how much light there was (HLG, or PQ in nits, both in the wide colours
of BT.2020). Ordinary screens show a fifth of that. The way from the one to the other is worked
out here once per kind, as a table of colours that any ffmpeg can look up fast (`lut3d`):

1. the signal becomes light on a reference screen of 1000 nits (ITU-R BT.2100);
2. what is brighter than white paper is rolled off (the curve of ITU-R BT.2390), each colour by
   itself, so that the brightest turns white and not into a colour nobody saw;
3. the wide colours become ordinary ones; what does not fit is made paler, not cut off;
4. light becomes an ordinary signal again.
"""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.film import Film

Colours = npt.NDArray[np.float64]
"""Red, green and blue along the last axis, 0 to 1."""

SIZE = 33
"""Points along each side of the table."""
PEAK, PAPER = 1000.0, 203.0
"""Nits: the brightest in the film, and white paper (ITU-R BT.2408)."""
GAMMA = 2.2
"""Of the screens people watch on."""
LUMA = np.array([0.2126, 0.7152, 0.0722])
WIDE_LUMA = np.array([0.2627, 0.6780, 0.0593])
TO_ORDINARY = np.array(
    [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]]
)
"""From the colours of BT.2020 to those of BT.709, in light."""
M1, M2, C1, C2, C3 = 2610 / 16384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128


def write_table(film: Film, path: Path) -> Path:
    """Write the table of colours for this kind of film (.cube) and return where it is."""
    points = np.linspace(0, 1, SIZE)
    blue, green, red = np.meshgrid(points, points, points, indexing="ij")  # red goes fastest
    found = toned(np.stack([red, green, blue], axis=-1), film.transfer).reshape(-1, 3)
    lines = "\n".join(f"{r:.5f} {g:.5f} {b:.5f}" for r, g, b in found)
    path.write_text(f"LUT_3D_SIZE {SIZE}\n{lines}\n", encoding="ascii")
    return path


def toned(signal: Colours, transfer: str) -> Colours:
    """Turn the signal of an HDR film into that of an ordinary one."""
    light = _pq_light(signal) if transfer == "smpte2084" else _from_hlg(signal)
    return np.asarray(np.clip(_ordinary(rolled_off(light) / PAPER), 0, 1) ** (1 / GAMMA))


def rolled_off(nits: Colours) -> Colours:
    """Bring 0 to PEAK nits within 0 to PAPER; the darker part stays as it is."""
    whole = _to_pq(np.array(PEAK))
    most = _to_pq(np.array(PAPER)) / whole
    knee = 1.5 * most - 0.5
    at = _to_pq(np.minimum(nits, PEAK)) / whole
    t = np.clip((at - knee) / (1 - knee), 0, 1)
    curve = (
        (2 * t**3 - 3 * t**2 + 1) * knee
        + (t**3 - 2 * t**2 + t) * (1 - knee)
        + (-2 * t**3 + 3 * t**2) * most
    )
    return _pq_light(np.where(at < knee, at, curve) * whole)


def drawn(picture: Any, size: tuple[int, int], table: Path) -> Any:
    """Return ffmpeg-python's stream of the picture at this size in ordinary colours."""
    return (
        picture.filter("scale", *size)
        .filter("setsar", 1)
        .filter("format", "gbrp10le")
        .filter("lut3d", str(table))
        .filter("scale", out_color_matrix="bt709", out_range="tv")
        .filter("format", "yuv420p")
        .filter(
            "setparams", colorspace="bt709", color_primaries="bt709", color_trc="bt709", range="tv"
        )
    )


def _ordinary(wide: Colours) -> Colours:
    """Change the colours; one that does not exist there goes paler until it does."""
    found = wide @ TO_ORDINARY.T
    grey = (found @ LUMA)[..., None]
    least = found.min(axis=-1, keepdims=True)
    paler = np.where(least < 0, grey / np.maximum(grey - least, 1e-6), 1.0)
    return np.asarray(grey + (found - grey) * paler)


def _from_hlg(signal: Colours) -> Colours:
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)
    bright = (scene @ WIDE_LUMA)[..., None]
    return np.asarray(scene * bright**0.2 * PEAK)  # 0.2: for a screen of 1000 nits


def _pq_light(signal: Colours) -> Colours:
    powered = np.clip(signal, 0, 1) ** (1 / M2)
    return np.asarray(10_000 * (np.maximum(powered - C1, 0) / (C2 - C3 * powered)) ** (1 / M1))


def _to_pq(nits: Colours) -> Colours:
    powered = (np.maximum(nits, 0) / 10_000) ** M1
    return np.asarray(((C1 + C2 * powered) / (1 + C3 * powered)) ** M2)
