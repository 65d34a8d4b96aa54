"""Documents people take along."""

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from config.texts import language, text
from review_app.routes.answers import PRIVATE, refusing
from review_app.who import member_of
from storage import access, action_summaries, clock, ledger, people
from storage.database import acting
from storage.documents.action_summary import word
from storage.errors import NotFound
from storage.people import Member
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


routes = [Route("/summaries/{cycle_id}.docx", refusing(summary), methods=["GET"])]
