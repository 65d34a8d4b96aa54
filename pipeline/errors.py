"""What goes wrong on this floor, and whether trying again can help."""

from storage.errors import Lesbeeld, Refused


class BadFilm(Refused):
    """The film itself cannot be used, and its key says why; trying again would end the same."""

    worth_retrying = False


class ToolFailed(Lesbeeld):
    """A tool stopped with an error, ran too long or used too much; another try may succeed.

    `said` is the end of what it wrote on stderr. It may quote the film's own metadata, so it is
    for a person at the machine and never goes into a log.
    """

    worth_retrying = True

    def __init__(self, tool: str, why: str, said: str = "", *, over_limit: bool = False) -> None:
        super().__init__(tool, why, said)
        self.tool = tool
        self.why = why
        self.said = said
        self.over_limit = over_limit
        """It took more time, memory or disk than it may: the next try would too."""

    def __str__(self) -> str:
        return f"{self.tool}: {self.why}"


class Cancelled(Lesbeeld):
    """The recording was discarded while it was being worked on."""

    worth_retrying = False
