"""What was made of each film plays in a real browser, as it should look."""

import http.server
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from playwright.sync_api import Page

from tests import samples
from tests.browser import app
from tests.pipeline.likeness import Looked, small
from tests.pipeline.torture import USABLE, Make, folder

SAME_ON_SCREEN = 8.0
"""Mean difference per colour, of 255, between a decoder of ours and the browser's canvas."""

LOOK = """async ({address, width, height, moments}) => {
  const whole = await (await fetch(address)).blob();
  const film = Object.assign(document.createElement("video"), {muted: true, preload: "auto"});
  const told = (name) => new Promise((done, failed) => {
    film.addEventListener(name, done, {once: true});
    film.addEventListener("error", () => failed(new Error(film.error.message)), {once: true});
  });
  document.body.replaceChildren(film);
  const loaded = told("loadeddata");
  film.src = URL.createObjectURL(whole);
  await loaded;
  const canvas = Object.assign(document.createElement("canvas"), {width, height});
  const pen = canvas.getContext("2d", {willReadFrequently: true});
  pen.imageSmoothingQuality = "high";
  const pictures = [];
  for (const moment of moments) {
    const there = told("seeked");
    const shown = new Promise((done) => film.requestVideoFrameCallback(done));
    film.currentTime = moment;
    await Promise.all([there, shown]);
    pen.drawImage(film, 0, 0, width, height);
    pictures.push(Array.from(pen.getImageData(0, 0, width, height).data));
  }
  const back = told("seeked");
  film.currentTime = 0;
  await back;
  await film.play();
  const far = Math.min(0.3, film.duration / 2);
  while (film.currentTime < far) await new Promise((next) => setTimeout(next, 20));
  film.pause();
  return {
    size: [film.videoWidth, film.videoHeight], ms: film.duration * 1000, pictures,
    sound: film.webkitAudioDecodedByteCount > 0, shown: film.webkitDecodedFrameCount > 0,
  };
}"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder and says nothing about it."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, chromium: Path) -> Iterator[Page]:
    """An empty page of a server on this machine; files of the folder `page.films` are beside it."""
    served = tmp_path_factory.mktemp("served")
    (served / "index.html").write_text("<!doctype html><title>Films</title>")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=served))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with app.browsing(chromium) as browser:
        opened = browser.new_page()
        opened.goto(f"http://127.0.0.1:{server.server_port}/")
        opened.films = served  # type: ignore[attr-defined] # where `looked` puts what is looked at
        yield opened
    server.shutdown()
    server.server_close()


def looked(page: Page, film: Path, size: tuple[int, int], moments: list[float]) -> dict[str, Any]:
    """Let the browser load a film, show these moments, and play a little."""
    beside: Path = page.films  # type: ignore[attr-defined] # set where the page is opened
    # An address of its own each time: a browser may keep what it fetched from one before.
    address = f"{uuid4()}.mp4"
    (beside / address).symlink_to(film)
    wide, high = size
    asked = {"address": address, "width": wide, "height": high, "moments": moments}
    told: dict[str, Any] = page.evaluate(LOOK, asked)
    shape = (len(moments), high, wide, 4)
    told["pictures"] = np.array(told["pictures"], np.float32).reshape(shape)[..., :3]
    return told


def plays(page: Page, film: Path, size: tuple[int, int], ms: float, fps: float) -> None:
    """The browser shows this film in its own size, for its own length, in its own colours."""
    decoded = Looked(film, small(size))
    moments = [float(decoded.times[-1]) * part + 0.001 for part in (0.2, 0.5, 0.8)]
    told = looked(page, film, decoded.size, moments)
    assert tuple(told["size"]) == size
    assert told["ms"] == pytest.approx(ms, abs=1000 / fps)
    assert told["shown"]
    assert told["sound"]
    for moment, shown in zip(moments, told["pictures"], strict=True):
        assert np.abs(shown - decoded.picture_at(moment)).mean() < SAME_ON_SCREEN


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("name", USABLE)
def test_what_is_made_of_a_film_plays_in_a_browser(
    page: Page, shared_media: Path, made: Make, name: str
) -> None:
    must = USABLE[name]
    _, renditions = made(folder(shared_media) / name)
    plays(page, renditions.proxy, must.size, must.ms, float(must.fps))
    if renditions.data_saver is not None:
        told = looked(page, renditions.data_saver, (64, 36), [0.1])
        assert min(told["size"]) <= 360
        assert told["sound"]


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "extra", "size"),
    [
        ("plain.mp4", "", (320, 180)),
        ("turned.mp4", "-display_rotation 90", (180, 320)),
        ("anamorphic.mkv", "-vf setsar=4/3", (426, 180)),
        ("odd.mkv", "-vf scale=321:181 -pix_fmt yuv444p", (320, 180)),
        ("uneven.mp4", "-vf select='not(mod(n,3))+lt(n,40)' -fps_mode vfr", (320, 180)),
        ("camera.m2ts", "-c:a ac3 -mpegts_m2ts_mode 1 -flags +ildct+ilme -top 1", (320, 180)),
        ("old.avi", "-c:v mpeg4 -c:a libmp3lame", (320, 180)),
        ("phone.3gp", "-c:v h263 -s 352x288 -c:a aac", (384, 288)),
        ("screen.webm", "-c:v libvpx -deadline realtime -c:a libopus -live 1", (320, 180)),
        ("windows.wmv", "-c:v wmv2 -c:a wmav2", (320, 180)),
    ],
)
def test_what_is_made_of_any_kind_of_film_plays_in_a_browser(
    page: Page, made: Make, name: str, extra: str, size: tuple[int, int]
) -> None:
    source = samples.film(name, extra=extra) if "display" not in extra else on_its_side()
    film, renditions = made(source)
    length = 4054 if film.sound_codec == "wmav2" else 4000  # its last block is not full
    plays(page, renditions.proxy, size, length, float(film.proxy_fps))


def on_its_side() -> Path:
    turned = samples.film().with_name("side.mp4")
    samples.ffmpeg("-display_rotation", "90", "-i", samples.film(), "-c", "copy", turned)
    return turned
