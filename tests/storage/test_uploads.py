"""A film on its way in: what is refused before its first byte, and what its last byte makes."""

import threading
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import Engine, func, select

from config.media import media
from storage import clock, cycles, machine_work, retention, uploads
from storage.database import acting, asking
from storage.errors import NotAllowed, NotFound, Refused, StepAlreadyTaken
from storage.media import MediaStore, media_store
from storage.records import LedgerEntry, Recording, Upload
from storage.rules.cycle import State
from storage.uploads import UploadOrder
from tests import makers
from tests.makers import ATTESTED, Walk
from tests.storage.media.shelf import everything_in

pytestmark = pytest.mark.usefixtures("wanted")
SHA = "0" * 64
HALF = bytes(9_000_000)
"""Half a film: in a bucket one part, and a tail that is too small for one."""


@pytest.fixture
def walk(sqlite_database: Engine) -> Walk:
    return makers.a_walk().started()


def order(walk: Walk, **other: object) -> UploadOrder:
    plain = UploadOrder(1000, ".mp4", walk.cycle_id, "Kijk naar mijn vragen", ATTESTED)
    return replace(plain, **other)  # type: ignore[arg-type] # a test's own words


def begun(walk: Walk, **other: object) -> Upload:
    with acting() as session:
        return uploads.begin(session, walk.teacher, order(walk, **other), free_bytes=10**12)


def finished(walk: Walk, upload: Upload, size: int = 1000) -> str:
    with acting() as session:
        return uploads.finish(session, walk.teacher, upload.id, size, SHA).id


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"length": media().upload.bytes + 1}, "upload_too_large"),
        ({"length": 0}, "upload_empty"),
        ({"ending": ".docx"}, "upload_not_a_film"),
        ({"ending": ""}, "upload_not_a_film"),
        ({"attested": ATTESTED - {"register"}}, "upload_not_attested"),
        ({"intention": "x" * 501}, "intention_too_long"),
    ],
)
def test_what_cannot_be_a_lesson_film_is_refused_before_its_first_byte(
    walk: Walk, other: dict[str, object], why: str
):
    with pytest.raises(Refused, match=why):
        begun(walk, **other)
    with asking() as session:
        assert session.scalar(select(func.count()).select_from(Upload)) == 0


def test_a_film_that_does_not_fit_in_the_store_is_refused_before_its_first_byte(walk: Walk):
    with acting() as session, pytest.raises(Refused, match="upload_no_room"):
        uploads.begin(session, walk.teacher, order(walk), free_bytes=999)


def test_only_the_teacher_of_the_cycle_sends_a_film(walk: Walk):
    stranger = makers.second_pair(walk.school)
    with acting() as session:
        for nobody in (stranger.teacher, stranger.coach):
            with pytest.raises(NotFound):
                uploads.begin(session, nobody, order(walk))
        with pytest.raises(NotAllowed):
            uploads.begin(session, walk.coach, order(walk))
        with pytest.raises(NotFound):
            uploads.begin(session, walk.teacher, order(walk, cycle_id="verzonnen"))


def test_another_persons_upload_is_not_there(walk: Walk):
    upload = begun(walk)
    other = makers.second_pair(walk.school).teacher
    for somebody in (other, walk.coach, walk.school.coordinator):
        with acting() as session:
            for act in (uploads.find, uploads.discard):
                with pytest.raises(NotFound):
                    act(session, somebody, upload.id)
            with pytest.raises(NotFound):
                uploads.finish(session, somebody, upload.id, 1000, SHA)
            assert uploads.unfinished(session, somebody) == []


def test_the_last_byte_makes_one_recording_and_asks_the_machine_once(
    database: Engine, wanted: list[tuple[str, str]]
):
    walk = makers.a_walk().started()
    upload = begun(walk)
    first, second = finished(walk, upload), finished(walk, upload)
    assert first == second
    assert wanted == [("ingest", first)]
    assert walk.state is State.processing
    with asking() as session:
        assert session.scalar(select(func.count()).select_from(Recording)) == 1
        assert uploads.unfinished(session, walk.teacher) == []


