"""`lesbeeld`: the commands. Each says one sentence and ends with 1 when it cannot do it."""

import logging
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from config.texts import text, use
from pipeline import cli_accounts, cli_backups, cli_keeping, cli_masks, cli_papers
from pipeline.cli_backups import BackupFile, EvenIfOld, KeyFile, Ledger, OutFolder
from pipeline.cli_words import AsJson, refusals, say, show, spoken
from storage import restoring
from storage.errors import Refused

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

HostOption = Annotated[
    str, typer.Option(envvar="LISTEN", help="Which address to listen on; 0.0.0.0 is all.")
]


@app.callback()
def main() -> None:
    """Film coaching for teachers: this server's commands."""
    use(spoken())
    os.umask(0o077)  # words and films are for nobody else who has an account on this machine
    # Logs hold ids only; the engine's own INFO lines say nothing that helps here.
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s")


@app.command()
def serve(
    port: Annotated[int, typer.Option(envvar="PORT", help="Where people find it.")] = 8501,
    host: HostOption = "127.0.0.1",
) -> None:
    """Serve people and do the machine's work, until Ctrl+C."""
    from pipeline import serve as supervisor

    with refusals():
        restoring.require_whole()
    say("cli.serving", address=supervisor.address(port))
    raise typer.Exit(supervisor.run(port, host))


@app.command()
def worker() -> None:
    """Do only the machine's work: for a second machine, or beside another server."""
    from pipeline import worker as one

    with refusals():
        restoring.require_whole()
    one.run()


@app.command()
def ingest(
    film: Annotated[Path, typer.Argument(help="The film to take in.")],
    language: Annotated[str | None, typer.Option(help="Spoken language; else it is heard.")] = None,
    as_json: AsJson = False,
) -> None:
    """Take one film through the whole workflow and say where everything lies."""
    from pipeline import ingest as act
    from pipeline.progress import bar

    with refusals(), bar() as tell:
        made = act.ingest(readable(film), language, tell)
    if as_json:
        show(made.to_json())
    else:
        say("cli.ingested", recording=made.recording_id)
        for name, place in made.files.items():
            typer.echo(f"  {name}: {place}")


@app.command()
def clip(
    recording: str,
    start: Annotated[float, typer.Argument(help="Seconds from the start of the recording.")],
    end: Annotated[float, typer.Argument(help="Seconds from the start of the recording.")],
    as_json: AsJson = False,
) -> None:
    """Cut a piece of an ingested recording into a file of its own, exact to the picture."""
    from pipeline import cutting

    with refusals():
        made = cutting.cut(recording, start, end)
    show(made.to_json()) if as_json else say("cli.cut", path=made.path)


@app.command()
def export(
    teacher: Annotated[str, typer.Argument(help="The e-mail address of the teacher.")],
    out: Annotated[Path, typer.Argument(help="The ZIP to write.", dir_okay=False)],
    as_json: AsJson = False,
) -> None:
    """Write all of a teacher's own material into one file, for her to take along."""
    from pipeline import exporting

    with refusals():
        own = exporting.export(teacher, out)
    told = {"path": str(out), "cycles": len(own.told["cycles"]), "clips": len(own.files)}
    show(told) if as_json else say("cli.exported", **told)


@app.command()
def backup(out: OutFolder = None, key_file: KeyFile = None, as_json: AsJson = False) -> None:
    """Make a sealed backup of everything while people work; remove the ones that are too old."""
    with refusals():
        made = cli_backups.backup(out, key_file, say)
    if as_json:
        show(made)


@app.command()
def restore(
    file: BackupFile,
    key_file: KeyFile = None,
    erased: Ledger = None,
    even_if_old: EvenIfOld = False,
    as_json: AsJson = False,
) -> None:
    """Restore a backup into an empty installation; what was erased since stays erased."""
    with refusals():
        done = cli_backups.restore(file, key_file, erased, even_if_old, say)
    if as_json:
        show(done)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Check this machine: one line for everything Lesbeeld leans on."""
    from pipeline import doctor as act

    found = act.examine()
    if as_json:
        show(
            {each.name: {"well": each.well, "says": each.says, "heed": each.heed} for each in found}
        )
    else:
        for each in found:
            name = text(f"cli.doctor_{each.name}")
            typer.echo(f"{each.sign} {name}: {each.says}")
    raise typer.Exit(0 if all(each.well for each in found) else 1)


@app.command()
def demo(
    lesson: Annotated[
        Path | None,
        typer.Option(envvar="LESSON", help="Film of the open cycle; else ours."),
    ] = None,
    serve_it: Annotated[bool, typer.Option("--serve", help="And serve it, until Ctrl+C.")] = False,
    port: Annotated[int, typer.Option(envvar="PORT", help="Where people find it.")] = 8501,
    host: HostOption = "127.0.0.1",
) -> None:
    """Make a programme to look at: a finished cycle and an open one, with invented people."""
    from pipeline import demo as act
    from pipeline import serve as supervisor

    with refusals():
        act.move_in(readable(lesson) if lesson else None)
        made = act.make(lesson, say)
    say("cli.demo.password", password=made.password)
    if serve_it:
        say("cli.serving", address=supervisor.address(port))
        raise typer.Exit(supervisor.run(port, host))


@app.command()
def bench(
    only: Annotated[list[str] | None, typer.Option(help="Measure only this part.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Less of everything.")] = False,
    film: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="A lesson to listen to; else ours."),
    ] = None,
    sets: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="Sounds of which is written what is said."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure Lesbeeld on this machine: what it does beside what it is held against."""
    from pipeline import bench as act
    from pipeline.bench_measure import Wish

    with refusals():
        wish = Wish(quick, film, sets)
        outcome = act.measure(only or (), wish, lambda name: say("bench.measuring", name=name))
    act.show(outcome)
    if as_json:
        show(outcome.to_json())
    raise typer.Exit(1 if outcome.failed else 0)


app.command()(cli_masks.faces)
app.command()(cli_masks.mask)
app.command()(cli_papers.papers)
app.command()(cli_accounts.invite)
app.add_typer(
    cli_keeping.retention_app, name="retention", help="What is due to be deleted, and deleting it."
)
app.add_typer(cli_keeping.tombstones_app, name="tombstones", help="The proof of what was deleted.")
app.add_typer(cli_keeping.ledger_app, name="ledger", help="Who watched, read or did what.")


def readable(film: Path) -> Path:
    """Return a film that can be opened. Raises Refused with a sentence."""
    if not (film.is_file() and os.access(film, os.R_OK)):
        raise Refused("refusals.no_such_film", name=film.name[:80])
    return film


if __name__ == "__main__":
    sys.exit(app())
