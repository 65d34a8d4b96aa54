"""The house as its tests see it: every file of ours, what it imports, what it is called."""

import ast
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
FLOORS = ("config", "storage", "pipeline", "review_app")
NOT_OURS = {"node_modules", "dist", "dist.new", "build", "var", "shared", "htmlcov"}


@cache
def files(root: Path = ROOT) -> tuple[Path, ...]:
    """Every file of ours below `root`, relative to it: nothing that set-up or a run made."""
    return tuple(sorted(_walk(root)))


def _walk(root: Path) -> Iterator[Path]:
    for folder, inner, names in os.walk(root):
        inner[:] = [
            name
            for name in inner
            if name not in NOT_OURS | {"__pycache__"}
            and not name.endswith(".egg-info")
            and (not name.startswith(".") or name in {".ci", ".streamlit"})
        ]
        yield from (Path(folder, name).relative_to(root) for name in names)


def python_files(*floors: str, root: Path = ROOT) -> list[Path]:
    """The Python files of these floors (all four when none is named)."""
    wanted = floors or FLOORS
    return [path for path in files(root) if path.suffix == ".py" and path.parts[0] in wanted]


def text_files(root: Path = ROOT) -> Iterator[tuple[Path, str]]:
    """Every file of ours that holds text, with the text."""
    for path in files(root):
        raw = (root / path).read_bytes()
        if b"\0" not in raw[:8192]:
            yield path, raw.decode(errors="replace")


@cache
def tree(path: Path, root: Path = ROOT) -> ast.Module:
    """A Python file, parsed."""
    return ast.parse((root / path).read_text(encoding="utf-8"), filename=str(path))


def imports(path: Path, root: Path = ROOT) -> set[str]:
    """The full names of what a file imports, at its top or further in: `storage.spans.Span`."""
    found = set()
    for node in ast.walk(tree(path, root)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = path.parts[: len(path.parts) - node.level] if node.level else ()
            module = ".".join([*package, *([node.module] if node.module else [])])
            found |= {f"{module}.{alias.name}" for alias in node.names}
    return found


def within(name: str, *modules: str) -> bool:
    """Whether a dotted name is one of these modules or lies inside one."""
    return any(name == module or name.startswith(f"{module}.") for module in modules)


def calls(path: Path, root: Path = ROOT) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a file with the last word of what is called: `text` for `texts.text(…)`."""
    for node in ast.walk(tree(path, root)):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=word) | ast.Attribute(attr=word):
                    yield word, node


def words_of(name: str) -> list[str]:
    """The words a name is made of: `CycleFacts`, `cycle_facts` and `cycle-facts` give two."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)]
