"""`lesbeeld papers`: the papers a school needs, filled with its own settings."""

from pathlib import Path
from typing import Annotated

import typer

from config.texts import text
from pipeline.cli_words import AsJson, refusals, say, show


def papers(
    out: Annotated[Path, typer.Argument(help="An empty or new folder.")],
    programme: Annotated[
        str | None, typer.Option(help="Name of the programme, where more than one runs.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write DPIA, register entry, parent letter, agreement and processor annex, filled in."""
    from pipeline import papers as act

    with refusals():
        made = act.write(out, programme)
    if as_json:
        show({"path": str(out), "files": made.files, "missing": made.missing})
        return
    say("papers.made", out=out, n=len(made.files))
    for place in made.files:
        typer.echo(f"  {place}")
    if made.missing:
        what = ", ".join(text(f"set_up.items.{item}") for item in made.missing)
        say("papers.missing", what=what)
