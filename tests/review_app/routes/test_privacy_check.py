"""The privacy check by its routes: its teacher's alone, and nothing odd a browser sends is kept."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from storage import recordings
from storage.database import acting
from storage.rules.privacy_check import Masks
from storage.spans import Span
from tests import makers
from tests.makers import LESSON_MS, Walk
from tests.review_app.routes.conftest import Browser
from tests.storage.doors import everybody_else
from tests.storage.masking import TRIMMED, agree, ask, make, release, review, save

NOTHING = {"kept": [0, LESSON_MS], "muted": [], "zones": [], "blur_faces": False, "left": []}
ABSENT = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def walk(browser: Browser) -> Walk:
    return makers.a_walk().ready()


@pytest.fixture
def at(walk: Walk) -> str:
    return f"/recordings/{walk.recording_id}/check"


def masks(**part: Any) -> dict[str, Any]:
    return {"act": "save", "version": 0, "masks": NOTHING | part}


def test_what_she_takes_out_is_kept_and_told(walk: Walk, browser: Browser, at: str):
    phone = browser(walk.teacher)
    wish = masks(kept=[1_000, LESSON_MS], zones=[[0, 0, 0.5, 0.5], [0, 0, 1, 1, 5, 9]])
    told = phone.post(at, json=wish).json()
    assert (told["refusal"], told["version"], told["masks"]) == (None, 1, wish["masks"])
    assert phone.get(at).json() == {k: v for k, v in told.items() if k != "refusal"}
    again = phone.post(at, json=wish).json()
    assert again["refusal"]["changed"], "another tab was first"
    assert review(walk).masks == Masks.from_json(wish["masks"])


def test_a_refusal_is_told_in_words_beside_how_it_stands(walk: Walk, browser: Browser, at: str):
    phone = browser(walk.teacher)
    told = phone.post(at, json={"act": "make"}).json()
    assert told["refusal"]["sentence"] == "Je hebt niet gezegd wat eruit moet."
    assert told["masks"] == NOTHING


def test_faces_are_asked_for_and_left(
    walk: Walk, browser: Browser, at: str, wanted: list[tuple[str, str]]
):
    phone = browser(walk.teacher)
    assert phone.post(at, json={"act": "find_faces"}).json()["finding"] == {
        "percent": None,
        "failed": False,
    }
    assert wanted[-1][0] == "faces"
    assert phone.post(at, json={"act": "leave_faces"}).json()["finding"] is None
    assert wanted[-1][0] == "stop faces"


def test_what_the_film_becomes_is_opened_and_then_released(walk: Walk, browser: Browser, at: str):
    phone = browser(walk.teacher)
    place = at.replace("/check", "/masked")
    assert phone.get(f"{place}/proxy.mp4").status_code == 404
    save(walk, TRIMMED)
    assert phone.post(at, json={"act": "make"}).json()["making"]["percent"] is None
    make(ask(walk))
    part = phone.get(f"{place}/proxy.mp4", headers={"range": "bytes=0-5"})
    assert (part.status_code, part.content) == (206, b"masked")
    assert "lonely" in phone.get(f"{place}/captions.vtt").text
    assert "fox" not in phone.get(f"{place}/captions.vtt").text
    assert phone.get(f"{place}/original.mp4").status_code == 404
    told = phone.post(at, json={"act": "agree", "version": 1}).json()
    assert (told["refusal"], told["reviewed"]) == (None, True)
    with acting() as session:
        recordings.note_watched(session, walk.teacher, walk.recording_id, [Span(0, 5_000)])
    release(walk)
    for address in (at, f"{place}/proxy.mp4", f"{place}/captions.vtt"):
        assert phone.get(address).status_code == 404
    coach = browser(walk.coach)
    assert coach.get(f"/recordings/{walk.recording_id}/proxy.mp4").content == b"masked proxy"


def test_to_everybody_else_there_is_nothing_to_check(walk: Walk, browser: Browser, at: str):
    save(walk, TRIMMED)
    make(ask(walk))
    agree(walk)
    addresses = ("check", "masked/proxy.mp4", "masked/captions.vtt", "masked/poster.jpg")
    for somebody in everybody_else(walk):
        other = browser(somebody)
        for name in addresses:
            refused = other.get(f"/recordings/{walk.recording_id}/{name}")
            absent = other.get(f"/recordings/{ABSENT}/{name}")
            assert (refused.status_code, refused.text) == (absent.status_code, absent.text)
            assert refused.status_code == 404
        for act in ("save", "make", "agree", "find_faces", "leave_faces", "stop_making"):
            assert other.post(at, json=masks() | {"act": act}).status_code == 404, act
    assert browser().get(at).status_code == 401


def test_a_page_of_somebody_else_changes_nothing(walk: Walk, browser: Browser, at: str):
    phone = browser(walk.teacher, origin="https://elders.test")
    assert phone.post(at, json=masks(kept=[5_000, LESSON_MS])).status_code != 200
    assert not review(walk).takes_out


@pytest.mark.parametrize(
    "said",
    [
        {"act": "fly"},
        {"act": ["save"]},
        {"act": "save", "version": 0},
        {"act": "save", "version": True, "masks": NOTHING},
        {"act": "agree", "version": "0"},
        {"act": "watched", "spans": {}},
        {"act": "watched", "spans": [[0, 1]]},
        {"act": "watched", "spans": [{"start_ms": 5, "end_ms": 1}]},
        masks(kept=[0]),
        masks(kept=[5, 5]),
        masks(kept="alles"),
        masks(kept=[0, 2**40]),
        masks(muted=[[1, 0]]),
        masks(muted=None),
        masks(zones=[[0, 0, 2, 1]]),
        masks(zones=[[0, 0, float(10**9), 1]]),
        masks(zones=[[0, 0, 1]]),
        masks(zones=["plek"]),
        masks(left=[0]),
        masks(left=[-1]),
        masks(left=["ik"]),
        masks(blur_faces=1),
    ],
)
def test_what_no_page_of_ours_sends_changes_nothing(
    walk: Walk, browser: Browser, at: str, said: dict[str, Any]
):
    phone: TestClient = browser(walk.teacher)
    assert phone.post(at, json=said).status_code == 404
    assert review(walk).version == 0


def test_masks_that_make_no_sense_are_answered_with_a_sentence(
    walk: Walk, browser: Browser, at: str
):
    phone = browser(walk.teacher)
    for wish in (masks(kept=[0, 500]), masks(muted=[[0, LESSON_MS + 1]])):
        assert phone.post(at, json=wish).json()["refusal"]["sentence"]
    assert review(walk).version == 0


def test_what_she_watched_in_the_check_counts_as_a_look(walk: Walk, browser: Browser, at: str):
    spans = {"act": "watched", "spans": [{"start_ms": 0, "end_ms": 9_000}]}
    assert browser(walk.teacher).post(at, json=spans).status_code == 200
    agree(walk)
    release(walk)
