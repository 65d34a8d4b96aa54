"""Films coming in: at any byte, from any tab, and never a byte lost."""

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from storage import people
from storage.database import acting, asking
from storage.media import MediaStore, media_store
from storage.records import Recording, RecordingState, Upload
from storage.rules.cycle import State
from tests import makers
from tests.makers import Walk
from tests.review_app.routes import tus
from tests.review_app.routes.conftest import Browser

FILM = bytes(range(256)) * 4096  # 1 MB


# A film that comes in


def test_a_film_comes_in_with_breaks_and_becomes_a_recording(
    walk: Walk, phone: TestClient, wanted: list[tuple[str, str]]
):
    address = tus.place(phone, walk.cycle_id, len(FILM))
    first = tus.send(phone, address, 0, FILM[:300_000])
    assert (first.status_code, first.headers["upload-offset"]) == (204, "300000")
    assert tus.standing(phone, address) == 300_000
    assert tus.send(phone, address, 300_000, FILM[300_000:]).status_code == 204
    (recording,) = tus.recordings()
    assert recording.state is RecordingState.processing
    assert wanted == [("ingest", recording.id)]
    assert tus.stored() == FILM
    assert walk.state is State.processing
    assert tus.standing(phone, address) == len(FILM)


def test_a_film_comes_into_a_bucket_as_well(browser: Browser, s3_store: MediaStore, wanted: object):
    walk = makers.a_walk().started()
    phone = browser(walk.teacher)
    address = tus.place(phone, walk.cycle_id, len(FILM))
    tus.send(phone, address, 0, FILM[:300_000])
    assert tus.standing(phone, address) == 300_000
    assert tus.send(phone, address, 300_000, FILM[300_000:]).status_code == 204
    assert tus.stored() == FILM


def test_every_answer_speaks_tus_and_stays_out_of_caches(walk: Walk, phone: TestClient):
    address = tus.place(phone, walk.cycle_id, 10)
    for answer in (
        tus.create(phone, walk.cycle_id, 10),
        phone.head(address),
        tus.send(phone, address, 0, b"12345"),
        phone.delete(address),
    ):
        assert answer.headers["tus-resumable"] == "1.0.0"
        assert "no-store" in answer.headers["cache-control"]
    assert phone.options("/uploads/").headers["tus-extension"] == "creation,termination"


def test_the_name_of_the_file_is_kept_nowhere(walk: Walk, phone: TestClient):
    address = tus.place(phone, walk.cycle_id, 4)
    tus.send(phone, address, 0, b"film")
    with asking() as session:
        kept = [*session.scalars(select(Upload)), *session.scalars(select(Recording))]
        assert "Fatima" not in " ".join(str(vars(each)) for each in kept)
    assert "fatima" not in " ".join(media_store().list()).lower()


# What cannot come in


@pytest.mark.parametrize("name", ["VTS_01_1.VOB", "MOV00A.MOD", "mov00b.tod", "les.3g2", "les.asf"])
def test_what_camcorders_call_their_films_comes_in(walk: Walk, phone: TestClient, name: str):
    assert tus.create(phone, walk.cycle_id, 10, said={"filename": name}).status_code == 201


@pytest.mark.parametrize(
    ("said", "length", "why"),
    [
        ({"filename": "les.docx"}, 10, "upload_not_a_film"),
        ({"filename": ""}, 10, "upload_not_a_film"),
        ({"attested": "parents"}, 10, "upload_not_attested"),
        ({"intention": "x" * 501}, 10, "intention_too_long"),
        ({"intention": "nul\0"}, 10, "upload_unreadable"),
        ({}, 0, "upload_empty"),
        ({}, 999_999_999_999, "upload_too_large"),
        ({}, "9" * 400, "upload_unreadable"),
        ({}, "-1", "upload_unreadable"),
        ({}, "1e3", "upload_unreadable"),
        ({}, "²", "upload_unreadable"),
        ({}, "", "upload_unreadable"),
    ],
)
def test_what_cannot_come_in_is_refused_with_a_sentence(
    walk: Walk, phone: TestClient, said: dict[str, str], length: int | str, why: str
):
    answer = tus.create(phone, walk.cycle_id, length, said=said)
    assert answer.status_code == 409
    assert answer.json()["key"] == f"refusals.{why}"
    assert len(answer.json()["sentence"]) > 20
    with asking() as session:
        assert session.scalar(select(func.count()).select_from(Upload)) == 0


