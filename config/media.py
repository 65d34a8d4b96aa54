"""What films may be, what is made of them and what the tools may use (`media.yaml`)."""

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

DECLARATION = Path(__file__).with_suffix(".yaml")

Tool = Literal["probe", "renditions", "cut", "transcribe", "faces"]


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Minutes(_Declared):
    """The shortest and the longest film, in minutes."""

    least: float
    most: float


class Upload(_Declared):
    """What a film may be; anything beyond is refused with its reason."""

    bytes: int
    minutes: Minutes
    pixels: int
    frames_per_second: int
    tracks: int


class Proxy(_Declared):
    """The rendition people watch."""

    height: int
    frames_per_second: int
    keyframe_seconds: int
    quality: int
    preset: str
    bits_per_second: int
    sound_bits_per_second: int


class LightProxy(_Declared):
    """The same film for a slow connection, at the pace and with the keyframes of the proxy."""

    height: int
    quality: int
    preset: str
    bits_per_second: int
    sound_bits_per_second: int


class Remux(_Declared):
    """Up to where a film that browsers play is repacked instead of encoded again."""

    height: int
    frames_per_second: int
    bits_per_second: int
    keyframe_seconds: int
    hidden_ms: int


class Poster(_Declared):
    """One still; `at` is the part of the film before it, 0..1."""

    height: int
    at: float
    quality: int


class Filmstrip(_Declared):
    """A sheet of at most `tiles` small stills, `columns` wide.

    A film that is only repacked gives its keyframes, if they are not further apart than
    `keyframes_up_to_ms`; otherwise it is decoded after all.
    """

    width: int
    height: int
    columns: int
    tiles: int
    least_step_ms: int
    keyframes_up_to_ms: int
    quality: int


class Peaks(_Declared):
    """How many loudness values are drawn per second of film."""

    per_second: int


class Sound(_Declared):
    """How much is listened to when a film has several sound tracks: seconds at so many places.

    Only the first `tracks` count.
    """

    listen_seconds: int
    places: int
    tracks: int


class Workspace(_Declared):
    """Bytes that must stay free on the disk where work in progress lies."""

    spare: int


class Voice(_Declared):
    """When speech begins and ends: likelihoods 0..1, and the shortest pause that parts it."""

    begins: float
    ends: float
    pause_ms: int


class Chunks(_Declared):
    """In which pieces the speech model is given the sound.

    Of a pause longer than `apart_ms` only `edge_ms` on either side is kept, as around a piece. The
    model is given `tail_ms` of nothing after each, and a whole window where none of those it hears
    together lasts `short_ms`.
    """

    longest_ms: int
    short_ms: int
    apart_ms: int
    edge_ms: int
    tail_ms: int


class Hearing(_Declared):
    """How the speech model writes down what it hears.

    `together` chunks at once, each with the `beam` likeliest texts followed. A chunk that it doubts
    is heard once more, in halves, in a whole window and with `again_beam`, as short ones are from
    the beginning. It doubts what is less likely than `likelihood` (mean logarithm),
    more repetitive than `repetition`, or with fewer than `letters` of the letters per second of
    speech that are usual in the film.
    """

    together: int
    beam: int
    again_beam: int
    likelihood: float
    repetition: float
    letters: float


class Speech(_Declared):
    """What the speech model is given, and how it listens."""

    sample_rate: int
    detect_seconds: int
    voice: Voice
    chunk: Chunks
    hear: Hearing
    doubt_below: float


class FaceTracks(_Declared):
    """How faces in single pictures become tracks.

    A track begins with a face of likelihood `begins`, goes on to the nearest one within `reach`
    times its size, ends after `gap_ms` without one, and is padded with `pad_ms` on both sides. A
    place that is within `slack` of its size of a straight line between two others is not kept.
    """

    begins: float
    gap_ms: int
    reach: float
    pad_ms: int
    slack: float


class Faces(_Declared):
    """How faces are looked for: `per_second` pictures of this height, at these scales.

    `likelihood` (0..1): less is no face; `doubles`: what overlaps more is one face; `margin`: how
    much of its size around a face is made unrecognisable as well.
    """

    per_second: int
    height: int
    scales: tuple[float, ...]
    likelihood: float
    doubles: float
    margin: float
    tracks: FaceTracks


class Cut(_Declared):
    """How the file of a clip is encoded; `edge_preset` where only its edges are."""

    quality: int
    preset: str
    edge_preset: str
    sound_bits_per_second: int


class ToolLimits(_Declared):
    """What one tool may use: seconds (plus so many per second of film) and bytes."""

    seconds: float
    per_film_second: float
    memory: int
    output: int


class Media(_Declared):
    """The whole declaration."""

    upload: Upload
    proxy: Proxy
    data_saver: LightProxy
    remux: Remux
    poster: Poster
    filmstrip: Filmstrip
    peaks: Peaks
    sound: Sound
    speech: Speech
    faces: Faces
    cut: Cut
    workspace: Workspace
    limits: dict[Tool, ToolLimits]


@cache
def media() -> Media:
    """Return the declaration of `media.yaml`."""
    return Media.model_validate(yaml.safe_load(DECLARATION.read_text(encoding="utf-8")))
