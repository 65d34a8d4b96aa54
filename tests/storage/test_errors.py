"""Errors: a text key and its fields, and nothing that was said in a lesson."""

import pickle

import pytest

from storage.errors import (
    ChangedMeanwhile,
    Lesbeeld,
    NotAllowed,
    NotFound,
    Refused,
    StepAlreadyTaken,
)


def test_a_refusal_carries_the_key_of_its_sentence_and_what_it_names():
    refused = Refused("refusals.clip_too_long", minutes=5)
    assert (refused.key, refused.fields) == ("refusals.clip_too_long", {"minutes": 5})
    assert str(refused) == "refusals.clip_too_long (minutes=5)"


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (NotFound(), "refusals.not_found"),
        (NotAllowed(), "refusals.not_allowed"),
        (StepAlreadyTaken(), "refusals.step_already_taken"),
        (ChangedMeanwhile("hun tekst"), "refusals.changed_meanwhile"),
    ],
)
def test_every_refusal_has_its_own_sentence(error, key):
    assert isinstance(error, Refused)
    assert isinstance(error, Lesbeeld)
    assert error.key == str(error) == key


def test_somebody_elses_text_is_kept_and_not_printed():
    changed = ChangedMeanwhile("Wij spraken over Sanne")
    assert changed.theirs == "Wij spraken over Sanne"
    assert "Sanne" not in str(changed)


@pytest.mark.parametrize(
    "error", [Refused("guards.talk_too_short", minutes=10), ChangedMeanwhile("tekst")]
)
def test_a_refusal_survives_the_way_to_another_process(error):
    back = pickle.loads(pickle.dumps(error))
    assert (type(back), back.__dict__) == (type(error), error.__dict__)
