"""A film is looked at before anything is made of it: what it is, or why it cannot be used."""

import asyncio
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from config.media import media
from config.texts import text
from pipeline import probe as probing
from pipeline.errors import BadFilm
from pipeline.film import Film
from pipeline.probe import check, probe
from tests import samples


def look(path: Path) -> Film:
    return asyncio.run(probe(path))


def refusal(path: Path) -> str:
    with pytest.raises(BadFilm) as refused:
        look(path)
    assert text(refused.value.key, **refused.value.fields)
    return refused.value.key


def truncated(name: str, source: Path, part: float = 0.6) -> Path:
    return samples.broken(name, lambda whole: whole[: int(len(whole) * part)], source)


def test_a_film_is_measured() -> None:
    film = look(samples.film())
    assert (film.duration_ms, film.fps, film.width, film.height) == (4000, 25, 320, 180)
    assert (film.picture_codec, film.sound_codec, film.container) == ("h264", "aac", "mov")
    assert film.browser_playable
    assert film.constant_rate
    assert not film.interlaced


def test_a_film_survives_being_kept_as_plain_values() -> None:
    film = replace(look(samples.film()), fps=Fraction(30000, 1001))
    assert Film.from_json(film.to_json()) == film


def test_a_text_file_is_not_a_film() -> None:
    assert refusal(samples.written("notes.mp4", "Vandaag: breuken.")) == "refusals.not_a_film"


def test_an_empty_file_is_refused_as_empty() -> None:
    assert refusal(samples.written("nothing.mp4", b"")) == "refusals.film_empty"


def test_a_film_without_picture_is_refused() -> None:
    sound = samples.film("sound.m4a", extra="-vn")
    assert refusal(sound) == "refusals.film_no_picture"


def test_a_cover_picture_is_no_film() -> None:
    sound, cover = samples.film("sound.m4a", extra="-vn"), sound_with_cover()
    assert sound != cover
    assert refusal(cover) == "refusals.film_no_picture"


def sound_with_cover() -> Path:
    path = samples.film("sound.m4a", extra="-vn").with_name("cover.m4a")
    samples.ffmpeg(
        "-i",
        samples.film("sound.m4a", extra="-vn"),
        "-i",
        samples.film(),
        "-map",
        "0:a",
        "-map",
        "1:v",
        "-frames:v",
        "1",
        "-c:v",
        "mjpeg",
        "-pix_fmt",
        "yuvj420p",
        "-c:a",
        "copy",
        "-disposition:v:0",
        "attached_pic",
        path,
    )
    return path


def test_a_film_without_sound_is_refused() -> None:
    assert refusal(samples.film("mute.mp4", extra="-an")) == "refusals.film_no_sound"


def test_a_film_that_lost_its_end_and_its_index_is_refused() -> None:
    assert refusal(truncated("no-index.mp4", samples.film())) == "refusals.film_cut_off"


@pytest.mark.parametrize(
    ("name", "extra"), [("fast.mp4", "-movflags +faststart"), ("plain.mkv", "")]
)
def test_a_film_that_says_it_is_longer_than_it_is_is_refused(name: str, extra: str) -> None:
    whole = samples.film(name, seconds=30, extra=extra)
    assert look(whole).duration_ms == pytest.approx(30_000, abs=60)
    assert refusal(truncated(f"half-{name}", whole)) == "refusals.film_cut_off"


def test_a_film_whose_index_does_not_say_where_the_media_ends_is_refused_when_cut_off() -> None:
    def endless(whole: bytes) -> bytes:
        at = whole.index(b"mdat")
        return (whole[: at - 4] + bytes(4) + whole[at:])[: int(len(whole) * 0.6)]

    fast = samples.film("fast.mp4", seconds=30, extra="-movflags +faststart")
    assert refusal(samples.broken("endless.mp4", endless, fast)) == "refusals.film_cut_off"


