import asyncio
import re
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.demo_lesson import BEAT_MS, PACK, draw, make_lesson, pictures, script
from pipeline.demo_pupils import SEATS
from pipeline.demo_teacher import POSES
from pipeline.ffmpeg import Plan, open_film, probe_json, run
from pipeline.speech import Heard
from pipeline.tool import limits_for
from pipeline.transcribe import transcribe

TEN_MEGABYTES = 10_000_000
ONE_FRAME_MS = 40
HEARD_WELL = 0.12


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return asyncio.run(make_lesson(tmp_path_factory.mktemp("lesson") / "lesson.mp4"))


def words(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower().replace("3", "three").replace("1", "one"))


def word_error_rate(spoken: list[str], heard: list[str]) -> float:
    """Fewest words to change, drop or add, as a part of the words spoken."""
    row = list(range(len(heard) + 1))
    for count, word in enumerate(spoken, 1):
        above, row = row, [count]
        for column, other in enumerate(heard, 1):
            row.append(min(above[column] + 1, row[-1] + 1, above[column - 1] + (word != other)))
    return row[-1] / len(spoken)


def test_words_left_out_changed_and_added_count_as_errors() -> None:
    spoken = ["first", "everybody", "thinks", "twice"]
    assert word_error_rate(spoken, spoken) == 0
    assert word_error_rate(spoken, ["first", "thinks", "twice"]) == 0.25
    assert word_error_rate(spoken, ["first", "nobody", "thinks", "twice", "now"]) == 0.5


def test_the_lesson_lasts_two_to_three_minutes() -> None:
    assert 120_000 <= script().length_ms <= 180_000


def test_nobody_in_the_lesson_speaks_before_the_one_before_has_finished() -> None:
    end = 0
    for moment in script().moments:
        assert end <= moment.start_ms < moment.end_ms
        end = moment.end_ms
    assert end <= script().length_ms


def test_a_line_is_spoken_at_a_pace_one_can_follow() -> None:
    for moment in script().moments:
        if moment.text:
            seconds = (moment.end_ms - moment.start_ms) / 1000
            assert 1.2 < len(moment.text.split()) / seconds < 4.5, moment.text


def test_after_the_open_question_it_stays_quiet_for_four_seconds() -> None:
    lines = [moment for moment in script().moments if moment.speaker != "nobody"]
    asked = next(n for n, line in enumerate(lines) if "What do you think" in line.text)
    assert lines[asked + 1].start_ms - lines[asked].end_ms >= 4000


def test_everything_the_script_asks_for_can_be_drawn() -> None:
    for moment in script().moments:
        assert moment.speaker in {"teacher", "nobody", *SEATS}
        assert moment.board is None or moment.board in script().boards
        assert moment.teacher is None or moment.teacher in POSES
        assert {*moment.hands, *moment.turned} <= SEATS.keys()
        assert moment.shows


def test_a_mouth_moves_for_as_long_as_its_line_lasts() -> None:
    for moment in script().moments:
        beats = (moment.end_ms - moment.start_ms) / BEAT_MS if moment.text else 0
        assert abs(len(moment.mouth) - beats) <= 1
        assert not moment.text or len(set(moment.mouth)) > 1


def test_there_is_a_picture_for_every_beat_and_most_differ_from_the_one_before() -> None:
    shown = list(pictures(script()))
    assert len(shown) * BEAT_MS == script().length_ms
    changes = sum(here != there for here, there in pairwise(shown))
    assert changes > len(shown) / 2


def test_who_speaks_can_be_seen() -> None:
    shown = list(pictures(script()))
    line = next(moment for moment in script().moments if moment.speaker == "window")
    loudest = line.start_ms // BEAT_MS + line.mouth.index("3")
    speaking, quiet = draw(shown[loudest]), draw(shown[line.start_ms // BEAT_MS - 1])
    at_the_window = (60, 420, 200, 520)
    assert speaking.crop(at_the_window).tobytes() != quiet.crop(at_the_window).tobytes()


@pytest.mark.slow
def test_the_film_has_picture_and_sound_and_lasts_as_long_as_the_script(film: Path) -> None:
    said = asyncio.run(probe_json(film, "mov"))
    picture, sound = sorted(said["streams"], key=lambda stream: stream["codec_type"] != "video")
    assert (picture["codec_name"], picture["width"], picture["height"]) == ("h264", 1280, 720)
    assert picture["r_frame_rate"] == "25/1"
    assert (picture["pix_fmt"], sound["codec_name"]) == ("yuv420p", "aac")
    for stream in (picture, sound):
        assert abs(float(stream["duration"]) * 1000 - script().length_ms) <= ONE_FRAME_MS


@pytest.mark.slow
def test_the_lesson_stays_under_ten_megabytes(film: Path) -> None:
    kept = [path for path in PACK.rglob("*") if path.is_file()]
    assert {"script.yaml", "lesson.opus"} <= {path.name for path in kept}
    assert film.stat().st_size + sum(path.stat().st_size for path in kept) <= TEN_MEGABYTES


@pytest.mark.slow
@pytest.mark.model
def test_the_packaged_speech_model_hears_the_lesson(home: Path, film: Path, tmp_path: Path) -> None:
    sound = tmp_path / "lesson.wav"
    heard_in = open_film(film, "mov").audio.output(str(sound), ar=16000, ac=1, f="wav")
    plan = Plan(tuple(heard_in.get_args()), script().length_ms)

    async def listen() -> Heard:
        await run(plan, limits=limits_for("renditions", script().length_ms))
        return await transcribe(sound, "en")

    heard = words(" ".join(segment.text for segment in asyncio.run(listen()).segments))
    spoken = words(" ".join(moment.text for moment in script().moments))
    assert word_error_rate(spoken, heard) < HEARD_WELL
