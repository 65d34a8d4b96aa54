"""What every command does alike: one sentence, one JSON object, and a no with exit code 1."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from config.texts import text
from pipeline.errors import BadFilm, ToolFailed
from storage.errors import Refused

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]


def say(key: str, **fields: Any) -> None:
    """Say a sentence to the person at the keyboard; stdout stays for what programs read."""
    typer.echo(text(key, **fields), err=True)


def show(said: dict[str, Any]) -> None:
    """Print one JSON object."""
    typer.echo(json.dumps(said, ensure_ascii=False))


@contextmanager
def refusals() -> Iterator[None]:
    """Turn a no into one sentence and exit code 1."""
    try:
        yield
    except (Refused, BadFilm) as no:
        say(no.key, **no.fields)
        raise typer.Exit(1) from None
    except ToolFailed as failed:
        say("cli.tool_failed", tool=failed.tool, why=failed.why)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        say("cli.interrupted")
        raise typer.Exit(130) from None


def spoken() -> str:
    """Return the language of the person at the keyboard: English when they say so, else Dutch."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if chosen := os.environ.get(name):
            return "en" if chosen.lower().startswith("en") else "nl"
    return "nl"
