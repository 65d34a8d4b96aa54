"""A text box that never loses a word: what it does with what the browser says."""

from datetime import UTC, datetime

from streamlit.testing.v1 import AppTest

from review_app.parts import writing
from storage import clock
from storage.errors import ChangedMeanwhile, StepAlreadyTaken

DRAFT = {"text": "Mijn woorden", "version": 3, "at": "2026-11-21T13:02:00Z"}


def memory_after(*acts) -> dict:
    """What the box remembers after these acts, in a session of their own."""

    def screen(todo) -> None:
        from review_app.parts import writing

        for act, said, save in todo:
            act("box", "note:1", said, save)
        import streamlit as st

        st.session_state["outcome"] = dict(writing._memory("box", "note:1"))

    shown = AppTest.from_function(screen, args=(acts,), default_timeout=60).run()
    assert not shown.exception
    return shown.session_state["outcome"]


def changed_meanwhile(_words: str, _version: int) -> None:
    raise ChangedMeanwhile("Van de ander")


def too_late(_words: str, _version: int) -> None:
    raise StepAlreadyTaken


def test_a_draft_is_kept_with_the_version_it_grew_from() -> None:
    kept: list[tuple[str, int]] = []
    memory = memory_after((writing._keep, DRAFT, lambda *draft: kept.append(draft)))
    assert kept == [("Mijn woorden", 3)]
    assert memory["heard"] == DRAFT["at"]


def test_a_box_tells_when_its_words_were_kept_and_never_that_a_refused_draft_was() -> None:
    assert memory_after((writing._keep, DRAFT, lambda *_: None))["kept_at"] is not None
    for refuse in (changed_meanwhile, too_late):
        assert "kept_at" not in memory_after((writing._keep, DRAFT, refuse))


def test_the_second_of_two_writers_gets_both_texts() -> None:
    memory = memory_after((writing._keep, DRAFT, changed_meanwhile))
    assert memory["conflict"] is True
    assert memory["refused"] is None


def test_keeping_the_own_text_writes_it_over_the_version_that_was_seen() -> None:
    kept: list[tuple[str, int]] = []
    mine = {"choice": "mine", "text": "Mijn woorden", "version": 4}
    memory = memory_after(
        (writing._keep, DRAFT, changed_meanwhile),
        (writing._choose, mine, lambda *draft: kept.append(draft)),
    )
    assert kept == [("Mijn woorden", 4)]
    assert memory["conflict"] is False


def test_taking_the_other_text_writes_nothing() -> None:
    theirs = {"choice": "theirs", "text": "Van de ander", "version": 4}
    memory = memory_after(
        (writing._keep, DRAFT, changed_meanwhile), (writing._choose, theirs, changed_meanwhile)
    )
    assert memory["conflict"] is False


def test_a_refusal_is_remembered_as_a_key_and_not_as_words() -> None:
    memory = memory_after((writing._keep, DRAFT, too_late))
    assert memory["refused"] == ("refusals.step_already_taken", {})
    assert "Mijn woorden" not in str(memory)


def test_today_is_told_by_the_clock_and_other_days_by_their_date() -> None:
    with clock.at(datetime(2026, 11, 21, 15, 0, tzinfo=UTC)):
        assert writing._moment(datetime(2026, 11, 21, 13, 2, tzinfo=UTC)) == "14:02"
        assert writing._moment(datetime(2026, 11, 20, 13, 2, tzinfo=UTC)) == "vr 20 nov, 14:02"
        assert writing._moment(None) == ""
