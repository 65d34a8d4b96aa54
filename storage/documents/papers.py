"""A school's papers as Word documents, filled with what is so; what only it knows is a box."""

from collections.abc import Callable, Mapping
from typing import Any

from docx.document import Document as Paper
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from config.papers import Block
from config.papers import papers as declared
from config.texts import current_language, format_date, language, text
from storage import terms
from storage.documents.agreement import add_promises
from storage.documents.paper import TABLE, blank_sheet, clean, written
from storage.papers import Facts
from storage.rules.retention import Kind, RetentionRule, Trigger
from storage.rules.roles import Role
from storage.rules.set_up import Use, allows

YELLOW = "FFF2B3"
"""Under what the school fills in itself."""


def everything(facts: Facts) -> dict[str, bytes]:
    """Return every paper in every language as a .docx, by its place: "nl/dpia.docx"."""
    made = {}
    for spoken in facts.promises:
        with language(spoken):
            for paper in declared().papers:
                made[f"{spoken}/{text(f'papers.files.{paper}')}.docx"] = word(paper, facts)
    return made


def word(paper: str, facts: Facts) -> bytes:
    """Return one paper as a .docx, in the language that is in use."""
    document = blank_sheet(text(f"papers.titles.{paper}"))
    told, so = _told(facts), facts.so
    document.add_paragraph().add_run(clean(text(f"papers.notes.{paper}", **told))).italic = True
    for part in declared().papers[paper]:
        document.add_heading(text(f"papers.heads.{part.head}"), level=1)
        for block in part.has:
            if block.stands(so):
                _add(document, block, facts, told)
    return written(document)


def _add(document: Paper, block: Block, facts: Facts, told: Mapping[str, Any]) -> None:
    match block.kind:
        case "says":
            document.add_paragraph(clean(text(f"papers.says.{block.word}", **told)))
        case "point":
            said = text(f"papers.points.{block.word}", **told)
            document.add_paragraph(clean(said), style="List Bullet")
        case "blank":
            _add_blank(document, text(f"papers.blanks.{block.word}", **told))
        case "shows":
            _SHOWS[block.word](document, facts)


def _told(facts: Facts) -> dict[str, Any]:
    """Everything a sentence may name, in words."""
    known, where, rules = facts.set_up.facts, facts.where, facts.policy.rules
    days = {
        "made_on": facts.made_on, "start": facts.starts_on, "end": facts.ends_on,
        "decided_on": known.decided_on, "informed_on": known.parents_informed_on,
        "council_on": known.works_council_on,
    }  # fmt: skip
    return {
        "programme": facts.set_up.programme,
        "pairs": facts.pairs,
        "basis": text(f"set_up.bases.{known.legal_basis}") if known.legal_basis else "",
        "officer": known.officer,
        "letter": known.letter_version,
        "preset": text(f"set_up.presets.{facts.policy.preset}"),
        "ceiling": text(f"set_up.presets.{known.ceiling}") if known.ceiling else "",
        "days": facts.terms.days,
        "most": facts.terms.most,
        "clips_until": _until(rules[Kind.clip]),
        "backups": terms.how_long(rules[Kind.backup]),
        "address": where.address,
        "store": where.store,
        "database": where.database,
        "mail": where.mail,
        "model": where.speech_model,
        **{name: format_date(day, year=True) if day else "" for name, day in days.items()},
    }


def _until(rule: RetentionRule) -> str:
    """Until when something stays when nobody stops before, as a parent would say it."""
    clock = next(each for each in rule.clocks if each.trigger is not Trigger.consent_withdrawal)
    return text(f"papers.until.{clock.trigger}", days=clock.period_days)


def _add_blank(document: Paper, what: str) -> None:
    """A yellow box that says what the school writes there, with room to do so."""
    cell = document.add_table(rows=1, cols=1, style="Table Grid").cell(0, 0)
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", YELLOW)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)
    run = cell.paragraphs[0].add_run(clean(text("papers.fill_in", what=what)))
    run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    cell.add_paragraph()
    document.add_paragraph()


def _add_table(document: Paper, rows: list[tuple[str, ...]]) -> None:
    """Rows under the first, which heads them."""
    table = document.add_table(rows=0, cols=len(rows[0]), style=TABLE)
    for row in rows:
        for cell, said in zip(table.add_row().cells, row, strict=True):
            cell.text = clean(said)
    document.add_paragraph()


def _columns(*words: str) -> tuple[str, ...]:
    return tuple(text(f"papers.columns.{word}") for word in words)


def _uses(document: Paper, facts: Facts) -> None:
    rows = [_columns("use", "may")]
    for use in Use:
        decided = facts.set_up.decisions.get(use)
        if decided:
            day = format_date(decided.decided_on, year=True)
            said = text("set_up.may.decision", day=day, reference=decided.reference)
        else:
            said = text(f"set_up.may.{'basis' if allows(facts.set_up.facts, use) else 'not'}")
        rows.append((text(f"set_up.use_names.{use}"), said))
    _add_table(document, rows)


def _data(document: Paper, _: Facts) -> None:
    rows = [
        (text(f"papers.data.{word}"), text(f"papers.data_of.{word}")) for word in declared().data
    ]
    _add_table(document, [_columns("what", "of_whom"), *rows])


def _roles(document: Paper, facts: Facts) -> None:
    rows = [
        (text(f"roles.{role}"), str(facts.people[role]), text(f"papers.sees.{role}"))
        for role in Role
    ]
    _add_table(document, [_columns("role", "how_many", "sees"), *rows])


def _machine(document: Paper, facts: Facts) -> None:
    for work in facts.machine:
        document.add_paragraph(text(f"papers.machine.{work}"), style="List Bullet")


def _balancing_test(document: Paper, facts: Facts) -> None:
    for line in facts.set_up.facts.balancing_test.splitlines():
        document.add_paragraph(clean(line), style="Quote")


def _retention(document: Paper, facts: Facts) -> None:
    rows = [
        (text(f"retention.kinds.{kind}"), terms.how_long(rule))
        for kind, rule in facts.policy.rules.items()
    ]
    _add_table(document, [_columns("kind", "how_long"), *rows])


def _risks(document: Paper, _: Facts) -> None:
    rows = [
        (text(f"papers.risks.{word}"), text(f"papers.measures.{word}")) for word in declared().risks
    ]
    _add_table(document, [_columns("risk", "measure"), *rows])


def _promises(document: Paper, facts: Facts) -> None:
    add_promises(document, facts.promises[current_language()])


_SHOWS: Mapping[str, Callable[[Paper, Facts], None]] = {
    "uses": _uses,
    "data": _data,
    "roles": _roles,
    "machine": _machine,
    "balancing_test": _balancing_test,
    "retention": _retention,
    "risks": _risks,
    "promises": _promises,
}
