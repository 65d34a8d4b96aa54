"""Fetching one's own material over the wire: in ranges, and nobody else's."""

from io import BytesIO

import pytest

from storage import export_packages
from storage.database import acting
from storage.media import media_store
from tests import makers
from tests.makers import Walk
from tests.review_app.routes.conftest import Browser

BOX = bytes(range(256)) * 1024


@pytest.fixture
def ready(walk: Walk) -> str:
    """The address of a file that is there."""
    with acting() as session:
        export_id = export_packages.ask(session, walk.teacher)
    blob = media_store().put(export_packages.key(export_id), BytesIO(BOX))
    with acting() as session:
        export_packages.done(session, export_id, blob)
    return f"/exports/{export_id}.zip"


def test_its_owner_fetches_it_whole_and_goes_on_where_it_broke_off(
    walk: Walk, browser: Browser, ready: str
) -> None:
    hers = browser(walk.teacher)
    whole = hers.get(ready)
    assert whole.content == BOX
    assert whole.headers["content-type"] == "application/zip"
    assert whole.headers["cache-control"] == "private, no-store"
    assert 'filename="lesbeeld-van-mij.zip"' in whole.headers["content-disposition"]
    rest = hers.get(ready, headers={"range": "bytes=1000-", "if-range": whole.headers["etag"]})
    assert (rest.status_code, rest.content) == (206, BOX[1000:])
    past = hers.get(ready, headers={"range": f"bytes={len(BOX)}-"})
    assert past.status_code == 416


def test_nobody_else_gets_it_with_or_without_a_cookie(
    walk: Walk, browser: Browser, ready: str
) -> None:
    other = makers.second_pair(walk.school)
    for somebody in (walk.coach, walk.school.coordinator, other.teacher):
        assert browser(somebody).get(ready).status_code == 404
    assert browser().get(ready).status_code == 401
    assert browser(walk.teacher).get("/exports/no-such-file.zip").status_code == 404


def test_taken_away_it_is_gone_at_the_next_range(walk: Walk, browser: Browser, ready: str) -> None:
    hers = browser(walk.teacher)
    assert hers.get(ready, headers={"range": "bytes=0-99"}).status_code == 206
    with acting() as session:
        export_id = ready.removeprefix("/exports/").removesuffix(".zip")
        export_packages.remove(session, walk.teacher, export_id)
    assert hers.get(ready, headers={"range": "bytes=100-199"}).status_code == 404
