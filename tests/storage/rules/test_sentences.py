"""Sentences: every one that a rule can say exists in both languages, with the fields it needs."""

import ast
import string
from pathlib import Path

import pytest

from config.texts import LANGUAGES, catalog, language, text
from storage import rules
from storage.errors import Refused
from storage.rules.sentences import Sentence, refuse_if, say

FOLDER = Path(rules.__file__).parent


def said() -> list[tuple[str, set[str]]]:
    """Every `say("key", field=…)` in the rules: its key and the names of its fields."""
    found = []
    for path in sorted(FOLDER.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say":
                key = node.args[0]
                if isinstance(key, ast.Constant):
                    found.append((key.value, {each.arg for each in node.keywords}))
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_the_rules_say_has_words_that_use_no_other_fields(lang):
    known = catalog(lang)
    texts = {**known.singular, **{key: " ".join(forms) for key, forms in known.plural.items()}}
    assert len(said()) > 50
    for key, fields in said():
        used = {name for _, name, _, _ in string.Formatter().parse(texts[key]) if name}
        assert used <= fields, key


@pytest.mark.parametrize("part", ["when", "what", "sign"])
def test_the_parts_of_an_action_have_words(part):
    for lang in LANGUAGES:
        with language(lang):
            assert "2" in text(f"guards.action_without_{part}", number=2)


@pytest.mark.parametrize("key", ["foundation", "dimension", "fact", "kind", "question"])
def test_the_parts_of_a_clip_have_words(key):
    for lang in LANGUAGES:
        with language(lang):
            assert "3" in text(f"guards.clip_without_{key}", number=3)


def test_the_first_unmet_condition_is_the_refusal():
    with pytest.raises(Refused) as refused:
        refuse_if([say("guards.no_strength"), say("guards.too_few_clips", least=1)])
    assert refused.value.key == "guards.no_strength"
    refuse_if([])


def test_a_sentence_carries_its_fields_into_the_refusal():
    refusal = say("refusals.clip_too_long", minutes=5).refusal()
    assert (refusal.key, dict(refusal.fields)) == ("refusals.clip_too_long", {"minutes": 5})
    assert say("guards.no_strength") == Sentence("guards.no_strength")


def test_rules_import_nothing_but_the_standard_library_config_and_each_other():
    allowed = ("config.", "storage.rules", "storage.errors", "storage.spans", "config")
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                module = node.module or ""
                first = module.split(".")[0]
                if first in ("config", "storage"):
                    assert module.startswith(allowed), (path.name, module)
                else:
                    assert first in STANDARD, (path.name, module)


STANDARD = {
    "ast", "collections", "dataclasses", "datetime", "difflib", "enum", "itertools", "math",
    "pathlib", "typing",
}  # fmt: skip