def test_only_a_film_whose_index_does_not_tell_is_read_near_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []
    last_moment = probing._last_moment

    async def noted(path: Path, film: Film) -> int:
        read.append(path.name)
        return await last_moment(path, film)

    monkeypatch.setattr(probing, "_last_moment", noted)
    for name in ("fast.mp4", "plain.mkv", "pieces.mp4"):
        extra = {"plain.mkv": "", "pieces.mp4": "-movflags +frag_keyframe+empty_moov"}
        look(samples.film(name, extra=extra.get(name, "-movflags +faststart")))
    assert read == ["plain.mkv", "pieces.mp4"]


def test_a_film_with_rubbish_inside_is_refused_or_played_but_never_crashes() -> None:
    def rubbish(whole: bytes) -> bytes:
        return whole[:100] + bytes(range(256)) * (len(whole) // 256)

    assert refusal(samples.broken("rubbish.mp4", rubbish)).startswith("refusals.film_")


def test_an_encrypted_film_is_refused() -> None:
    secret = samples.film(
        "secret.mp4",
        extra=(
            "-encryption_scheme cenc-aes-ctr -encryption_key 76a6c65c5ea762046bd749a2e632ccbb "
            "-encryption_kid a7e61c373e219033c21091fa607bf3b8"
        ),
    )
    assert refusal(secret) == "refusals.film_encrypted"


def test_a_film_without_a_length_is_measured_by_reading_it() -> None:
    live = samples.film("live.webm", extra="-c:v libvpx -deadline realtime -c:a libopus -live 1")
    assert look(live).duration_ms == pytest.approx(4000, abs=60)


def test_a_film_of_another_length_or_size_than_we_take_is_refused() -> None:
    film, limits = look(samples.film()), media().upload
    for changed, key in (
        (replace(film, duration_ms=10**9), "refusals.film_too_long"),
        (replace(film, duration_ms=1), "refusals.film_too_short"),
        (replace(film, width=20_000, height=9_000), "refusals.film_too_large"),
        (replace(film, fps=Fraction(10_000)), "refusals.film_too_large"),
    ):
        with pytest.raises(BadFilm, match=key):
            check(changed, limits)


def test_a_phone_held_upright_gives_an_upright_film() -> None:
    turned = samples.film().with_name("turned.mp4")
    samples.ffmpeg("-display_rotation", "90", "-i", samples.film(), "-c", "copy", turned)
    film = look(turned)
    assert film.rotation == 270
    assert film.shown_size == (180, 320)
    assert not film.browser_playable


@pytest.mark.parametrize(
    ("name", "extra"),
    [
        ("hevc.mp4", "-c:v libx265 -x265-params log-level=none"),
        ("ten-bit.mp4", "-pix_fmt yuv420p10le"),
        ("wide-pixels.mp4", "-vf setsar=4/3"),
        ("surround.mp4", "-c:a ac3"),
        ("matroska.mkv", ""),
        ("rare-keyframes.mp4", "-g 9999 -keyint_min 9999 -sc_threshold 0"),
    ],
)
def test_what_a_browser_may_not_play_is_not_called_playable(name: str, extra: str) -> None:
    seconds = 12 if name.startswith("rare") else 1
    assert not look(samples.film(name, seconds=seconds, extra=extra)).browser_playable


def test_a_film_whose_pace_changes_is_not_called_steady() -> None:
    uneven = samples.film("uneven.mp4", extra="-vf select='not(mod(n,3))+lt(n,40)' -fps_mode vfr")
    film = look(uneven)
    assert not film.constant_rate
    assert not film.browser_playable


def test_what_was_trimmed_away_on_a_phone_is_not_passed_on() -> None:
    trimmed = samples.film("long.mp4", seconds=8).with_name("trimmed.mp4")
    samples.ffmpeg("-ss", "0.9", "-i", samples.film("long.mp4", seconds=8), "-c", "copy", trimmed)
    assert samples.picture_numbers(trimmed)[0] > 20
    assert not look(trimmed).browser_playable


@pytest.mark.slow
def test_every_film_of_the_torture_folder_is_playable_or_refused_with_a_sentence(
    shared_media: Path,
) -> None:
    for path in sorted((shared_media / "open" / "torture").iterdir()):
        film, reason = None, ""
        try:
            film = look(path)
        except BadFilm as refused:
            reason = text(refused.key, **refused.fields)
        assert reason or film is not None, path.name
