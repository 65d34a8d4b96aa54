"""The Python face of the player: what the browser is told, and what comes back."""

import json
from fractions import Fraction
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from review_app.parts import player as part
from review_app.parts.component import ASSETS
from review_app.parts.player import Captions, Film, watching
from storage.spans import Span

FILM = Film(
    src="/watch/1/film.mp4",
    fps=Fraction(30000, 1001),
    duration_ms=90_000,
    captions=(Captions("/watch/1/captions.vtt", "nl", "Nederlands"),),
    lines="/watch/1/lines.json",
)


def _screen() -> None:
    from review_app.parts.player import player
    from storage.spans import Span
    from tests.review_app.parts.test_player import FILM

    player(key="check", of="recording-1", film=FILM, span=Span(5000, 8000), loop=True)


def _told(at: AppTest) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(at.get("bidi_component")[0].proto.json)
    return data


@pytest.mark.skipif(not ASSETS.is_dir(), reason="the front end has not been built (make setup)")
def test_the_browser_gets_the_film_with_its_exact_rate_and_the_span_to_play() -> None:
    at = AppTest.from_function(_screen, default_timeout=60).run()
    assert not at.exception
    data = _told(at)
    assert data["fps"] == [30000, 1001]
    assert data["span"] == {"start_ms": 5000, "end_ms": 8000}
    assert data["loop"] is True
    assert data["captions"] == [
        {"src": "/watch/1/captions.vtt", "language": "nl", "label": "Nederlands"}
    ]
    assert data["lines"] == "/watch/1/lines.json"
    assert data["texts"]["player.play"] == "Speel af"


@pytest.mark.skipif(not ASSETS.is_dir(), reason="the front end has not been built (make setup)")
def test_a_rerun_gives_the_browser_the_very_same_data_so_that_the_film_plays_on() -> None:
    at = AppTest.from_function(_screen, default_timeout=60).run()
    first = _told(at)
    assert _told(at.run()) == first


def test_what_was_watched_comes_back_as_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"spans": [{"start_ms": 0, "end_ms": 4000}, {"start_ms": 9000, "end_ms": 9500}]}
    monkeypatch.setattr(part, "told", lambda _key, _word: said)
    heard: list[tuple[Span, ...]] = []
    watched = watching("check", heard.append, None)["watched"]
    assert watched is not None
    watched()
    assert heard == [(Span(0, 4000), Span(9000, 9500))]


def test_spans_that_cannot_be_are_not_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"spans": [{"start_ms": 4000, "end_ms": 4000}, {"start_ms": -5, "end_ms": 10}]}
    monkeypatch.setattr(part, "told", lambda _key, _word: said)
    heard: list[tuple[Span, ...]] = []
    watched = watching("check", heard.append, None)["watched"]
    assert watched is not None
    watched()
    assert heard == []
