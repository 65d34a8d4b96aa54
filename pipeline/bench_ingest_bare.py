"""What ingest is held against: one plain ffmpeg command that makes the very same files.

It decodes the film once, at the same pace, in the same sizes and with the same settings of the
encoder; the light film is made from the pictures of the other, the loudness is printed by a filter.
"""

from pathlib import Path
from typing import Any

from config.media import LightProxy, Proxy, media
from pipeline import hdr
from pipeline.ffmpeg import Plan, address, builder, open_film
from pipeline.film import Film
from pipeline.stills import Sheet, plan_filmstrip

LOUDEST = "lavfi.astats.Overall.Peak_level"


def plan_bare(source: Path, film: Film, out: Path) -> Plan:
    """Return the command that makes all files of a film in the folder `out`."""
    opened = open_film(source, film.demuxer)
    picture, sound = opened[str(film.picture_index)], opened[str(film.sound_index)]
    outputs = [
        *_watched(picture, sound, film, out),
        *_stills(picture, film, plan_filmstrip(film.duration_ms), out),
        *_heard(sound, out),
    ]
    return Plan(tuple(builder.merge_outputs(*outputs).get_args()), film.duration_ms)


def _watched(picture: Any, sound: Any, film: Film, out: Path) -> list[Any]:
    """What people watch: as it is, or made anew in two sizes."""
    mp4 = {"f": "mp4", "movflags": "+faststart"}
    if film.browser_playable:
        return [builder.output(picture, sound, address(out / "proxy.mp4"), c="copy", **mp4)]
    wish, lighter = media().proxy, media().data_saver
    sizes = _at_its_pace(picture, film, out).split()
    small = sizes[1].filter("scale", *film.size_within(lighter.height))
    return [
        builder.output(shown, sound, address(out / name), **mp4, **_encoded(film, which))
        for shown, name, which in (
            (sizes[0], "proxy.mp4", wish),
            (small, "data-saver.mp4", lighter),
        )
    ]


def _at_its_pace(picture: Any, film: Film, out: Path) -> Any:
    if film.interlaced:
        picture = picture.filter("yadif")
    picture = picture.filter("fps", fps=str(film.proxy_fps))
    if film.hdr:
        return hdr.drawn(picture, film.proxy_size, hdr.write_table(film, out / "colours.cube"))
    return picture.filter("scale", *film.proxy_size)


def _encoded(film: Film, wish: Proxy | LightProxy) -> dict[str, Any]:
    every = round(film.proxy_fps * media().proxy.keyframe_seconds)
    return {
        "c:v": "libx264", "preset": wish.preset, "crf": wish.quality,
        "maxrate": wish.bits_per_second, "bufsize": 2 * wish.bits_per_second,
        "pix_fmt": "yuv420p", "g": every, "keyint_min": every, "sc_threshold": 0,
        "flags": "+cgop", "c:a": "aac", "b:a": wish.sound_bits_per_second,
        "ac": min(2, film.channels), "ar": 48000,
    }  # fmt: skip


def _stills(picture: Any, film: Film, sheet: Sheet, out: Path) -> list[Any]:
    wish, still = media(), {"f": "mjpeg", "frames:v": 1}
    moment = f"gte(t,{film.duration_ms * wish.poster.at / 1000:.3f})"
    poster = f"select='{moment}',scale=-2:'min({wish.poster.height},ih)'"
    strip = (
        f"fps=1000/{sheet.step_ms},scale={sheet.width}:{sheet.height},"
        f"tile={sheet.columns}x{sheet.rows}"
    )
    return [
        builder.output(picture, address(out / name), **still, vf=filters, **{"q:v": quality})
        for name, filters, quality in (
            ("poster.jpg", poster, wish.poster.quality),
            ("filmstrip.jpg", strip, wish.filmstrip.quality),
        )
    ]


def _heard(sound: Any, out: Path) -> list[Any]:
    """The sound for the speech model, and how loud it is moment by moment."""
    rate = media().speech.sample_rate
    one = sound.filter("aformat", sample_rates=rate, channel_layouts="mono").asplit()
    loudness = (
        one[1]
        .filter("asetnsamples", n=rate // media().peaks.per_second)
        .filter(
            "astats",
            metadata=1,
            reset=1,
            measure_perchannel="none",
            measure_overall="Peak_level",
        )
        .filter("ametadata", mode="print", key=LOUDEST, file=str(out.resolve() / "peaks.txt"))
    )
    return [
        builder.output(one[0], address(out / "audio.wav"), f="wav", **{"c:a": "pcm_s16le"}),
        builder.output(loudness, "-", f="null"),
    ]
