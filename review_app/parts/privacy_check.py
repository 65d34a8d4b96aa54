"""The privacy check of one's own film (``frontend/src/privacy_check.ts``).

The browser keeps what is taken out and tells it to `routes/privacy_check.py`, so that no act draws
the screen anew.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from review_app.parts.component import component, texts_of
from review_app.parts.player import Film, film_for_browser, words_of
from review_app.parts.workbench import Filmstrip

_MOUNT = component("privacy_check")


def privacy_check(
    *,
    key: str,
    of: str,
    film: Film,
    check: dict[str, Any],
    peaks: str | None,
    filmstrip: Filmstrip | None,
    objected: bool,
    agreed: Callable[[], None],
    gone: Callable[[], None],
) -> None:
    """The check of the recording `of`, as it stands (`check`); `objected`: for a parent.

    `agreed` is called once she is content; `gone` when the film or her sign-in is no longer there.
    """
    data = film_for_browser(film) | {
        "keep": f"{key}:{of}",
        "check": check,
        "acts": f"/recordings/{of}/check",
        "masked": f"/recordings/{of}/masked",
        "peaks": peaks,
        "filmstrip": filmstrip and asdict(filmstrip),
        "texts": _texts() | (_for_a_parent() if objected else {}),
    }
    _MOUNT(key=key, data=data, triggers={"agreed": agreed, "gone": gone})


def _for_a_parent() -> dict[str, str]:
    """Nothing is shared here: what she agrees with takes the place of the film."""
    said = texts_of("privacy_check.objection").items()
    return {f"privacy_check.{word}": says for word, says in said}


def _texts() -> dict[str, str]:
    """What a choice of sentences does is said otherwise here than on the workbench."""
    words = words_of("player", "keys", "workbench", "transcript", "privacy_check")
    said = {f"transcript.{word}": says for word, says in texts_of("privacy_check.said").items()}
    return words | said
