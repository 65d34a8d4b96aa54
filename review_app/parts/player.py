"""Watching a recording, or one span of it, with captions and a transcript that follows.

    player(
        key="check", of=recording.id, film=Film(src=..., poster=..., fps=Fraction(25), ...),
        on_watched=lambda spans: grants.watched(session, person, recording.id, spans),
    )

The browser keeps the place, the speed and the sound over every rerun; the film is loaded once, so
`Film.src` must stay the same string from run to run.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from config.texts import LANGUAGES, text
from review_app.parts.component import component, texts_of, told
from storage.spans import Span

_MOUNT = component("player")


@dataclass(frozen=True)
class Captions:
    """A WebVTT file on this server, in one language."""

    src: str
    language: str
    """Two letters: "nl"."""
    label: str


def captions_in(language: str | None, src: str) -> Captions:
    """The captions at `src`, called by the language that is spoken."""
    label = text(f"captions.{language if language in LANGUAGES else 'other'}")
    return Captions(src, language or LANGUAGES[0], label)


@dataclass(frozen=True)
class Film:
    """What the browser needs to show a recording; every address is on this server."""

    src: str
    fps: Fraction
    duration_ms: int
    saver: str | None = None
    """The same pictures in a size that asks less of the line, where that was made."""
    poster: str | None = None
    captions: tuple[Captions, ...] = ()
    lines: str | None = None
    """Address of what was said, line by line; the browser fetches it, also while more is written.
    None leaves the panel out."""


def player(
    *,
    key: str,
    of: str,
    film: Film,
    span: Span | None = None,
    loop: bool = False,
    start_at_ms: int = 0,
    arrive: bool = False,
    on_watched: Callable[[tuple[Span, ...]], object] | None = None,
    on_opened: Callable[[], object] | None = None,
) -> None:
    """Show `film`, or only `span` of it, again and again when `loop`.

    `of` names what is watched (a recording or clip id): the browser remembers the place under it.
    `arrive`: somebody comes here from elsewhere on the page, so it scrolls into view.
    Before the screen runs again, `on_opened` is called once per tab and `on_watched` at most every
    30 seconds and at each pause, with the spans played since the last call, merged and in order.
    """
    data = film_for_browser(film) | {
        "keep": f"{key}:{of}",
        "span": None if span is None else {"start_ms": span.start_ms, "end_ms": span.end_ms},
        "loop": loop,
        "start_at_ms": start_at_ms,
        "arrive": arrive,
        "says_opened": on_opened is not None,  # each thing said makes the whole screen run again
        "texts": words_of("player", "keys", "transcript"),
    }
    _MOUNT(key=key, data=data, triggers=watching(key, on_watched, on_opened))


def watching(
    key: str,
    on_watched: Callable[[tuple[Span, ...]], object] | None,
    on_opened: Callable[[], object] | None,
) -> dict[str, Callable[[], None] | None]:
    """What a component that plays a film may say about it being watched."""

    def watched() -> None:
        if on_watched is not None and (spans := _spans(told(key, "watched"))):
            on_watched(spans)

    def opened() -> None:
        if on_opened is not None:
            on_opened()

    return {"watched": watched, "opened": opened}


def film_for_browser(film: Film) -> dict[str, Any]:
    """The film as the browser reads it."""
    return {
        "src": film.src,
        "saver": film.saver,
        "poster": film.poster,
        "captions": [vars(one) for one in film.captions],
        "fps": [film.fps.numerator, film.fps.denominator],
        "duration_ms": film.duration_ms,
        "lines": film.lines,
    }


def _spans(said: dict[str, Any]) -> tuple[Span, ...]:
    pairs = ((int(one["start_ms"]), int(one["end_ms"])) for one in said["spans"])
    return tuple(Span(start, end) for start, end in pairs if 0 <= start < end)


def words_of(*nouns: str) -> dict[str, str]:
    """The texts of some nouns by their whole key, places still open."""
    return {f"{noun}.{word}": says for noun in nouns for word, says in texts_of(noun).items()}
