"""What a school records before anybody films, per legal basis (`set_up.yaml`)."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

DECLARATION = Path(__file__).with_suffix(".yaml")


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DeclaredBasis(_Declared):
    """What one legal basis asks and allows."""

    needs: frozenset[str] = frozenset()
    allows: frozenset[str] = frozenset()


class DeclaredSetUp(_Declared):
    """What is asked whatever the basis, and every basis there is."""

    always: frozenset[str]
    legal_bases: Mapping[str, DeclaredBasis]


@cache
def set_up(declaration: Path = DECLARATION) -> DeclaredSetUp:
    """Return what is declared. ValidationError names what does not fit."""
    return DeclaredSetUp.model_validate(yaml.safe_load(declaration.read_text("utf-8")))
