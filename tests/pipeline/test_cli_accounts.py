"""The first account of a school, and a password that was lost, from the server itself."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from pipeline.cli import app
from storage import invitations, people
from storage.database import acting, asking
from storage.errors import Refused
from storage.records import LedgerEntry, RoleHeld
from storage.rules.roles import Role

lesbeeld = CliRunner()
PASSWORD, OTHER = "zeven paarse fietsen", "acht groene karren"


def invited(*said: str) -> str:
    """The token of the link that the command prints."""
    told = lesbeeld.invoke(app, ["invite", *said, "--json"])
    assert told.exit_code == 0, told.output
    return parse_qs(urlsplit(json.loads(told.stdout)["link"]).query)["invitation"][0]


def accepts(token: str, password: str) -> None:
    with acting() as session:
        invitations.accept(session, token, password)


def signs_in(password: str) -> str | None:
    with acting() as session:
        return people.sign_in(session, "ada@school.test", password, "10.0.0.1")


def test_an_empty_house_gets_its_first_admin(home: Path) -> None:
    accepts(invited("ada@school.test", "--name", "Ada"), PASSWORD)
    with asking() as session:
        (held,) = session.scalars(select(RoleHeld))
        assert held.role is Role.admin
        lines = session.scalars(select(LedgerEntry.actor_id).order_by(LedgerEntry.seq)).all()
    assert lines[0] == "by_hand"


def test_a_lost_password_is_chosen_anew_and_the_old_one_opens_nothing(home: Path) -> None:
    accepts(invited("ada@school.test", "--name", "Ada"), PASSWORD)
    assert signs_in(PASSWORD)
    first, token = invited("ada@school.test"), invited("Ada@school.test ")
    with pytest.raises(Refused, match="used_or_old"):
        accepts(first, OTHER)
    assert signs_in(PASSWORD), "until she chose another"
    accepts(token, OTHER)
    assert (signs_in(PASSWORD), bool(signs_in(OTHER))) == (None, True)


def test_without_a_name_nobody_new_is_invited(home: Path) -> None:
    told = lesbeeld.invoke(app, ["invite", "ada@school.test"])
    assert (told.exit_code, told.stdout) == (1, "")
    assert "naam" in told.stderr.lower()
