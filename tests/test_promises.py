"""What we promise about the whole house, kept by looking at the whole house."""

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib import import_module
from string import Formatter
from typing import Any

import pytest

from tests import house


def the(module: str, name: str) -> Any:
    """A thing of ours, or one clear sentence when it is not there."""
    try:
        return getattr(import_module(module), name)
    except (ImportError, AttributeError) as missing:
        pytest.fail(f"The promise needs {module}.{name}, which is not there: {missing}")


def page(name: str) -> str:
    """A page beside the code, or one clear sentence when it is not there."""
    if not (house.ROOT / name).is_file():
        pytest.fail(f"The promise needs {name}, which is not there.")
    return (house.ROOT / name).read_text(encoding="utf-8")


# --- Texts --------------------------------------------------------------------------------------

KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
SAYS_ONE = {"text", "say", "Sentence", "Refused", "NotFound", "NotAllowed", "BadFilm"}
SAYS_HOW_MANY = {"plural"}


def sentences(lang: str) -> dict[str, tuple[str, ...]]:
    """Every key of a language with its text, or all its plural forms."""
    catalog = the("config.texts", "catalog")(lang)
    return {key: (text,) for key, text in catalog.singular.items()} | dict(catalog.plural)


def places(forms: tuple[str, ...]) -> set[str]:
    """The named places in a text; `n` may be spelt out in one form ("one clip", "{n} clips")."""
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name} - {"n"}


def keys_in_code() -> Iterator[tuple[str, bool, str]]:
    """Every text key written in the code, whether it counts something, and where it stands."""
    for path in house.python_files():
        for word, call in house.calls(path):
            if word not in SAYS_ONE | SAYS_HOW_MANY or not call.args:
                continue
            match call.args[0]:
                case ast.Constant(value=str(key)) if KEY.fullmatch(key):
                    yield key, word in SAYS_HOW_MANY, f"{path}:{call.lineno}"


def beginnings_in_code() -> Iterator[tuple[str, str]]:
    """The fixed beginning of every key that code completes, such as `foundations.{key}`."""
    for path in house.python_files():
        for word, call in house.calls(path):
            if word not in SAYS_ONE | SAYS_HOW_MANY or not call.args:
                continue
            match call.args[0]:
                case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]) if "." in start:
                    yield start, f"{path}:{call.lineno}"


def test_every_text_is_there_in_dutch_and_in_english():
    dutch, english = sentences("nl"), sentences("en")
    assert dutch
    assert sorted(dutch.keys() ^ english.keys()) == []


def test_both_languages_name_the_same_things_in_a_text():
    dutch, english = sentences("nl"), sentences("en")
    assert [
        key
        for key in sorted(dutch.keys() & english.keys())
        if places(dutch[key]) != places(english[key])
    ] == []


def test_a_text_that_counts_counts_in_both_languages():
    catalog = the("config.texts", "catalog")
    assert sorted(catalog("nl").plural.keys() ^ catalog("en").plural.keys()) == []


def test_every_text_the_code_asks_for_is_written():
    catalog = the("config.texts", "catalog")("nl")
    asked = list(keys_in_code())
    assert asked
    assert [
        f"{key} ({where})"
        for key, counts, where in asked
        if key not in (catalog.plural if counts else catalog.keys)  # `text` counts too
    ] == []


def test_every_beginning_of_a_text_the_code_completes_leads_somewhere():
    known = sentences("nl")
    assert [
        f"{start}… ({where})"
        for start, where in beginnings_in_code()
        if not any(key.startswith(start) for key in known)
    ] == []


NEVER_SAID = {
    "nl": (
        "beoordel(ing|en|aar|d)|scores?|cijfers?|onvoldoendes?|tekortkoming(en)?|verbetertraject"
        "|controles?|ranglijst|workflow|rendition|token|proxy"
    ),
    "en": "scor(es?|ing)|grad(es?|ing)|rank(s|ing|ings)|workflow|rendition|token|proxy",
}


@pytest.mark.parametrize("lang", NEVER_SAID)
def test_no_text_judges_a_person_or_speaks_of_the_machine(lang: str):
    never = re.compile(rf"\b({NEVER_SAID[lang]})\b", re.IGNORECASE)
    said = {key: " / ".join(forms) for key, forms in sentences(lang).items()}
    assert {key: text for key, text in said.items() if never.search(text)} == {}


# --- Rules --------------------------------------------------------------------------------------


def test_every_act_says_what_it_is_and_who_may_do_it():
    acts, may = the("storage.rules.access", "Act"), the("storage.rules.access", "MAY")
    assert set(may) == set(acts)
    assert [act.name for act in acts if not may[act]] == []
    source = next(
        node
        for path in house.python_files("storage")
        for node in ast.walk(house.tree(path))
        if isinstance(node, ast.ClassDef) and node.name == "Act"
    )
    named = [node for node in source.body if isinstance(node, ast.Assign)]
    told = [
        after
        for before, after in zip(source.body, source.body[1:], strict=False)
        if isinstance(before, ast.Assign) and isinstance(after, ast.Expr)
    ]
    assert len(named) == len(told) == len(acts)


def test_everything_we_keep_has_an_end_in_every_preset():
    kinds = set(the("storage.rules.retention", "Kind"))
    policy_for = the("storage.rules.retention", "policy_for")
    for preset in the("config.retention", "presets")():
        assert set(policy_for(preset).rules) == kinds


# --- Machine work -------------------------------------------------------------------------------

ASKS_FOR_WORK = {"wanted", "enqueue", "ask_for", "Schedule"}


def test_every_workflow_has_a_queue_and_is_asked_for_somewhere():
    declared, asked = set(), set()
    for path in house.python_files():
        for word, call in house.calls(path):
            words = {arg.value for arg in call.args if isinstance(arg, ast.Constant)}
            if word == "workflow":
                declared |= words
            elif word in ASKS_FOR_WORK:
                asked |= words
    assert declared
    assert declared == set(the("storage.jobs", "QUEUES"))
    assert sorted(declared - asked) == []


# --- Pages --------------------------------------------------------------------------------------


def test_the_readme_explains_every_setting_and_no_other():
    fields = the("config.settings", "Settings").model_fields
    told = set(re.findall(r"LESBEELD_([A-Z0-9_]+)", page("README.md")))
    assert told == {name.upper() for name in fields}


def test_contributing_says_what_each_dependency_is_for():
    project = tomllib.loads(page("pyproject.toml"))
    groups = project["dependency-groups"]
    wanted = [*project["project"]["dependencies"], *groups["build"], *groups["dev"]]
    names = {re.split(r"[\[<>=;~ ]", one)[0] for one in wanted}
    told = set(re.findall(r"^\| `([^`]+)`", page("CONTRIBUTING.md"), re.MULTILINE))
    assert sorted(names - told) == []
