"""A short lesson, really filmed and heard: sentences, pauses between them, one long silence.

    walk = lesson.shown_to_coach(Walk(pair))

The pictures are a test card, the sentences are tones; the peaks are made from the sound by the
same code that makes them for people.
"""

import json
import wave
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
from PIL import Image

from pipeline.peaks import make_peaks
from storage import transcripts
from storage.database import acting
from storage.media import media_store
from storage.records import Recording
from storage.transcripts import Line
from tests import samples
from tests.makers import Walk

SECONDS = 70
RATE = 16_000
SENTENCES = (
    (2.0, 4.5, "Goedemorgen allemaal."),
    (5.0, 8.0, "Waarom denk je dat de vos terugkwam?"),
    (8.6, 12.0, "Neem even de tijd om na te denken."),
    (18.0, 22.0, "Misschien was hij alleen."),
    (22.5, 27.0, "En wat vind jij daarvan?"),
    (27.6, 33.0, "Vertel eens aan je buur wat je denkt."),
    (33.8, 60.0, "We schrijven het samen op en lezen het daarna voor."),
    (60.5, 68.0, "Ruim je boek maar op."),
)
"""From, to (seconds) and what is said. Nobody speaks from 12 to 18."""


def shown_to_coach(walk: Walk) -> Walk:
    """Take a walk to where the coach chooses, with this lesson as its film."""
    return filmed(walk).released()


def filmed(walk: Walk) -> Walk:
    """Take a walk to where the teacher alone has this lesson as her film."""
    walk.ready()
    with acting() as session:
        recording = session.get_one(Recording, walk.recording_id)
        recording.duration_ms = SECONDS * 1000
        prefix = recording.prefix
        lines = [Line(int(start * 1000), int(end * 1000), says) for start, end, says in SENTENCES]
        transcripts.keep(session, walk.recording_id, "nl", "stand-in", lines)
    for name, content in _files().items():
        media_store().put(f"{prefix}/{name}", BytesIO(content))
    return walk


def _picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (1600, 90), "#8fb0c4").save(out, "JPEG")
    return out.getvalue()


@cache
def _files() -> dict[str, bytes]:
    folder = Path(mkdtemp(prefix="lesson-", dir=samples._home()))
    sound, film, peaks = (folder / name for name in ("lesson.wav", "proxy.mp4", "peaks.json"))
    _speak(sound)
    card = f"testsrc2=size=160x90:rate=25:duration={SECONDS}"
    samples.ffmpeg(
        "-f", "lavfi", "-i", card, "-i", sound, "-c:v", "libx264", "-preset", "ultrafast",
        "-pix_fmt", "yuv420p", "-g", "50", "-c:a", "aac", "-movflags", "+faststart", film,
    )  # fmt: skip
    make_peaks(sound, peaks)
    strip = {"step_ms": 7000, "width": 160, "height": 90, "columns": 10, "count": 10}
    return {
        "proxy.mp4": film.read_bytes(),
        "data-saver.mp4": film.read_bytes(),
        "peaks.json": peaks.read_bytes(),
        "poster.jpg": _picture(),
        "filmstrip.jpg": _picture(),
        "filmstrip.json": json.dumps(strip).encode(),
        "captions.vtt": b"WEBVTT\n\n00:02.000 --> 00:04.500\nGoedemorgen allemaal.\n",
    }


def _speak(path: Path) -> None:
    """Tones that rise and fall like syllables where somebody speaks, and the hum of a room."""
    times = np.arange(SECONDS * RATE) / RATE
    chance = np.random.default_rng(1)
    heard = 0.012 * chance.standard_normal(len(times))
    for start, end, _ in SENTENCES:
        speaks = (times >= start) & (times < end)
        syllables = 0.6 + 0.4 * np.sin(2 * np.pi * 4 * times)
        heard += speaks * syllables * 0.5 * np.sin(2 * np.pi * 220 * times)
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes((np.clip(heard, -1, 1) * 32767).astype("<i2").tobytes())
