"""`lesbeeld faces` and `lesbeeld mask`: finding faces in a film, and taking out what must go."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli_words import AsJson, refusals, say, show


def faces(
    recording: str,
    plan: Annotated[Path, typer.Argument(help="Where to write what was found, for `mask`.")],
    as_json: AsJson = False,
) -> None:
    """Find where faces are in an ingested recording, never whose. Changes nothing."""
    from pipeline import privacy_check
    from pipeline.progress import bar

    with refusals(), bar() as tell:
        found = privacy_check.find(recording, plan, tell)
    if as_json:
        show({"faces": found})
    else:
        say("privacy_check.found", n=len(found), name=plan.name)
        for each in found:
            typer.echo("  {number}: {start_ms}-{end_ms} ms".format(**each))


def mask(
    recording: str,
    start: Annotated[float | None, typer.Option("--from", help="Seconds: what is before goes.")] = (
        None
    ),
    end: Annotated[float | None, typer.Option("--to", help="Seconds: what is after goes.")] = None,
    mute: Annotated[list[str] | None, typer.Option(help="Seconds made silent: 12.5-14.")] = None,
    zone: Annotated[
        list[str] | None, typer.Option(help="Place nobody may see, parts: left,top,width,height.")
    ] = None,
    plan: Annotated[Path | None, typer.Option("--faces", help="What `faces` found goes.")] = None,
    leave: Annotated[list[int] | None, typer.Option(help="But not this face, by number.")] = None,
    as_json: AsJson = False,
) -> None:
    """Take something out of an ingested recording, for good: what is left stands for it."""
    from pipeline import privacy_check
    from pipeline.progress import bar

    with refusals(), bar() as tell:
        wish = privacy_check.Wish(start, end, mute or (), zone or (), plan, leave or ())
        made = privacy_check.mask(recording, wish, tell)
    if as_json:
        show(made)
    else:
        say("privacy_check.masked")
        for name, place in made["files"].items():
            typer.echo(f"  {name}: {place}")
