"""The house keeps its floors, its fences, its words and its measure."""

import ast
import json
import re
import statistics
import sys
from pathlib import Path

import pytest

from tests import house
from tests.house import within

# --- Floors -------------------------------------------------------------------------------------

MAY_IMPORT = {
    "config": {"config"},
    "storage": {"storage", "config"},
    "pipeline": {"pipeline", "storage", "config"},
    "review_app": {"review_app", "storage", "config"},
}

# What lies behind a fence, and the only files that may reach over it. A name that ends in "/" is a
# whole folder.
FENCES = {
    "streamlit": ["review_app/"],
    "starlette": ["review_app/"],
    "dbos": [
        "pipeline/engine.py",
        "pipeline/workflows.py",
        "pipeline/schedule.py",
        "pipeline/worker.py",
        "pipeline/lease.py",
        "storage/jobs.py",
    ],
    "boto3": ["storage/media/s3.py"],
    "botocore": ["storage/media/s3.py", "storage/media/s3_errors.py"],
    "faster_whisper": [
        "pipeline/transcribe_ear.py",
        "pipeline/transcribe_sound.py",
        "pipeline/transcribe_versus.py",
    ],
    "ctranslate2": ["pipeline/transcribe_ear.py"],
    "jiwer": ["pipeline/bench_transcription.py"],
    "cv2": ["pipeline/faces_eye.py"],
    "ffmpeg": ["pipeline/"],
    "docx": ["storage/documents/"],
    "fpdf": ["storage/documents/"],
    "pwdlib": ["storage/passwords.py"],
    "nacl": ["storage/sealed.py"],
    "smtplib": ["storage/mail.py"],
    "jinja2": ["storage/mail.py"],
    # Who starts another program: one file for tools, one that serves, one voice maker that only
    # runs by hand when the demo lesson's script changes.
    "subprocess": [
        "pipeline/serve.py",
        "config/packs/demo_lesson/make_voices.py",
    ],
    "asyncio.subprocess": ["pipeline/tool.py"],
    # And who may ask for a tool: films go through ffmpeg.py, speech through transcribe.py,
    # faces through faces.py, masks through mask.py.
    "pipeline.tool.run_tool": [
        "pipeline/ffmpeg.py",
        "pipeline/transcribe.py",
        "pipeline/faces.py",
        "pipeline/mask.py",
    ],
}

# Rules know no clock, no disk, no environment and no chance.
IMPURE = {
    "asyncio", "glob", "importlib", "io", "logging", "os", "pathlib", "random", "secrets", "shutil",
    "socket", "sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip
RULES_MAY_USE = ("storage.rules", "storage.errors", "storage.spans", "config")
NOT_FROM_CONFIG = ("config.settings", "config.texts")
PURE_ALL_THE_SAME = {"pathlib.PurePath", "pathlib.PurePosixPath"}


def floor_breaches(root: Path = house.ROOT) -> list[str]:
    return [
        f"{path} imports {name}"
        for path in house.python_files(root=root)
        for name in sorted(house.imports(path, root))
        for floor in [name.split(".")[0]]
        if floor in MAY_IMPORT and floor not in MAY_IMPORT[path.parts[0]]
    ]


def fence_breaches(fenced: str, gates: list[str], root: Path = house.ROOT) -> list[str]:
    return [
        f"{path} imports {name}"
        for path in house.python_files(root=root)
        for name in sorted(house.imports(path, root))
        if within(name, fenced)
        and not any(
            path.as_posix().startswith(gate) if gate.endswith("/") else path.as_posix() == gate
            for gate in gates
        )
    ]


def impurities(root: Path = house.ROOT) -> list[str]:
    found = []
    for path in house.python_files("storage", root=root):
        if path.parts[:2] != ("storage", "rules"):
            continue
        for name in sorted(house.imports(path, root)):
            ours = name.split(".")[0] in house.FLOORS
            if ours and (not within(name, *RULES_MAY_USE) or within(name, *NOT_FROM_CONFIG)):
                found.append(f"{path} imports {name}")
            top = name.split(".")[0]
            outside = top in IMPURE or top not in sys.stdlib_module_names
            if not ours and outside and name not in PURE_ALL_THE_SAME:
                found.append(f"{path} imports {name}")
        for word, call in house.calls(path, root):
            clock = isinstance(call.func, ast.Attribute) and word in {"now", "utcnow", "today"}
            if clock or word in {"open", "print", "input"}:
                found.append(f"{path}:{call.lineno} calls {word}()")
    return found


def test_every_floor_imports_only_what_lies_below_it():
    assert {path.parts[0] for path in house.python_files()} == set(house.FLOORS)
    assert floor_breaches() == []


@pytest.mark.parametrize("fenced", FENCES)
def test_what_lies_behind_a_fence_is_reached_through_its_gate_only(fenced: str):
    assert fence_breaches(fenced, FENCES[fenced]) == []


def test_other_programs_are_started_without_a_shell_and_only_by_the_files_that_may():
    starters = {"create_subprocess_exec", "create_subprocess_shell", "Popen", "system", "popen"}
    assert {
        path.as_posix()
        for path in house.python_files()
        for word, _ in house.calls(path)
        if word in starters
    } <= {"pipeline/tool.py", "pipeline/serve.py"}


def test_the_rules_are_pure():
    assert any(path.parts[:2] == ("storage", "rules") for path in house.python_files())
    assert impurities() == []


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("config/programme.py", "from storage.spans import Span"),
        ("storage/clips.py", "def late():\n    import pipeline.cut"),
        ("pipeline/cut.py", "from review_app import main"),
        ("review_app/main.py", "import pipeline.cli as cli"),
    ],
)
def test_a_breach_of_the_floors_is_seen(tmp_path: Path, file: str, line: str):
    write(tmp_path, file, line)
    assert len(floor_breaches(tmp_path)) == 1


