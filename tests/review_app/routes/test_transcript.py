"""What was said, to who may read it; put right by who may, and the second loses nothing."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from starlette.testclient import TestClient

from storage import clips, transcripts
from storage.database import acting, asking
from storage.media import media_store
from storage.records import Clip, LedgerEntry, Recording
from storage.transcripts import HeardWord, Line
from tests import makers
from tests.makers import BytesIO, Walk
from tests.review_app.routes.conftest import Browser

SAID = [
    Line(
        61_000, 64_000, "Goed zo, Sanne.",
        (
            HeardWord(61_000, 61_500, " Goed", 0.98),
            HeardWord(61_500, 62_000, " zo,", 0.2),
            HeardWord(63_000, 64_000, " Sanne.", 0.9),
        ),
    ),
    Line(65_000, 66_000, "En nu jij."),
]  # fmt: skip


@pytest.fixture
def walk(browser: Browser) -> Walk:
    walk = makers.a_walk().released()
    with acting() as session:
        transcripts.keep(session, walk.recording_id, "nl", "m", SAID)
    return walk


@pytest.fixture
def teacher(walk: Walk, browser: Browser) -> TestClient:
    return browser(walk.teacher)


@pytest.fixture
def coach(walk: Walk, browser: Browser) -> TestClient:
    return browser(walk.coach)


def lines_of(walk: Walk) -> str:
    return f"/recordings/{walk.recording_id}/lines.json"


def test_the_browser_gets_lines_with_where_each_word_stands_and_when_it_was_said(
    walk: Walk, teacher: TestClient
):
    told = teacher.get(lines_of(walk)).json()
    assert (told["whole"], told["may_correct"], told["version"]) == (True, True, 0)
    first = told["lines"][0]
    assert first["words"] == [
        [0, 4, 61_000, 61_500, 0], [5, 8, 61_500, 62_000, 1], [9, 15, 63_000, 64_000, 0],
    ]  # fmt: skip
    assert (first["text"], first["original"], first["version"]) == ("Goed zo, Sanne.", None, 0)
    assert [line["text"] for line in teacher.get(f"{lines_of(walk)}?after=1").json()["lines"]] == [
        "En nu jij."
    ]


def test_reading_stands_in_the_ledger_once(walk: Walk, coach: TestClient):
    for _ in range(3):
        coach.get(lines_of(walk))
    with asking() as session:
        told = session.scalars(select(LedgerEntry).where(LedgerEntry.act == "open_transcript"))
        assert [line.actor_id for line in told] == [walk.coach.id]


def test_while_the_machine_writes_the_browser_hears_that_more_is_coming(
    walk: Walk, teacher: TestClient
):
    with acting() as session:
        session.get_one(Recording, walk.recording_id).step = "transcript"
    assert teacher.get(lines_of(walk)).json()["whole"] is False


def test_a_line_put_right_shows_at_once_beside_the_film_and_under_it(
    walk: Walk, teacher: TestClient, coach: TestClient
):
    clip_id = walk.cut(start_ms=60_000)
    line = teacher.get(lines_of(walk)).json()["lines"][0]
    put = coach.put(f"/lines/{line['id']}", json={"text": "Goed gedaan.", "version": 0})
    assert put.json()["line"]["text"] == "Goed gedaan."
    assert put.json()["line"]["original"] == "Goed zo, Sanne."
    assert teacher.get(lines_of(walk)).json()["lines"][0]["text"] == "Goed gedaan."
    whole = teacher.get(f"/recordings/{walk.recording_id}/captions.vtt")
    assert whole.headers["content-type"].startswith("text/vtt")
    assert "00:01:01.000 --> " in whole.text
    assert "Goed gedaan." in whole.text
    own = coach.get(f"/clips/{clip_id}/captions.vtt").text
    assert "00:00:01.000 --> " in own
    assert "Goed gedaan." in own
    assert "Sanne" not in own


def test_the_second_to_put_a_line_right_gets_both_texts(
    walk: Walk, teacher: TestClient, coach: TestClient
):
    line = teacher.get(lines_of(walk)).json()["lines"][0]
    coach.put(f"/lines/{line['id']}", json={"text": "Goed gedaan.", "version": 0})
    second = teacher.put(f"/lines/{line['id']}", json={"text": "Heel goed.", "version": 0})
    assert second.status_code == 409
    assert (second.json()["line"]["text"], second.json()["line"]["version"]) == ("Goed gedaan.", 1)
    third = teacher.put(f"/lines/{line['id']}", json={"text": None, "version": 1})
    assert third.json()["line"]["text"] == "Goed zo, Sanne."


def test_a_name_is_counted_first_and_gone_once_somebody_is_sure(walk: Walk, teacher: TestClient):
    names = f"/recordings/{walk.recording_id}/names"
    assert teacher.post(names, json={"name": "sanne"}).json() == {"places": 1}
    assert "Sanne" in teacher.get(lines_of(walk)).text
    assert teacher.post(names, json={"name": "sanne", "sure": True}).json() == {"places": 1}
    assert "Sanne" not in teacher.get(lines_of(walk)).text
    refused = teacher.post(names, json={"name": "?"})
    assert refused.status_code == 409
    assert refused.json()["sentence"] == "Typ een naam van minstens 2 letters."


def test_a_clip_of_a_lesson_that_is_gone_keeps_the_captions_it_had(walk: Walk, coach: TestClient):
    clip_id = walk.cut(start_ms=60_000)
    walk.published()
    media_store().put(f"{clips.folder(clip_id)}/captions.vtt", BytesIO(b"WEBVTT\n\nvan toen\n"))
    with acting() as session:
        clip = session.get_one(Clip, clip_id)
        clip.file_key, clip.recording_id = f"{clips.folder(clip_id)}/clip.mp4", None
    assert "van toen" in coach.get(f"/clips/{clip_id}/captions.vtt").text


def test_nobody_else_reads_or_changes_a_word(walk: Walk, browser: Browser, teacher: TestClient):
    line = teacher.get(lines_of(walk)).json()["lines"][0]["id"]
    clip_id = walk.cut(start_ms=60_000)
    other = makers.second_pair(walk.school)
    for stranger in (
        browser(other.coach),
        browser(other.teacher),
        browser(walk.school.coordinator),
    ):
        for answer in (
            stranger.get(lines_of(walk)),
            stranger.get(f"/recordings/{walk.recording_id}/captions.vtt"),
            stranger.get(f"/clips/{clip_id}/captions.vtt"),
            stranger.put(f"/lines/{line}", json={"text": "x", "version": 0}),
            stranger.post(f"/recordings/{walk.recording_id}/names", json={"name": "Sanne"}),
        ):
            assert answer.status_code == 404
    nobody = browser()
    assert nobody.get(lines_of(walk)).status_code == 401
    assert nobody.put(f"/lines/{line}", json={"text": "x", "version": 0}).status_code == 401


def test_another_site_cannot_make_a_browser_change_a_word(walk: Walk, teacher: TestClient):
    line = teacher.get(lines_of(walk)).json()["lines"][0]["id"]
    elsewhere = {"origin": "https://elsewhere.test"}
    sent = {"text": "x", "version": 0}
    assert teacher.put(f"/lines/{line}", json=sent, headers=elsewhere).status_code == 404
    sure = {"name": "Sanne", "sure": True}
    names = f"/recordings/{walk.recording_id}/names"
    assert teacher.post(names, json=sure, headers=elsewhere).status_code == 404
    assert "Goed zo, Sanne." in teacher.get(lines_of(walk)).text


def test_a_line_longer_than_any_sentence_is_refused_before_it_is_read(
    walk: Walk, teacher: TestClient
):
    line = teacher.get(lines_of(walk)).json()["lines"][0]["id"]
    refused = teacher.put(f"/lines/{line}", json={"text": "a" * 20_000, "version": 0})
    assert refused.json()["sentence"] == "Deze zin is te lang. Er passen 1000 tekens in."


@pytest.mark.parametrize("body", [b"[" * 5000, b'{"text":' * 1500, b"{", b"\xff", b"[]"])
def test_what_is_no_line_and_no_name_is_answered_as_what_is_not_there(
    walk: Walk, teacher: TestClient, body: bytes
):
    line = teacher.get(lines_of(walk)).json()["lines"][0]["id"]
    put = teacher.put(f"/lines/{line}", content=body)
    posted = teacher.post(f"/recordings/{walk.recording_id}/names", content=body)
    assert (put.status_code, posted.status_code) == (404, 404)


ANYTHING = st.one_of(
    st.binary(max_size=60),
    st.dictionaries(
        st.sampled_from(["text", "version", "name", "sure"]),
        st.one_of(
            st.none(), st.booleans(), st.integers(), st.text(max_size=20), st.lists(st.none())
        ),
    ),
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(sent=ANYTHING, after=st.text(max_size=8))
def test_whatever_is_sent_is_answered_with_a_sentence(
    walk: Walk, teacher: TestClient, sent: bytes | dict[str, object], after: str
):
    body = {"content": sent} if isinstance(sent, bytes) else {"json": sent}
    line = teacher.get(lines_of(walk), params={"after": after}).json()["lines"][:1]
    address = f"/lines/{line[0]['id'] if line else 'none'}"
    for answer in (
        teacher.put(address, **body),
        teacher.post(f"/recordings/{walk.recording_id}/names", **body),
    ):
        assert answer.status_code in (200, 404, 409)
        assert answer.headers["content-type"] == "application/json"
