"""Looking for planted bytes in every file of a folder, as somebody who found the disk would."""

from collections.abc import Iterable
from pathlib import Path


def found_in(folder: Path, planted: Iterable[str | bytes]) -> dict[str, set[str]]:
    """What was found in which file below `folder`; hidden files and what has no ending too."""
    wanted = [each.encode() if isinstance(each, str) else each for each in planted]
    found = {}
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        try:
            content = path.read_bytes()
        except FileNotFoundError:  # gone while we looked
            continue
        here = {each.decode(errors="replace") for each in wanted if each in content}
        if here:
            found[path.relative_to(folder).as_posix()] = here
    return found


def words_in(folder: Path, planted: Iterable[str | bytes]) -> set[str]:
    """Which of what was planted is found anywhere below `folder`."""
    return set().union(*found_in(folder, planted).values())
