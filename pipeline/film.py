"""What a film is: read from ffprobe's answer, pure."""

from dataclasses import asdict, dataclass, fields
from fractions import Fraction
from math import ceil, isfinite
from typing import Any

from config.media import Remux, media
from pipeline.boxes import Index, Track
from pipeline.errors import BadFilm

HDR_TRANSFERS = frozenset({"smpte2084", "arib-std-b67"})
INTERLACED = frozenset({"tt", "bb", "tb", "bt"})
FRACTIONS = ("fps", "nominal_fps", "pixel_shape")
MOST_AIMED_AT = 240
"""Pictures per second; a higher nominal rate is a clock's resolution."""

Said = dict[str, Any]


@dataclass(frozen=True)
class Film:
    """A film that can be worked on. Width and height are those of the coded picture."""

    duration_ms: int
    fps: Fraction
    """Pictures per second, on average."""

    nominal_fps: Fraction
    """Pictures per second the camera aimed at; a phone in the dark stays below it."""

    width: int
    height: int
    rotation: int
    """Degrees the picture must be turned clockwise to stand upright: 0, 90, 180 or 270."""

    pixel_shape: Fraction
    """Width of a pixel divided by its height."""

    container: str
    demuxer: str
    picture_codec: str
    sound_codec: str
    picture_index: int
    sound_index: int
    pixel_format: str
    transfer: str
    start_ms: int
    """Where the film's own clock starts; every time we keep counts from there."""

    sound_late_ms: int
    """How much later than the picture the sound begins (negative: earlier)."""

    bits_per_second: int
    constant_rate: bool
    interlaced: bool
    browser_playable: bool
    """Browsers play it as it is; it needs only repacking."""

    keyframe_seconds: float = 0.0
    matrix: str = ""
    """How colours are written, in ffmpeg's words; empty where the film does not say."""

    primaries: str = ""
    channels: int = 2
    """Of the sound."""

    @property
    def hdr(self) -> bool:
        """The picture is too bright for ordinary screens unless it is toned down."""
        return self.transfer in HDR_TRANSFERS

    @property
    def shown_size(self) -> tuple[int, int]:
        """Width and height as people see it: square pixels, upright."""
        wide = round(self.width * self.pixel_shape)
        return (self.height, wide) if self.rotation in (90, 270) else (wide, self.height)

    @property
    def proxy_fps(self) -> Fraction:
        """Pictures per second of the proxy: the film's own pace, every 2nd or 3rd if too many."""
        if self.browser_playable:
            return self.fps
        most = media().proxy.frames_per_second
        pace = self.fps if self.constant_rate or self.interlaced else self.nominal_fps
        if pace > MOST_AIMED_AT or pace <= 0:
            return Fraction(most)  # a clock's ticks, not a pace
        return pace / ceil(pace / most)

    @property
    def proxy_size(self) -> tuple[int, int]:
        """Width and height of the proxy, even numbers."""
        return self.shown_size if self.browser_playable else self.size_within(media().proxy.height)

    def size_within(self, height: int) -> tuple[int, int]:
        """Width and height with the shorter side at most `height`, even numbers, same shape."""
        wide, high = self.width * self.pixel_shape, Fraction(self.height)
        if self.rotation in (90, 270):
            wide, high = high, wide
        smaller = min(Fraction(1), height / min(wide, high))
        return max(2, round(wide * smaller / 2) * 2), max(2, round(high * smaller / 2) * 2)

    def to_json(self) -> Said:
        """Return it as plain values, for a step's result."""
        return asdict(self) | {name: str(getattr(self, name)) for name in FRACTIONS}

    @classmethod
    def from_json(cls, kept: Said) -> "Film":
        """Return the film that `to_json` wrote."""
        fractions = {name: Fraction(kept[name]) for name in FRACTIONS}
        known = {each.name for each in fields(cls)}  # an older release may have kept more
        return cls(**({name: kept[name] for name in kept if name in known} | fractions))


