"""What a film shows and sounds like once something was taken out of it: nobody gets it back."""

import asyncio
import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from config.texts import text
from pipeline import mask as masking
from pipeline import speech_steps
from pipeline.bench_faces_set import HEIGHT, WIDTH, Scene, Shown, make
from pipeline.cli import app
from pipeline.errors import ToolFailed
from pipeline.face_tracks import Box, Track
from pipeline.mask import drawing, make_masked
from pipeline.mask_tool import masks as drawn
from pipeline.probe import probe
from storage import transcripts
from storage.database import asking
from storage.media import media_store
from storage.records import LedgerEntry, Rendition
from storage.rules.privacy_check import Masks
from storage.spans import Span
from tests import samples
from tests.pipeline.test_workflows import stand_in
from tests.storage.two import two


@pytest.fixture(autouse=True)
def machine(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech_steps, "transcribe", stand_in)
    monkeypatch.setenv("LANG", "nl_NL.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)


def lesbeeld(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


def taken_in() -> dict[str, str]:
    return json.loads(lesbeeld("ingest", samples.film("lesson.mp4", 8), "--json").stdout)


def loudness(film: Path) -> list[float]:
    """How loud each half second is."""
    raw = samples.read(film, "-map", "0:a", "-ac", "1", "-ar", "8000", "-f", "s16le")
    sound = np.frombuffer(raw, "<i2").astype(float)
    return [float(np.abs(sound[at : at + 4000]).max()) for at in range(0, len(sound) - 1000, 4000)]


def pictures(film: Path) -> np.ndarray:
    size = samples.WIDTH * samples.HEIGHT
    raw = samples.read(film, "-map", "0:v", "-pix_fmt", "gray", "-f", "rawvideo")
    return np.frombuffer(raw, np.uint8).reshape(-1, size).reshape(-1, samples.HEIGHT, samples.WIDTH)


def sharpest(seen: np.ndarray) -> int:
    """The largest step from one pixel to the next where the numbers stand."""
    return int(np.abs(np.diff(seen[:, 2:14, :156].astype(int), axis=2)).max())


def test_ends_go_a_span_is_silent_and_a_zone_is_unrecognisable(tmp_path: Path):
    film = taken_in()
    before = Path(film["files"]["proxy"])
    was = pictures(before)
    done = lesbeeld(
        "mask", film["recording_id"], "--from", "1", "--to", "7", "--mute", "2.9-3.4",
        "--zone", "0,0,0.5,0.5", "--json",
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["duration_ms"] == pytest.approx(6000, abs=60)
    now = Path(told["files"]["proxy"])
    loud = loudness(now)  # a beep at every whole second: 1 to 6 of the film that came in
    assert loud[0] > 5000
    assert loud[2] > 5000
    assert loud[4] < 300
    assert loud[6] > 5000
    seen = pictures(now)
    assert len(seen) == pytest.approx(150, abs=2)
    # The numbers stand in the zone, in black and white blocks; the rest is as it was.
    assert sharpest(was[25:175]) > 150
    assert sharpest(seen) < 45
    assert np.abs(seen[10, 100:, 170:].astype(int) - was[35, 100:, 170:]).mean() < 4
    assert not before.exists()
    left = {key for key in media_store().list() if "/original" not in key}
    with asking() as session:
        assert left == {row.key for row in session.query(Rendition) if "/original" not in row.key}
        assert [line.act for line in session.query(LedgerEntry)].count("mask") == 1


def test_words_that_are_no_longer_heard_are_in_no_row_and_no_byte_of_the_data_folder(home: Path):
    film = taken_in()
    with asking() as session:
        said = transcripts.lines(session, film["recording_id"])
    gone = said[0]
    span = f"{gone.start_ms / 1000}-{gone.end_ms / 1000}"
    done = lesbeeld("mask", film["recording_id"], "--mute", span, "--json")
    assert done.exit_code == 0, done.stderr
    with asking() as session:
        left = transcripts.lines(session, film["recording_id"])
    assert len(left) == len(said) - 1
    files = json.loads(done.stdout)["files"]
    for name in ("captions", "transcript"):
        assert gone.text not in Path(files[name]).read_text("utf-8")
    said_once = gone.text.encode()
    lying = [path for path in home.rglob("*") if path.is_file() and said_once in path.read_bytes()]
    assert lying == []


@pytest.mark.slow
def test_the_faces_that_are_found_go_and_the_one_that_is_left_stays(tmp_path: Path):
    scene = Scene("two", lambda part: [Shown(3, 330, 330, 190, 5), Shown(7, 920, 330, 190, -5)])
    made = asyncio.run(make(scene, tmp_path, 2))
    film = json.loads(lesbeeld("ingest", made.film, "--json").stdout)
    plan = tmp_path / "faces.json"
    found = lesbeeld("faces", film["recording_id"], plan, "--json")
    assert [each["number"] for each in json.loads(found.stdout)["faces"]] == [0, 1]
    done = lesbeeld("mask", film["recording_id"], "--faces", plan, "--leave", "1", "--json")
    assert done.exit_code == 0, done.stderr
    now = Path(json.loads(done.stdout)["files"]["proxy"])
    for number, (_, face) in enumerate(sorted(made.faces[10], key=lambda each: each[1].x)):
        was, seen = (sharp_at(each, face) for each in (made.film, now))
        assert was > 40
        assert seen < 12 if number == 0 else seen > was * 0.7


def sharp_at(film: Path, face: Box) -> int:
    """The largest step from pixel to pixel within the middle of a face, a second into the film."""
    raw = samples.read(film, "-map", "0:v", "-ss", "1", "-frames:v", "1", "-pix_fmt", "gray",
                       "-f", "rawvideo")  # fmt: skip
    picture = np.frombuffer(raw, np.uint8).reshape(HEIGHT, WIDTH).astype(int)
    top, bottom = (round((face.y + face.height * part) * HEIGHT) for part in (0.15, 0.85))
    left, right = (round((face.x + face.width * part) * WIDTH) for part in (0.15, 0.85))
    return int(np.abs(np.diff(picture[top:bottom, left:right], axis=0)).max())


def test_only_what_faces_wrote_about_this_film_says_where_they_are(tmp_path: Path):
    film, plan = taken_in(), tmp_path / "faces.json"
    for content, key, fields in (
        ("no plan", "no_plan", {"name": plan.name}),
        ('{"recording_id": "another", "tracks": []}', "other_recording", {"name": plan.name}),
        (json.dumps({"recording_id": film["recording_id"], "tracks": []}), "no_such_face",
         {"number": 4}),
    ):  # fmt: skip
        plan.write_text(content, encoding="utf-8")
        refused = lesbeeld("mask", film["recording_id"], "--faces", plan, "--leave", "4")
        assert refused.stderr.strip() == text(f"privacy_check.{key}", **fields)


def test_a_film_that_is_nobodys_here_is_not_found():
    taken_in()
    for words in (("faces", "no-such-film", "faces.json"), ("mask", "no-such-film", "--from", "1")):
        refused = lesbeeld(*words)
        assert refused.exit_code == 1
    assert not Path("faces.json").exists()


@pytest.mark.parametrize(
    ("words", "key", "fields"),
    [
        (["--from", "7", "--to", "2"], "privacy_check.no_such_span", {"said": "7-2"}),
        (["--mute", "soon"], "privacy_check.no_such_span", {"said": "soon"}),
        (["--mute", "3-99"], "privacy_check.beyond_the_end", {}),
        (["--zone", "0.5,0,0.6,1"], "privacy_check.no_such_zone", {}),
        (["--zone", "left"], "privacy_check.no_such_zone", {}),
        ([], "privacy_check.nothing_asked", {}),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    words: list[str], key: str, fields: dict[str, str]
):
    film = taken_in()
    refused = lesbeeld("mask", film["recording_id"], *words)
    assert refused.exit_code == 1
    assert refused.stderr.strip() == text(key, **fields)
    assert Path(film["files"]["proxy"]).exists()


def test_a_film_with_clips_keeps_its_clock():
    film = taken_in()
    lesbeeld("clip", film["recording_id"], "2", "4")
    refused = lesbeeld("mask", film["recording_id"], "--from", "1")
    assert refused.stderr.strip() == text("privacy_check.clips_already")


def test_what_a_hold_keeps_stays_as_it_is():
    film = taken_in()
    two().set(film["recording_id"])
    refused = lesbeeld("mask", film["recording_id"], "--from", "1")
    assert refused.stderr.strip() == text("refusals.kept_by_hold")
    assert Path(film["files"]["proxy"]).exists()


def test_a_clip_cut_afterwards_comes_from_what_is_left():
    film = taken_in()
    lesbeeld("mask", film["recording_id"], "--from", "2", "--zone", "0.5,0.5,0.2,0.2")
    clip = json.loads(lesbeeld("clip", film["recording_id"], "0", "2", "--json").stdout)
    assert samples.picture_numbers(Path(clip["path"]))[0] == 50


def test_a_mask_follows_a_face_and_covers_whatever_it_touches():
    track = Track(0, 2000, ((0, Box(0.0, 0.0, 0.1, 0.1)), (1000, Box(0.5, 0.5, 0.1, 0.1))))
    told = {
        "size": [100, 100], "fps": [2, 1], "pictures": 6, "start_ms": 0, "margin": 0.0,
        "zones": [], "tracks": [masking.track_to_json(track)],
    }  # fmt: skip
    seen = list(drawn(told))
    assert [int(mask[5, 5]) for mask in seen] == [255, 0, 0, 0, 0, 0]
    assert [int(mask[55, 55]) for mask in seen] == [0, 0, 255, 255, 0, 0]
    assert int(seen[1][27, 27]) == 255


def test_only_faces_that_are_not_left_are_drawn():
    film = asyncio.run(probe(samples.film("lesson.mp4", 8)))
    tracks = [Track(0, 900, ((0, Box(n / 4, 0.0, 0.1, 0.1)),)) for n in range(3)]
    masks = Masks(Span(0, 8000), blur_faces=True, left=frozenset({1}))
    assert [each["places"][0][1] for each in drawing(film, masks, tracks).tracks] == [0.0, 0.5]
    assert drawing(film, Masks(Span(0, 8000)), tracks).tracks == []


def test_a_mask_that_cannot_be_drawn_leaves_no_film(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    proxy = samples.film("lesson.mp4", 8)
    film = asyncio.run(probe(proxy))
    monkeypatch.setattr(masking, "drawing", lambda *_: masking.Drawing(
        (10, 10), (25, 1), 100, 0, 0.0, [["no", "zone"]], [],
    ))  # fmt: skip
    with pytest.raises(ToolFailed):
        asyncio.run(make_masked(proxy, film, Masks(Span(0, 8000)), [], tmp_path / "out"))
    assert not (tmp_path / "out" / "masks").exists()
