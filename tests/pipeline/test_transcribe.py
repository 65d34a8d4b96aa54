"""Speech becomes words with times, in a process that can be stopped."""

import asyncio
import re
import wave
from pathlib import Path

import psutil
import pytest

from pipeline.errors import ToolFailed
from pipeline.speech import Heard, Segment, whole_text
from pipeline.transcribe import plan_transcription, transcribe
from storage.captions import webvtt
from tests import samples


def silence(path: Path, seconds: float) -> Path:
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16000)
        sound.writeframes(bytes(round(seconds * 32000)))
    return path


def spoken(shared_media: Path, folder: Path, seconds: int = 30) -> Path:
    samples.ffmpeg(
        "-i",
        shared_media / "open" / "lessons" / "lesson_en_open.mp4",
        "-vn",
        "-t",
        str(seconds),
        "-ac",
        "1",
        "-ar",
        "16000",
        folder / "speech.wav",
    )
    return folder / "speech.wav"


def test_without_a_language_the_model_is_told_to_find_it() -> None:
    assert plan_transcription(Path("/a.wav"), "base", None, "cpu")[-4:] == (
        "/a.wav",
        "base",
        "-",
        "cpu",
    )


def test_a_missing_model_is_a_fault_of_the_machine(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LESBEELD_WHISPER_MODEL", str(tmp_path / "nothing"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ToolFailed):
        asyncio.run(transcribe(silence(tmp_path / "a.wav", 1)))


@pytest.mark.model
def test_nothing_is_heard_in_silence(home: Path, tmp_path: Path) -> None:
    heard = asyncio.run(transcribe(silence(tmp_path / "a.wav", 20)))
    assert heard == Heard("nl", "whisper-base", ())


@pytest.mark.model
def test_a_film_with_no_sound_at_all_gives_an_empty_transcript(home: Path, tmp_path: Path) -> None:
    assert asyncio.run(transcribe(silence(tmp_path / "a.wav", 0))).segments == ()


@pytest.mark.slow
@pytest.mark.model
def test_english_is_recognised_and_its_words_have_times(
    home: Path, shared_media: Path, tmp_path: Path
) -> None:
    progress: list[float] = []
    arrived: list[Segment] = []
    heard = asyncio.run(
        transcribe(spoken(shared_media, tmp_path), None, progress.append, arrived.append)
    )
    assert heard.language == "en"
    assert tuple(arrived) == heard.segments
    assert progress == sorted(progress)
    assert progress[-1] == 1.0
    said = re.sub(r"\W+", " ", whole_text(heard.segments).lower())
    assert "good morning everyone" in said
    assert "who can tell me what a plant needs to grow" in said
    for segment in heard.segments:
        assert segment.words
        assert all(0 <= word.start_ms <= word.end_ms <= 30_500 for word in segment.words)
    assert "Good morning everyone" in webvtt(heard.segments)


@pytest.mark.slow
@pytest.mark.model
def test_discarding_stops_the_listening(home: Path, shared_media: Path, tmp_path: Path) -> None:
    audio = spoken(shared_media, tmp_path, 110)

    async def discard() -> None:
        work = asyncio.create_task(transcribe(audio, "en"))
        while not _listeners():
            await asyncio.sleep(0.1)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work

    asyncio.run(discard())
    assert not _listeners()


def _listeners() -> list[psutil.Process]:
    return [
        child
        for child in psutil.Process().children()
        if "pipeline.transcribe_tool" in child.cmdline()
    ]