@pytest.mark.parametrize("header", ["filename niet-base64!", "filename /////w==", "filename gA=="])
def test_metadata_nobody_can_read_is_refused(walk: Walk, phone: TestClient, header: str):
    answer = tus.create(phone, walk.cycle_id, 10, headers={"Upload-Metadata": header})
    assert (answer.status_code, answer.json()["key"]) == (409, "refusals.upload_unreadable")


def test_a_refusal_speaks_the_language_of_the_reader(walk: Walk, phone: TestClient):
    def sentence(languages: str) -> str:
        headers = {"accept-language": languages}
        answer = tus.create(phone, walk.cycle_id, 0, headers=headers)
        return str(answer.json()["sentence"])

    dutch, english = sentence("nl-NL,en;q=0.8"), sentence("en-GB,nl;q=0.8")
    assert dutch.startswith("Dit bestand is leeg")
    assert english.startswith("This file is empty")
    assert sentence("fr-FR") == dutch


def test_a_school_without_room_says_so_before_the_first_byte(
    walk: Walk, phone: TestClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(type(media_store()), "free_bytes", lambda _self: 10)
    answer = tus.create(phone, walk.cycle_id, 11)
    assert answer.json()["key"] == "refusals.upload_no_room"


# Whose it is


def test_a_sign_in_that_ends_in_mid_upload_loses_nothing(
    walk: Walk, phone: TestClient, browser: Browser
):
    address = tus.place(phone, walk.cycle_id, 10)
    tus.send(phone, address, 0, b"1234")
    with acting() as session:
        people.sign_out_everywhere(session, walk.teacher.id)
    answer = tus.send(phone, address, 4, b"567890")
    assert (answer.status_code, answer.json()["key"]) == (401, "refusals.signed_out")
    again = browser(walk.teacher)
    assert tus.standing(again, address) == 4
    assert tus.send(again, address, 4, b"567890").status_code == 204
    assert tus.stored() == b"1234567890"


def test_another_persons_upload_is_not_there(walk: Walk, phone: TestClient, browser: Browser):
    address = tus.place(phone, walk.cycle_id, 10)
    other = makers.second_pair(walk.school)
    for somebody in (walk.coach, other.teacher, other.coach, walk.school.coordinator):
        theirs = browser(somebody)
        for there, absent in (
            (theirs.head(address), theirs.head("/uploads/niets")),
            (tus.send(theirs, address, 0, b"x"), tus.send(theirs, "/uploads/niets", 0, b"x")),
            (theirs.delete(address), theirs.delete("/uploads/niets")),
        ):
            assert (there.status_code, there.text) == (404, absent.text)
    assert tus.standing(phone, address) == 0


def test_another_cycle_takes_no_film_of_mine(walk: Walk, phone: TestClient):
    other = Walk(makers.second_pair(walk.school)).planned()
    assert tus.create(phone, other.cycle_id, 10).status_code == 404
    assert tus.create(phone, "niets", 10).status_code == 404


def test_of_two_phones_for_one_cycle_the_slower_hears_so_before_it_sends_more(
    walk: Walk, phone: TestClient
):
    slow, quick = (tus.place(phone, walk.cycle_id, 10) for _ in range(2))
    assert tus.send(phone, slow, 0, b"1234").status_code == 204
    assert tus.send(phone, quick, 0, b"0123456789").status_code == 204
    for rest in (b"56", b"567890"):
        no = tus.send(phone, slow, 4, rest)
        assert (no.status_code, no.json()["key"]) == (409, "refusals.cycle_has_a_film")
    assert tus.stored() == b"0123456789"
    assert phone.delete(slow).status_code == 204


def test_a_film_that_is_given_up_leaves_nothing(walk: Walk, phone: TestClient):
    address = tus.place(phone, walk.cycle_id, 10)
    tus.send(phone, address, 0, b"1234")
    with asking() as session:
        prefix = session.scalars(select(Upload.prefix)).one()
    assert phone.delete(address).status_code == 204
    assert phone.head(address).status_code == 404
    assert media_store().purge(prefix) == []


def test_another_site_cannot_send_or_delete_in_my_name(walk: Walk, phone: TestClient):
    address = tus.place(phone, walk.cycle_id, 10)
    for origin in ("https://elders.example", "null", "http://testserver.elders.example"):
        headers = {"origin": origin}
        assert tus.create(phone, walk.cycle_id, 10, headers=headers).status_code == 404
        assert tus.send(phone, address, 0, b"x", **headers).status_code == 404
        assert phone.delete(address, headers=headers).status_code == 404
    own = tus.send(phone, address, 0, b"1234", origin="http://testserver")
    assert own.status_code == 204
