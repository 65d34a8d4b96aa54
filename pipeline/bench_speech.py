"""Sound of which is known what was said: the demo's lesson, a film with subtitles, sets of clips.

A set is a folder with a `refs.tsv` (file, tab, text); a film counts when its `.srt` lies beside it.
Which language it is in shows in its name (`nl` or `en`); otherwise both sides find out.
"""

import asyncio
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from config.media import media
from pipeline.bench_films import lesson
from pipeline.bench_measure import Wish
from pipeline.demo_lesson import script
from pipeline.ffmpeg import Plan, address, builder, open_film, run
from pipeline.probe import probe
from pipeline.tool import limits_for
from pipeline.transcode import make_renditions

BYTES_PER_S = 32_000
QUICK = 10
"""How many clips of a set are enough for a quick look."""

SOUNDS = {".flac": "flac", ".wav": "wav", ".mp3": "mp3", ".ogg": "ogg"}
FILMS = (".mp4", ".mov", ".mkv", ".webm")


@dataclass(frozen=True)
class Told:
    """Sounds for the speech model, and for each what was said; no texts where nobody wrote it."""

    name: str
    language: str
    sounds: tuple[Path, ...]
    texts: tuple[str, ...]
    is_film: bool = True

    @property
    def seconds(self) -> float:
        """How long they last together."""
        return sum(sound.stat().st_size for sound in self.sounds) / BYTES_PER_S


def lesson_told(films: Path, folder: Path, wish: Wish) -> Told:
    """The demo's lesson, as far as it is used, and its script."""
    end = wish.lesson_ms or script().length_ms
    said = " ".join(moment.text for moment in script().moments if moment.end_ms <= end)
    sound = _sound(lesson(films, wish), folder / "demo")
    return Told("demo", script().language, (sound,), (said,))


def told_in(place: Path, folder: Path, wish: Wish) -> list[Told]:
    """A film, or all films with subtitles and all sets that lie somewhere in a folder."""
    if place.is_file():
        return [_film(place, folder)]
    written = sorted(srt for srt in place.rglob("*.srt") if _film_beside(srt))
    found = [_film(_film_beside(srt) or srt, folder) for srt in written]
    return found + [_set(refs, folder, wish) for refs in sorted(place.rglob("refs.tsv"))]


def _film_beside(srt: Path) -> Path | None:
    return next((film for end in FILMS if (film := srt.with_suffix(end)).is_file()), None)


def _film(film: Path, folder: Path) -> Told:
    srt = film.with_suffix(".srt")
    texts = (spoken_in(srt.read_text("utf-8")),) if srt.is_file() else ()
    return Told(film.stem, _language(film.stem), (_sound(film, folder / film.stem),), texts)


def spoken_in(srt: str) -> str:
    """Return what is said according to subtitles, without times and without who says it."""
    lines = [line.strip() for line in srt.splitlines()]
    said = [line for line in lines if line and not line.isdigit() and "-->" not in line]
    return " ".join(re.sub(r"^[A-Z]\w{0,9}: ", "", line) for line in said)


def _set(refs: Path, folder: Path, wish: Wish) -> Told:
    rows = [line.split("\t", 1) for line in refs.read_text("utf-8").splitlines() if "\t" in line]
    rows = rows[: QUICK if wish.quick else None]
    out = folder / refs.parent.name
    out.mkdir()
    sounds = tuple(_clip(refs.parent / name, out / f"{name}.wav") for name, _ in rows)
    texts = tuple(said.strip() for _, said in rows)
    return Told(refs.parent.name, _language(refs.parent.name), sounds, texts, is_film=False)


def _language(name: str) -> str:
    found = re.search(r"(?:^|_)(nl|en)(?:_|$)", name)
    return found[1] if found else "-"


def _sound(film: Path, folder: Path) -> Path:
    made = asyncio.run(_renditions(film, folder))
    kept = made.replace(folder.with_suffix(".wav"))
    shutil.rmtree(folder)
    return kept


async def _renditions(film: Path, folder: Path) -> Path:
    return (await make_renditions(film, await probe(film), folder)).audio


def _clip(clip: Path, out: Path) -> Path:
    rate = media().speech.sample_rate
    heard = open_film(clip, SOUNDS[clip.suffix]).audio
    plan = builder.output(heard, address(out), f="wav", ac=1, ar=rate, acodec="pcm_s16le")
    asyncio.run(run(Plan(tuple(plan.get_args()), 0), limits=limits_for("renditions")))
    return out
