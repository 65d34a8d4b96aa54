"""What people wrote stands on the screen as they wrote it."""

import pytest

from review_app.parts.plain import named, plain, straight

SIGNS = "*_`[]()#<>~:$|.-+!&\\^=@\"'{}/"


def test_every_sign_stays_a_sign() -> None:
    for sign in SIGNS:
        assert plain(f"a{sign}b") == named(f"a{sign}b") == f"a\\{sign}b"


def test_lines_stay_lines_and_a_name_stays_on_one() -> None:
    assert plain("Eerst.\n\nDan.") == "Eerst\\.  \n\\  \nDan\\."
    assert named(" Anne\n  Marie ") == "Anne Marie"


@pytest.mark.parametrize("turn", [*"\u202a\u202b\u202c\u202d\u202e", *"\u2066\u2067\u2068\u2069"])
def test_nobodys_words_turn_the_page_around(turn: str) -> None:
    assert straight(f"An{turn}ne") == plain(f"An{turn}ne") == named(f"An{turn}ne") == "Anne"


def test_other_ways_of_writing_stay_as_they_are() -> None:
    assert plain("שלום مرحبا Zoë 👩🏽‍🏫") == "שלום مرحبا Zoë 👩🏽‍🏫"
