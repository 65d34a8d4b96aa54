"""Texts: the right sentence in the right language, and a loud word when one is missing."""

import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from config import texts
from config.texts import LANGUAGES, language, plural, text

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def catalogs(folder: Path, **files: str) -> Path:
    """A locales folder whose Dutch has these files."""
    place = folder / "nl" / "LC_MESSAGES"
    place.mkdir(parents=True)
    for noun, body in files.items():
        (place / f"{noun}.po").write_text(HEADER + body, encoding="utf-8")
    return folder


def test_dutch_is_spoken_unless_somebody_chooses():
    assert text("common.save") == "Bewaren"


def test_a_language_is_spoken_for_a_while_and_then_no_longer():
    with language("en"):
        assert text("common.save") == "Save"
    assert text("common.save") == "Bewaren"


def test_one_persons_choice_does_not_change_another_persons_language():
    heard: list[str] = []

    def somebody_else() -> None:
        texts.use("en")
        heard.append(text("common.save"))

    thread = threading.Thread(target=somebody_else)
    thread.start()
    thread.join()
    assert heard == ["Save"]
    assert text("common.save") == "Bewaren"


def test_a_language_we_do_not_speak_is_refused():
    with pytest.raises(ValueError, match="'fy'"):
        texts.use("fy")


@pytest.mark.parametrize(
    ("lang", "one", "more"), [("nl", "1 dag", "2 dagen"), ("en", "1 day", "2 days")]
)
def test_one_day_and_two_days(lang: str, one: str, more: str):
    with language(lang):
        assert plural("common.days", 1) == one
        assert plural("common.days", 2) == more


def test_a_missing_text_names_its_key():
    with pytest.raises(KeyError, match=r"today\.no_such_text"):
        text("today.no_such_text")


@pytest.mark.parametrize(("most", "said"), [(1, "hoogstens 1 fragment."), (5, "5 fragmenten;")])
def test_a_refusal_counts_by_its_one_number(most: int, said: str):
    assert said in text("guards.too_many_clips", most=most)


@pytest.mark.parametrize("fields", [{}, {"most": 1, "least": 2}, {"most": True}])
def test_without_one_number_nothing_says_which_form_fits(fields: dict[str, int]):
    with pytest.raises(KeyError, match=r"guards\.too_many_clips"):
        text("guards.too_many_clips", **fields)


def test_a_plural_text_is_not_a_plain_one():
    with pytest.raises(KeyError, match=r"common\.days"):
        text("common.days")


def test_a_text_that_lacks_a_field_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = catalogs(tmp_path, today='msgid "today.title"\nmsgstr "Dag {name}"\n')
    found = texts.catalog("nl", folder)
    monkeypatch.setattr(texts, "catalog", lambda lang: found)
    assert text("today.title", name="Aisha") == "Dag Aisha"
    with pytest.raises(KeyError, match="'name'"):
        text("today.title")


def test_the_same_key_in_two_files_is_an_error(tmp_path: Path):
    entry = 'msgid "today.title"\nmsgstr "Vandaag"\n'
    folder = catalogs(tmp_path, today=entry, week=entry)
    with pytest.raises(ValueError, match=r"today\.title stands in today\.po and in week\.po"):
        texts.catalog("nl", folder)


def test_the_same_key_twice_in_one_file_is_an_error(tmp_path: Path):
    entry = 'msgid "today.title"\nmsgstr "Vandaag"\n\n'
    with pytest.raises(ValueError, match=r"today\.title"):
        texts.catalog("nl", catalogs(tmp_path, today=entry + entry))


def test_empty_and_doubtful_texts_count_as_missing(tmp_path: Path):
    body = (
        'msgid "today.empty"\nmsgstr ""\n\n'
        '#, fuzzy\nmsgid "today.doubtful"\nmsgstr "Misschien"\n\n'
        'msgid "today.clips"\nmsgid_plural "today.clips"\nmsgstr[0] "{n} clip"\nmsgstr[1] ""\n\n'
        'msgid "today.title"\nmsgstr "Vandaag"\n'
    )
    assert texts.catalog("nl", catalogs(tmp_path, today=body)).keys == {"today.title"}


def test_both_languages_have_the_same_shared_words():
    for lang in LANGUAGES:
        assert "refusals.not_found" in texts.catalog(lang).keys
    assert shared("nl") == shared("en")


def shared(lang: str) -> set[str]:
    return {key for key in texts.catalog(lang).keys if key.startswith("common.")}


MOMENT = datetime(2026, 11, 24, 13, 2, tzinfo=UTC)


def test_a_moment_is_told_in_amsterdam_time():
    assert texts.format_moment(MOMENT) == "dinsdag 24 november, 14:02"
    assert texts.format_moment(MOMENT, short=True) == "di 24 nov, 14:02"
    with language("en"):
        assert texts.format_moment(MOMENT, year=True) == "Tuesday 24 November 2026, 14:02"


def test_late_in_the_evening_utc_it_is_already_tomorrow_in_amsterdam():
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert texts.format_date(late) == "woensdag 25 november"
    assert texts.format_date(date(2026, 11, 24)) == "dinsdag 24 november"


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        texts.format_moment(MOMENT.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("ms", "place", "length"),
    [
        (0, "0:00", "0:00"),
        (12 * 60_000 + 31_999, "12:31", "12:32"),
        (3_723_000, "1:02:03", "1:02:03"),
    ],
)
def test_a_place_counts_seconds_passed_and_a_length_rounds(ms: int, place: str, length: str):
    assert texts.format_clock_ms(ms) == place
    assert texts.format_duration_ms(ms) == length


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (12, "12 byte"),
        (999_999, "1 MB"),
        (1_430_000_000, "1,4 GB"),
        (512_300_000, "512 MB"),
        (2_500_000_000_000_000, "2.500 TB"),
    ],
)
def test_a_size_is_shown_in_words_people_know(size: int, shown: str):
    assert texts.format_bytes(size) == shown
