"""No promise of the agreement without a proof, and no proof of what is not promised."""

import ast
from collections.abc import Iterator

import pytest

from config.agreement import SENTENCES, agreement, fingerprint_now
from config.texts import LANGUAGES, catalog
from tests import house

PROOFS = house.ROOT / "tests" / "promises"


def proved(source: str) -> Iterator[str]:
    """The ids that the tests in a file say they prove."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test_"):
            continue
        for mark in node.decorator_list:
            match mark:
                case ast.Call(func=ast.Attribute(attr="promise"), args=[ast.Constant(value=word)]):
                    yield str(word)


def all_proofs() -> set[str]:
    files = sorted(PROOFS.glob("test_*.py"))
    return {word for file in files for word in proved(file.read_text(encoding="utf-8"))}


def test_every_promise_has_a_test_that_proves_it():
    assert set(agreement().promises) - all_proofs() == set()


def test_no_test_proves_what_nobody_promised():
    assert all_proofs() - set(agreement().promises) == set()


def test_only_a_test_counts_as_a_proof():
    mark = "@pytest.mark.promise"
    source = (
        f"{mark}('kept')\ndef test_it(): ...\n{mark}('not')\ndef helps(): ...\ndef test_b(): ..."
    )
    assert set(proved(source)) == {"kept"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_promise_and_every_part_has_its_words_and_no_sentence_is_left_over(lang: str):
    declared, keys = agreement(), catalog(lang).keys
    assert {f"agreement.parts.{part}" for part in declared.parts} <= keys
    sentences = {key.removeprefix(SENTENCES) for key in keys if key.startswith(SENTENCES)}
    assert sentences == {*declared.promises, "film_goes_at_once"}


def test_other_words_are_another_version():
    """When this fails the words changed: raise `version`, and put the new fingerprint beside it."""
    assert agreement().fingerprint == fingerprint_now()


def test_no_promise_is_made_twice_and_each_condition_is_about_one():
    promises = agreement().promises
    assert len(set(promises)) == len(promises)
    assert set(agreement().only) <= set(promises)
