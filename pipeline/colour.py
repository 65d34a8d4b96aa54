"""The right colours: what a film leaves unsaid about them is said in everything made of it.

Browsers guess the colours of a film that does not say them by its height; made smaller, it would
be guessed wrong. So the guess is made here, once, and written into everything that is made.
"""

from typing import Any

from pipeline.film import Film

HIGH_DEFINITION = 720
"""Pixels high; from here on a film that does not say so is taken to be in the newer colours."""
NEWER, OLDER, WIDE = "bt709", "smpte170m", "bt2020nc"
BESIDE = {
    NEWER: (NEWER, NEWER),
    OLDER: (OLDER, OLDER),
    "bt470bg": ("bt470bg", OLDER),
    WIDE: ("bt2020", "bt2020-10"),
}
"""What goes with each way of writing colours; browsers believe all three words or none."""
STILL = {"out_range": "full", "out_color_matrix": OLDER}
"""How a JPEG writes colours, for ffmpeg's scale."""


def named(picture: Any, film: Film) -> Any:
    """Say what the film leaves unsaid, as browsers would guess it at its own size."""
    if _in_rgb(film):
        return picture
    guess = NEWER if min(film.width, film.height) >= HIGH_DEFINITION else OLDER
    matrix = film.matrix or (WIDE if film.hdr else guess)
    primaries, transfer = BESIDE.get(matrix, ("", ""))
    unsaid = {
        "colorspace": "" if film.matrix else matrix,
        "color_primaries": "" if film.primaries else primaries,
        "color_trc": "" if film.transfer else transfer,
    }
    say = {name: word for name, word in unsaid.items() if word}
    return picture.filter("setparams", **say) if say else picture


def matrix_out(film: Film) -> dict[str, str]:
    """What `scale` must be told: pictures made of red, green and blue become the newer colours."""
    return {"out_color_matrix": NEWER} if _in_rgb(film) else {}


def _in_rgb(film: Film) -> bool:
    """Screens are often recorded as red, green and blue, which leaves nothing to guess."""
    return film.matrix == "gbr" or film.pixel_format.startswith(("gbr", "rgb", "bgr", "pal"))
