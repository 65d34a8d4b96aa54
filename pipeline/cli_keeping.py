"""`lesbeeld retention`, `tombstones` and `ledger`: what goes when, and the proof of it."""

from datetime import datetime
from typing import Annotated, Any

import typer

from config.texts import plural, text
from pipeline.cli_words import AsJson, refusals, say, show
from storage.clock import SCHOOL_TIME

retention_app = typer.Typer(no_args_is_help=True)
tombstones_app = typer.Typer(no_args_is_help=True)
ledger_app = typer.Typer(no_args_is_help=True)
Checked = dict[str, Any]
"""What there is of a chain, and where it does not hold."""
_MOST_TOLD = 20
"""Broken places of a chain that are told one by one."""


@retention_app.command("plan")
def retention_plan(
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As it will be after this day.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say what is due to be deleted now, or will be. Deletes nothing."""
    from pipeline import keeping

    last = on.replace(hour=23, minute=59, second=59, tzinfo=SCHOOL_TIME) if on else None
    with refusals():
        due = keeping.plan(last)
    if as_json:
        show({"due": due})
    else:
        say("cli.due", n=len(due))
        for each in due:
            typer.echo(f"  {each['due_at']}  {each['kind']}  {each['thing_id']}")


@retention_app.command("sweep")
def retention_sweep(
    anyway: Annotated[bool, typer.Option("--anyway", help="However much is due.")] = False,
    as_json: AsJson = False,
) -> None:
    """Delete what is due now, as the nightly sweep does."""
    from pipeline import keeping

    with refusals():
        swept = keeping.sweep(anyway=anyway)
    if as_json:
        show(swept)
    elif swept["waits"]:
        say(f"cli.sweep_waits.{swept['waits']}", due=swept["backlog"])
    else:
        say("cli.swept", gone=swept["gone"], backlog=swept["backlog"])
    raise typer.Exit(1 if swept["backlog"] or swept["waits"] else 0)


@tombstones_app.command("verify")
def tombstones_verify(
    last: Annotated[str | None, typer.Option(help="The number a receipt ends with.")] = None,
    as_json: AsJson = False,
) -> None:
    """Check that no tombstone was changed, taken out or put in, at the end of the chain too."""
    from pipeline import keeping

    with refusals():
        checked = keeping.verify()
        seq, still = keeping.still_there(last) if last else (0, True)
    if as_json:
        show(checked | ({"last": still} if last else {}))
    else:
        say("cli.chain_broken" if checked["broken"] else "cli.chain_whole", **_in_words(checked))
        if last:
            say("cli.chain_still" if still else "cli.chain_cut", seq=seq)
    raise typer.Exit(1 if checked["broken"] or not still else 0)


@ledger_app.command("verify")
def ledger_verify(as_json: AsJson = False) -> None:
    """Check that no line about who did what was changed, taken out or put in."""
    from pipeline import keeping

    with refusals():
        checked = keeping.verify_ledger()
    if as_json:
        show(checked)
    else:
        say("cli.ledger_broken" if checked["broken"] else "cli.ledger_whole", **_in_words(checked))
    raise typer.Exit(1 if checked["broken"] else 0)


def _in_words(checked: Checked) -> Checked:
    """The same, its breaks as words; of many the first ones."""
    broken = checked["broken"]
    places = [text(f"cli.broken.{each['why']}", seq=each["seq"]) for each in broken[:_MOST_TOLD]]
    more = [plural("cli.broken.more", left)] if (left := len(broken) - len(places)) else []
    return checked | {"broken": "; ".join(places + more)}
