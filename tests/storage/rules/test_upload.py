"""Uploading: what is refused before the first byte, and why."""

import pytest

from storage.errors import Refused
from storage.rules.sentences import say
from storage.rules.upload import MOST_INTENTION, check, ending, unmet

GB = 2**30


def test_a_film_from_a_phone_comes_in():
    check("IMG_0042.MOV", 2 * GB, 8 * GB, attested=True, intention="Kijk naar mijn wachttijd")
    check("les.mp4", 8 * GB, 8 * GB, attested=True, free_bytes=8 * GB)


@pytest.mark.parametrize(
    ("name", "said"),
    [("les.docx", ".docx"), ("les", "?"), ("les.mp4.exe", ".exe"), (".mp4", "?")],
)
def test_another_kind_of_file_is_refused_by_its_ending(name, said):
    assert unmet(name, GB, 8 * GB, attested=True) == (
        say("refusals.upload_not_a_film", ending=said),
    )


def test_an_empty_file_is_refused():
    assert unmet("les.mp4", 0, 8 * GB, attested=True) == (say("refusals.upload_empty"),)


@pytest.mark.parametrize(("limit", "gigabytes"), [(8 * GB, 8), (1000, 1)])
def test_a_film_over_the_limit_is_refused_with_the_limit(limit, gigabytes):
    assert unmet("les.mp4", limit + 1, limit, attested=True) == (
        say("refusals.upload_too_large", gigabytes=gigabytes),
    )


def test_a_film_for_which_there_is_no_room_is_refused_beforehand():
    assert unmet("les.mp4", 2 * GB, 8 * GB, attested=True, free_bytes=GB) == (
        say("refusals.upload_no_room"),
    )


def test_without_looking_in_the_register_nothing_comes_in():
    with pytest.raises(Refused) as refused:
        check("les.mp4", GB, 8 * GB, attested=False)
    assert refused.value.key == "refusals.upload_not_attested"


def test_the_intention_is_one_line():
    long = "a" * (MOST_INTENTION + 1)
    assert unmet("les.mp4", GB, 8 * GB, attested=True, intention=long) == (
        say("refusals.intention_too_long", most=500),
    )


def test_every_reason_is_told_at_once():
    reasons = unmet("les.txt", 0, 8 * GB, attested=False)
    assert [reason.key for reason in reasons] == [
        "refusals.upload_not_a_film",
        "refusals.upload_empty",
        "refusals.upload_not_attested",
    ]


def test_the_ending_is_read_in_small_letters():
    assert ending("Les 3.MP4") == ".mp4"
    assert ending("map/les.m2ts") == ".m2ts"