def test_a_breach_of_a_fence_is_seen(tmp_path: Path):
    write(tmp_path, "storage/clips.py", "from streamlit import session_state")
    write(tmp_path, "review_app/main.py", "import streamlit as st")
    assert fence_breaches("streamlit", FENCES["streamlit"], tmp_path) == [
        "storage/clips.py imports streamlit.session_state"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "from sqlalchemy import select",
        "import time",
        "from .. import clock",
        "from config.settings import settings",
        "today = date.today()",
        "rows = open('rows')",
    ],
)
def test_a_rule_that_looks_at_the_world_is_seen(tmp_path: Path, line: str):
    write(tmp_path, "storage/rules/clip.py", line)
    assert len(impurities(tmp_path)) == 1


def write(root: Path, file: str, content: str) -> None:
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_text(content)


# --- Words --------------------------------------------------------------------------------------

NOT_USED = {"video", "session", "service", "manager", "helper", "util", "info", "data", "status"}
NOT_USED |= {f"{word}s" for word in NOT_USED} | {"utilities", "services"}


def test_files_folders_and_classes_use_the_words_of_the_glossary():
    named = {
        (str(path), part)
        for path in house.files()
        if path.suffix in {".py", ".ts", ".css", ".po", ".yaml"}
        for part in [*path.parts[:-1], path.stem]
    } | {
        (str(path), node.name)
        for path in house.python_files(*house.FLOORS, "tests")
        for node in ast.walk(house.tree(path))
        if isinstance(node, ast.ClassDef)
    }
    wrong = [
        f"{name} in {path}" for path, name in sorted(named) if NOT_USED & set(house.words_of(name))
    ]
    assert wrong == []


def test_there_is_no_folder_called_pages():
    assert [str(path) for path in house.files() if "pages" in path.parts[:-1]] == []


# --- Measure ------------------------------------------------------------------------------------


MIGRATIONS = Path("storage/migrations/versions")
"""One migration is one step of history: as long as that step was, and never split afterwards."""


def code_files() -> list[Path]:
    return [
        path
        for path in house.files()
        if path.suffix in {".py", ".ts", ".mjs"} and path.parent != MIGRATIONS
    ]


def test_no_file_is_longer_than_300_lines_and_half_of_them_not_longer_than_100():
    length = {
        str(path): (house.ROOT / path).read_text(encoding="utf-8").count("\n")
        for path in code_files()
    }
    assert {path: lines for path, lines in length.items() if lines > 300} == {}
    assert statistics.median(length.values()) <= 100


def test_nine_functions_in_ten_fit_in_30_lines():
    lengths = [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for path in house.python_files()
        if path.parent != MIGRATIONS
        for node in ast.walk(house.tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert statistics.quantiles(lengths, n=10)[-1] <= 30


def test_a_checker_is_silenced_only_for_a_named_reason():
    noqa = re.compile(r"#\s*noqa(?!: [A-Z]+\d+)", re.IGNORECASE)
    ignored = re.compile(r"#\s*type:\s*ignore(?!\[[a-z-])")
    silenced = [
        f"{path}:{number}"
        for path in code_files()
        if path != Path("tests/test_floors.py")
        for number, line in enumerate(
            (house.ROOT / path).read_text(encoding="utf-8").splitlines(), start=1
        )
        if noqa.search(line) or ignored.search(line) or "@ts-ignore" in line
    ]
    assert silenced == []


# --- What a clone carries -----------------------------------------------------------------------


def test_no_file_names_a_path_of_the_machine_it_was_written_on():
    machine = re.compile(r"(?<![\w.>}/-])/(?:root|home|Users|work)/\w")
    assert [str(path) for path, text in house.text_files() if machine.search(text)] == []


def test_no_lock_names_an_address():
    locks = sorted(house.ROOT.glob("requirements*.lock"))
    assert len(locks) >= 2
    assert [lock.name for lock in locks if "://" in lock.read_text(encoding="utf-8")] == []


def test_every_pin_of_the_front_end_has_a_checksum_and_no_address():
    lock = json.loads((house.ROOT / "review_app/frontend/package-lock.json").read_text("utf-8"))
    pins = {name: pin for name, pin in lock["packages"].items() if name}
    assert pins
    assert [name for name, pin in pins.items() if "resolved" in pin] == []
    assert [name for name, pin in pins.items() if "integrity" not in pin] == []


def test_both_locks_pin_the_same_releases():
    def pins(lock: str) -> set[str]:
        return set(re.findall(r"^\S+==.*?(?= \\$)", (house.ROOT / lock).read_text("utf-8"), re.M))

    assert pins("requirements.lock")
    assert pins("requirements.lock") <= pins("requirements-dev.lock")