def film_from(
    said: Said, demuxer: str, index: Index | None, sound_index: int | None = None
) -> Film:
    """Turn ffprobe's answer into a Film. BadFilm without picture or sound, or when encrypted.

    `sound_index` is the sound track to take; None: the first of `sound_tracks`.
    """
    streams: list[Said] = said.get("streams", [])
    if index is not None and any(track.encrypted for track in index.tracks):
        raise BadFilm("refusals.film_encrypted")
    picture, sounds = _best_picture(streams), sound_tracks(said)
    sound = next((each for each in sounds if each["index"] == sound_index), sounds[0])
    start = _seconds(said.get("format", {}).get("start_time"))
    track = index.track(track_number(picture)) if index is not None else None
    mean, nominal = (_fraction(picture.get(name)) for name in ("avg_frame_rate", "r_frame_rate"))
    film = Film(
        duration_ms=_duration_ms(said, picture, sound),
        fps=mean or nominal or Fraction(25),
        nominal_fps=nominal or mean or Fraction(25),
        width=int(picture["width"]),
        height=int(picture["height"]),
        rotation=_rotation(picture),
        pixel_shape=_fraction(str(picture.get("sample_aspect_ratio", "")).replace(":", "/"))
        or Fraction(1),
        container=demuxer.split(",")[0],
        demuxer=demuxer,
        picture_codec=str(picture.get("codec_name", "")),
        sound_codec=str(sound.get("codec_name", "")),
        picture_index=int(picture["index"]),
        sound_index=int(sound["index"]),
        pixel_format=str(picture.get("pix_fmt", "")),
        transfer=_named(picture.get("color_transfer")),
        start_ms=round(start * 1000),
        sound_late_ms=round(
            (_seconds(sound.get("start_time")) - _seconds(picture.get("start_time"))) * 1000
        ),
        bits_per_second=int(said.get("format", {}).get("bit_rate", 0)),
        constant_rate=_is_constant(picture, track),
        interlaced=picture.get("field_order") in INTERLACED,
        browser_playable=False,
        keyframe_seconds=track.keyframe_seconds if track is not None else 0.0,
        matrix=_named(picture.get("color_space")),
        primaries=_named(picture.get("color_primaries")),
        channels=int(sound.get("channels", 0)) or 2,
    )
    playable = (
        track is not None
        and _plain(film, picture, sound)
        and _worth_keeping(film, track, media().remux)
    )
    return Film(**(film.__dict__ | {"browser_playable": playable}))


def _plain(film: Film, picture: Said, sound: Said) -> bool:
    """Every browser shows such picture and sound."""
    return (
        film.picture_codec == "h264"
        and film.pixel_format in ("yuv420p", "yuvj420p")
        and picture.get("codec_tag_string") in ("avc1", "avc3")
        and not film.hdr
        and film.sound_codec == "aac"
        and sound.get("profile") in ("LC", "HE-AAC")
        and int(sound.get("channels", 0)) <= 2
        and film.rotation == 0
        and film.pixel_shape == 1
        and not film.interlaced
        and film.width % 2 == 0
        and film.height % 2 == 0
    )


def _worth_keeping(film: Film, track: Track, most: Remux) -> bool:
    """Not too heavy for a school's network, steady, quick to jump in, and nothing hidden in it."""
    return (
        film.constant_rate
        and film.duration_ms > 0
        and min(film.width, film.height) <= most.height
        and film.fps <= most.frames_per_second
        and film.bits_per_second <= most.bits_per_second
        and track.keyframe_seconds <= most.keyframe_seconds
        and track.hidden_ms <= most.hidden_ms
        and abs(film.sound_late_ms) <= most.hidden_ms
    )


def sound_tracks(said: Said) -> list[Said]:
    """The sound tracks that can be decoded, those marked as default first. BadFilm without any."""
    tracks = [
        stream
        for stream in said.get("streams", [])
        if stream.get("codec_type") == "audio" and stream.get("codec_name", "unknown") != "unknown"
    ]
    if not tracks:
        raise BadFilm("refusals.film_no_sound")
    return sorted(tracks, key=lambda track: -_marked(track, "default"))


def _best_picture(streams: list[Said]) -> Said:
    """The largest real film track, one marked as default first; a cover picture is none."""
    films = [
        stream
        for stream in streams
        if stream.get("codec_type") == "video"
        and stream.get("codec_name", "unknown") != "unknown"
        and not _marked(stream, "attached_pic")
        and stream.get("width")
    ]
    if not films:
        raise BadFilm("refusals.film_no_picture")
    return max(films, key=lambda one: (_marked(one, "default"), one["width"] * one["height"]))


def _marked(stream: Said, word: str) -> int:
    return int(stream.get("disposition", {}).get(word, 0))


def track_number(stream: Said) -> int:
    """Return the id an mp4 gives the track; 0 when it gives none."""
    try:
        return int(str(stream.get("id", "0")), 0)
    except ValueError:
        return 0


def _named(said: object) -> str:
    return "" if said in (None, "unknown", "reserved", "unspecified") else str(said)


def _is_constant(picture: Said, track: Track | None) -> bool:
    if track is not None and not track.constant_rate:
        return False
    mean, claimed = (_fraction(picture.get(name)) for name in ("avg_frame_rate", "r_frame_rate"))
    return bool(mean and claimed) and abs(mean / claimed - 1) < Fraction(1, 200)


def _duration_ms(said: Said, picture: Said, sound: Said) -> int:
    """The longer of the two tracks we use; else what the container says of all of them."""
    tracks = [_seconds(track.get("duration")) for track in (picture, sound)]
    longest = max(tracks) if all(tracks) else _seconds(said.get("format", {}).get("duration"))
    return round(longest * 1000)


def _rotation(picture: Said) -> int:
    for side in picture.get("side_data_list", []):
        turn = float(side.get("rotation", 0))
        if isfinite(turn) and abs(turn) <= 360:
            return round(-turn / 90) * 90 % 360
    return 0


def _seconds(said: object) -> float:
    try:
        value = float(str(said))
    except ValueError:
        return 0.0
    return value if isfinite(value) else 0.0


def _fraction(said: object) -> Fraction:
    """Read "30000/1001"; 0 when it says nothing ("0/0", "N/A")."""
    try:
        return Fraction(str(said))
    except (ValueError, ZeroDivisionError):
        return Fraction(0)
