"""The coaching agreement: which promises it makes, part by part (`agreement.yaml`)."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, PositiveInt

from config.texts import LANGUAGES, catalog

DECLARATION = Path(__file__).with_suffix(".yaml")
SENTENCES = "agreement.promises."
"""How the text key of every sentence of the agreement begins."""


class DeclaredAgreement(BaseModel):
    """One version of the agreement."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: PositiveInt
    fingerprint: str
    """Of the sentences this version was made with; a test sees that they still are those."""
    parts: Mapping[str, tuple[str, ...]]
    only: Mapping[str, Literal["responsive", "directive"]]

    @property
    def promises(self) -> tuple[str, ...]:
        """The id of every promise, in order."""
        return tuple(promise for part in self.parts.values() for promise in part)


@cache
def agreement(declaration: Path = DECLARATION) -> DeclaredAgreement:
    """Return what is declared. ValidationError names what does not fit."""
    return DeclaredAgreement.model_validate(yaml.safe_load(declaration.read_text("utf-8")))


def fingerprint_now() -> str:
    """Return the fingerprint of the sentences as they stand in every language."""
    said = {
        language: {
            key: sentence
            for key, sentence in catalog(language).singular.items()
            if key.startswith(SENTENCES)
        }
        for language in LANGUAGES
    }
    return fingerprint_of(said)


def fingerprint_of(sentences: object) -> str:
    """Return the fingerprint of sentences by language and word."""
    told = json.dumps(sentences, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()
