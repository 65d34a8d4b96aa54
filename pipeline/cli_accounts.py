"""`lesbeeld invite`: the first admin of a school, and whoever lost a password."""

from typing import Annotated
from urllib.parse import quote

import typer

from config.settings import settings
from pipeline.cli_words import AsJson, refusals, say, show, spoken
from storage import database, invitations
from storage.database import acting
from storage.rules.roles import Role


def invite(
    email: Annotated[str, typer.Argument(help="The address people sign in with.")],
    name: Annotated[str, typer.Option(help="For a new account.")] = "",
    role: Annotated[list[Role] | None, typer.Option(help="For a new account; else admin.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make a link with which one person chooses a password: a new account, or a lost password."""
    with refusals():
        database.migrate()
        with acting() as session:
            made = invitations.by_hand(session, email, name, set(role or [Role.admin]), spoken())
    link = f"{settings().base_url}/?invitation={quote(made.token)}"
    if as_json:
        show({"person": made.person_id, "link": link})
    else:
        say("cli.invited", days=invitations.INVITED_FOR.days)
        typer.echo(link)
