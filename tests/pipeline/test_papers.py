"""`lesbeeld papers`: into an empty folder, all or nothing, with a sentence for whoever asked."""

import json
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import Engine
from typer.testing import CliRunner

from pipeline.cli import app
from storage.database import acting
from storage.records import Programme
from tests import makers
from tests.makers import School


@pytest.fixture
def bare(sqlite_database: Engine) -> School:
    return makers.school(prepared=False)


def run(*args: object, lang: str = "nl") -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["papers", *map(str, args)], env={"LC_ALL": lang})
    return done.exit_code, done.stdout, done.stderr


def test_the_papers_lie_in_a_new_folder_by_language(bare: School, tmp_path: Path) -> None:
    with acting() as session:
        makers.prepare(session, bare.coordinator, bare.programme_id)
    out = tmp_path / "deep" / "papers"
    code, listed, said = run(out, lang="en")
    assert code == 0
    assert "10 of them" in said
    assert "Not recorded" not in said
    there = sorted(str(path.relative_to(out)) for path in out.rglob("*.docx"))
    assert sorted(line.strip() for line in listed.splitlines()) == there
    assert len(there) == 10
    assert all(Document(str(out / place)).paragraphs for place in there)
    assert [path.name for path in out.parent.iterdir()] == ["papers"]


def test_before_the_set_up_they_are_written_with_what_is_missing_told(
    bare: School, tmp_path: Path
) -> None:
    code, _, said = run(tmp_path / "papers")
    assert code == 0
    assert "Grondslag, Bewaartermijn, Instemming van de (G)MR" in said
    code, listed, _ = run(tmp_path / "again", "--json")
    assert code == 0
    assert json.loads(listed)["missing"] == ["legal_basis", "retention", "works_council"]


def test_an_empty_folder_is_filled_and_a_full_one_is_left_as_it_is(
    bare: School, tmp_path: Path
) -> None:
    out = tmp_path / "papers"
    out.mkdir()
    assert run(out)[0] == 0
    (out / "nl" / "dpia.docx").write_text("what the school wrote")
    code, _, said = run(out)
    assert code == 1
    assert "In papers staat al iets. Er is niets geschreven." in said
    assert (out / "nl" / "dpia.docx").read_text() == "what the school wrote"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_where_nothing_can_be_written_nothing_is_left(bare: School, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    for out in (tmp_path / "file", tmp_path / "file" / "papers"):
        code, _, said = run(out)
        assert code == 1
        assert "kan niet geschreven worden" in said
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == ["file"]


def test_without_a_school_year_there_is_nothing_to_write(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    code, _, said = run(tmp_path / "papers")
    assert code == 1
    assert "Er is nog geen schooljaar" in said
    assert not (tmp_path / "papers").exists()


def test_where_more_programmes_run_one_is_named(bare: School, tmp_path: Path) -> None:
    with acting() as session:
        year = session.get_one(Programme, bare.programme_id)
        session.add(
            Programme(
                name="Tweede",
                starts_on=year.starts_on,
                ends_on=year.ends_on,
                created_at=year.created_at,
            )
        )
    code, _, said = run(tmp_path / "papers")
    assert code == 1
    assert "Schooljaar" in said
    assert "Tweede" in said
    code, _, said = run(tmp_path / "papers", "--programme", "Derde")
    assert code == 1
    assert "geen traject met de naam Derde" in said
    assert run(tmp_path / "papers", "--programme", "Schooljaar")[0] == 0
