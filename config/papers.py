"""The papers a school needs beside Lesbeeld, and what stands in them (`papers.yaml`)."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict

DECLARATION = Path(__file__).with_suffix(".yaml")

Kind = Literal["says", "point", "blank", "shows"]
_BLOCK = re.compile(
    r"(says|point|blank|shows)\.(\w+)(?: if (\w+))?(?: unless (\w+))?", flags=re.ASCII
)


@dataclass(frozen=True)
class Block:
    """One thing that stands in a paper, and when."""

    kind: Kind
    word: str
    needs: str | None = None
    unless: str | None = None

    def stands(self, so: Collection[str]) -> bool:
        """Whether it stands there while these facts are so."""
        return (self.needs is None or self.needs in so) and self.unless not in so


def block(written: object) -> Block:
    """A block as it is written in the declaration."""
    found = _BLOCK.fullmatch(str(written))
    if not found:
        raise ValueError(f"not a block: {written!r}; write 'says.word if fact'")
    return Block(*found.groups())  # type: ignore[arg-type] # the first is one of the kinds


class Part(BaseModel):
    """A part of a paper under its heading."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    head: str
    has: tuple[Annotated[Block, BeforeValidator(block)], ...]


class DeclaredPapers(BaseModel):
    """All papers, and the rows of what they list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    risks: tuple[str, ...]
    data: tuple[str, ...]
    papers: Mapping[str, tuple[Part, ...]]


@cache
def papers(declaration: Path = DECLARATION) -> DeclaredPapers:
    """Return what is declared. ValidationError names what does not fit."""
    return DeclaredPapers.model_validate(yaml.safe_load(declaration.read_text("utf-8")))
