"""A progress bar for the person at the keyboard; nothing where stderr is no terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from config.texts import text

Tell = Callable[[str, float], None]


@contextmanager
def bar() -> Iterator[Tell]:
    """Give a function that takes the step that runs and how far it is (0 to 1)."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _step, _part: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(text("cli.step_waiting"), total=1.0)

        def tell(step: str, part: float) -> None:
            progress.update(task, description=text(f"cli.step_{step}"), completed=part)

        yield tell
