"""Documents people take along."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from config.texts import language, text
from review_app.routes.answers import PRIVATE, refusing
from review_app.who import member_of
from storage import (
    access,
    action_summaries,
    agreements,
    clock,
    ledger,
    papers,
    people,
    receipts,
)
from storage.database import acting, asking
from storage.documents import action_summary, agreement
from storage.documents.papers import everything
from storage.documents.receipt import pdf
from storage.errors import NotFound
from storage.people import Member
from storage.receipts import Period
from storage.rules.access import Act

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def summary(request: Request) -> Response:
    """Send the agreed summary of a cycle as a Word document."""
    return await _sent(request, "cycle_id", _summary, "summary.file_name")


async def agreed(request: Request) -> Response:
    """Send the agreement of a pair as a Word document, signed or not."""
    return await _sent(request, "pair_id", _agreement, "agreement.file_name")


async def _sent(
    request: Request, of: str, make: Callable[[Member, str], bytes], file_name: str
) -> Response:
    """A Word document in the language of who takes it along."""
    member = await member_of(request)
    body = await anyio.to_thread.run_sync(make, member, request.path_params[of])
    return _to_keep(member, body, WORD, file_name, "docx")


def _to_keep(member: Member, body: bytes, kind: str, file_name: str, ending: str) -> Response:
    with language(member.language):
        name = text(file_name)
    return Response(
        body,
        media_type=kind,
        headers=PRIVATE | {"Content-Disposition": f'attachment; filename="{name}.{ending}"'},
    )


def _summary(member: Member, cycle_id: str) -> bytes:
    with language(member.language), acting() as session:
        about = access.around(session, cycle_id)
        access.require_sight(member.asker, Act.DOWNLOAD_SUMMARY, access.cycle_thing(about))
        seen = action_summaries.read(session, member.asker, cycle_id)
        if not seen.agreed_at:
            raise NotFound()
        named = people.names(session, {seen.teacher_id, seen.coach_id})
        ledger.write(session, member.id, "download", "action_summary", cycle_id, seen.teacher_id)
    with language(member.language):
        on = seen.agreed_at.astimezone(clock.SCHOOL_TIME).date()
        return action_summary.word(seen, named[seen.teacher_id], named[seen.coach_id], on)


async def school_papers(request: Request) -> Response:
    """Send the papers a school needs, in every language, as one ZIP."""
    member = await member_of(request)
    programme_id = request.path_params["programme_id"]
    body = await anyio.to_thread.run_sync(_papers, member, programme_id)
    return _to_keep(member, body, "application/zip", "papers.file_name", "zip")


def _papers(member: Member, programme_id: str) -> bytes:
    with acting() as session:
        facts = papers.take(session, member.asker, programme_id)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as box:
        for place, content in everything(facts).items():
            box.writestr(place, content)
    return out.getvalue()


async def receipt(request: Request) -> Response:
    """Send a receipt of what was deleted, of one recording or a period, as a PDF."""
    member = await member_of(request)
    asked = request.query_params
    period = _period(asked.get("from"), asked.get("until"))
    body = await anyio.to_thread.run_sync(_receipt, member, asked.get("recording"), period)
    return _to_keep(member, body, "application/pdf", "receipt.file_name", "pdf")


def _period(first: str | None, last: str | None) -> Period | None:
    """Two days at school, or None when there is none asked; what is no day is not found."""
    if not first or not last:
        return None
    try:
        return Period(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        raise NotFound() from None


def _receipt(member: Member, recording_id: str | None, period: Period | None) -> bytes:
    with acting() as session:
        made = receipts.receipt(session, member.asker, recording_id=recording_id, period=period)
        ledger.write(session, member.id, "download", "tombstone", recording_id or "", None)
    with language(member.language):
        return pdf(made)


def _agreement(member: Member, pair_id: str) -> bytes:
    with language(member.language):
        with asking() as session:
            view = agreements.read(session, member.asker, pair_id)
        return agreement.word(view)


routes = [
    Route("/summaries/{cycle_id}.docx", refusing(summary), methods=["GET"]),
    Route("/tombstones.pdf", refusing(receipt), methods=["GET"]),
    Route("/papers/{programme_id}.zip", refusing(school_papers), methods=["GET"]),
    Route("/agreements/{pair_id}.docx", refusing(agreed), methods=["GET"]),
]