def test_two_tabs_that_finish_at_once_get_the_same_recording(database: Engine):
    walk = makers.a_walk().started()
    upload, made, together = begun(walk), [], threading.Barrier(2)

    def finish() -> None:
        together.wait(timeout=30)
        made.append(finished(walk, upload))

    tabs = [threading.Thread(target=finish) for _ in range(2)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join(timeout=60)
    assert len(made) == 2
    assert len(set(made)) == 1


def test_a_film_that_did_not_arrive_whole_makes_nothing(walk: Walk):
    upload = begun(walk)
    with pytest.raises(Refused, match="upload_not_whole"):
        finished(walk, upload, size=999)
    assert walk.state is State.awaiting_recording
    with asking() as session:
        assert uploads.find(session, walk.teacher, upload.id).recording_id is None


def test_a_cycle_takes_one_film(walk: Walk):
    first, second = begun(walk), begun(walk)
    finished(walk, first)
    with pytest.raises(StepAlreadyTaken, match="cycle_has_a_film"):
        begun(walk)
    with pytest.raises(StepAlreadyTaken):
        finished(walk, second)
    with asking() as session:
        assert session.scalar(select(func.count()).select_from(Recording)) == 1


def test_a_film_for_a_planned_cycle_waits_for_its_start(sqlite_database: Engine):
    with pytest.raises(StepAlreadyTaken):
        begun(makers.a_walk().planned())


def test_a_pause_does_not_keep_a_film_from_coming_in(walk: Walk):
    upload = begun(walk)
    with acting() as session:
        cycles.pause(session, walk.teacher, walk.cycle_id)
    finished(walk, upload)
    assert walk.state is State.paused
    with acting() as session:
        cycles.resume(session, walk.teacher, walk.cycle_id)
    assert walk.state is State.processing


def test_no_film_comes_into_a_cycle_that_has_ended(walk: Walk):
    upload = begun(walk)
    with acting() as session:
        cycles.withdraw(session, walk.teacher, walk.cycle_id)
    with pytest.raises(Refused):
        begun(walk)
    with pytest.raises(Refused):
        finished(walk, upload)


def test_a_film_too_many_is_refused_before_it_is_sent(walk: Walk):
    for _ in range(3):
        made = finished(walk, begun(walk))
        with acting() as session:
            machine_work.refuse(session, made, "refusals.film_no_sound")
    with pytest.raises(Refused, match="no_more_redos"):
        begun(walk)


def test_an_upload_that_is_given_up_leaves_no_row(walk: Walk):
    upload = begun(walk)
    with acting() as session:
        uploads.discard(session, walk.teacher, upload.id)
    with asking() as session, pytest.raises(NotFound):
        uploads.find(session, walk.teacher, upload.id)


def test_a_film_that_is_a_recording_cannot_be_given_up_as_an_upload(walk: Walk):
    upload = begun(walk)
    finished(walk, upload)
    with acting() as session, pytest.raises(NotFound):
        uploads.discard(session, walk.teacher, upload.id)


@pytest.mark.parametrize("kind", ["local", "s3"])
def test_an_upload_nobody_came_back_for_is_swept_parts_and_all(
    request: pytest.FixtureRequest, walk: Walk, kind: str
):
    store: MediaStore = request.getfixturevalue(f"{kind}_store")
    left, busy = begun(walk), begun(walk)
    for upload in (left, busy):
        store.begin(uploads.original_key(upload)).write(0, [HALF])
    assert any(left.prefix in place for place in everything_in(store))
    with clock.at(clock.now() + timedelta(days=8)):
        with acting() as session:
            uploads.seen(session, busy.id)
        retention.sweep(store)
        with asking() as session:
            assert [each.id for each in uploads.unfinished(session, walk.teacher)] == [busy.id]
    assert store.incoming(uploads.original_key(busy)).offset() == len(HALF)
    assert all(busy.prefix in place for place in everything_in(store))


def test_of_a_whole_film_only_the_row_of_its_coming_is_forgotten(
    sqlite_database: Engine, local_store: MediaStore
):
    walk = makers.a_walk().uploaded()
    with clock.at(clock.now() + timedelta(days=8)):
        retention.sweep(local_store)
    with asking() as session:
        assert session.scalars(select(Upload)).all() == []
        assert session.get(Recording, walk.recording_id)
    assert list(media_store().list()) != []


def test_the_ledger_says_that_a_film_came_in_and_not_what_it_is_called(walk: Walk):
    finished(walk, begun(walk))
    with asking() as session:
        lines = session.scalars(select(LedgerEntry).where(LedgerEntry.act == "upload")).all()
    assert {line.thing for line in lines} == {"upload", "recording"}
    assert {line.actor_id for line in lines} == {walk.teacher.id}


def test_the_original_lies_where_its_recording_says(walk: Walk):
    upload = begun(walk)
    media_store().put(uploads.original_key(upload), BytesIO(b"x" * 1000))
    made = finished(walk, upload)
    with asking() as session:
        recording = session.get_one(Recording, made)
    assert uploads.original_key(upload) == f"{recording.prefix}/original.mp4"
