"""A teacher's own material as files: readable offline, and safe to open."""

import json
import re
from html.parser import HTMLParser

import pytest

from config.texts import LANGUAGES, language
from storage import exports
from storage.clips import Words
from storage.database import asking
from storage.documents.own_material import as_annotations, as_html, as_json
from storage.exports import Own
from storage.rules.clip import PromptKind
from tests import makers
from tests.storage.sharing import give, leader, reads

WILD = '<script>alert(1)</script> & "zo" ‘dat’ 😀'


class Tags(HTMLParser):
    """Every tag of a page, and every address in it."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]


@pytest.fixture
def own(sqlite_database: object) -> Own:
    wild = Words(
        "emotional_support", "teacher_sensitivity", PromptKind.nice_work, WILD, "Wat deed je?"
    )
    walk = makers.a_walk().released()
    walk.cut(wild)
    walk.published()
    with asking() as session:
        return exports.gather(session, walk.teacher)


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_the_page_holds_what_was_written_as_words_and_never_as_code(own: Own, tongue: str) -> None:
    with language(tongue):
        page = as_html(own)
    tags = Tags(page)
    assert "script" not in tags.tags
    assert "&lt;script&gt;alert(1)" in page.decode()
    assert tags.tags.count("h2") == 2


def test_the_page_asks_nothing_of_a_network(own: Own) -> None:
    clip = own.told["cycles"][0]["package"]["clips"][0]
    clip["file"], clip["captions"] = "clips/cycle-1-clip-1.mp4", "clips/cycle-1-clip-1.vtt"
    page = as_html(own)
    assert Tags(page).addresses == [clip["file"], clip["captions"]]
    assert not re.search(rb"https?:|//", page.split(b"</style>")[0])


def test_the_data_can_be_read_back(own: Own) -> None:
    told = json.loads(as_json(own))
    assert told["cycles"][0]["package"]["clips"][0]["fact"] == WILD
    assert told["made_at"].endswith("+00:00")


def test_clips_are_web_annotations(own: Own) -> None:
    page = json.loads(as_annotations(own))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    one = page["items"][0]
    assert one["type"] == "Annotation"
    assert {body["purpose"] for body in one["body"]} == {
        "describing", "questioning", "tagging", "classifying",
    }  # fmt: skip
    assert re.fullmatch(r"t=[0-9.]+,[0-9.]+", one["target"]["selector"]["value"])
    own.told["cycles"][0]["package"]["clips"][0]["file"] = "clips/a.mp4"
    kept = json.loads(as_annotations(own))["items"][0]["target"]
    assert kept == {"id": "clips/a.mp4", "type": "Video"}


def test_who_has_done_nothing_yet_reads_so(own: Own) -> None:
    empty = Own(own.told | {"cycles": [], "ledger": []})
    assert "nog geen cyclus" in as_html(empty).decode()


def test_with_whom_a_summary_was_shared_and_when_it_was_read_goes_along(
    sqlite_database: object,
) -> None:
    walk = makers.a_walk().completed()
    leo = leader("Leo")
    reads(leo, give(walk, leo, purpose=WILD))
    with asking() as session:
        own = exports.gather(session, walk.teacher)
    (told,) = json.loads(as_json(own))["cycles"][0]["shared"]
    assert (told["with"], told["purpose"], told["ended_at"]) == ("Leo", WILD, None)
    assert len(told["read_at"]) == 1
    with language("nl"):
        page = as_html(own)
    assert "Leo, van " in page.decode()
    assert "Gelezen op " in page.decode()
    assert "script" not in Tags(page).tags
