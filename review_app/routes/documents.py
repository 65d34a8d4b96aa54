"""Documents people take along."""

from datetime import date

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from config.texts import language, text
from review_app.routes.answers import PRIVATE, refusing
from review_app.who import member_of
from storage import access, action_summaries, clock, ledger, people, receipts
from storage.database import acting
from storage.documents.action_summary import word
from storage.documents.receipt import pdf
from storage.errors import NotFound
from storage.people import Member
from storage.receipts import Period
from storage.rules.access import Act

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def summary(request: Request) -> Response:
    """Send the agreed summary of a cycle as a Word document."""
    member = await member_of(request)
    body = await anyio.to_thread.run_sync(_word, member, request.path_params["cycle_id"])
    with language(member.language):
        name = text("summary.file_name")
    return Response(
        body,
        media_type=WORD,
        headers=PRIVATE | {"Content-Disposition": f'attachment; filename="{name}.docx"'},
    )


def _word(member: Member, cycle_id: str) -> bytes:
    with acting() as session:
        about = access.around(session, cycle_id)
        access.require_sight(member.asker, Act.DOWNLOAD_SUMMARY, access.cycle_thing(about))
        seen = action_summaries.read(session, member.asker, cycle_id)
        if not seen.agreed_at:
            raise NotFound()
        named = people.names(session, {seen.teacher_id, seen.coach_id})
        ledger.write(session, member.id, "download", "action_summary", cycle_id, seen.teacher_id)
    with language(member.language):
        on = seen.agreed_at.astimezone(clock.SCHOOL_TIME).date()
        return word(seen, named[seen.teacher_id], named[seen.coach_id], on)


async def receipt(request: Request) -> Response:
    """Send a receipt of what was deleted, of one recording or a period, as a PDF."""
    member = await member_of(request)
    asked = request.query_params
    period = _period(asked.get("from"), asked.get("until"))
    body = await anyio.to_thread.run_sync(_receipt, member, asked.get("recording"), period)
    with language(member.language):
        name = text("receipt.file_name")
    return Response(
        body,
        media_type="application/pdf",
        headers=PRIVATE | {"Content-Disposition": f'attachment; filename="{name}.pdf"'},
    )


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


routes = [
    Route("/summaries/{cycle_id}.docx", refusing(summary), methods=["GET"]),
    Route("/tombstones.pdf", refusing(receipt), methods=["GET"]),
]
