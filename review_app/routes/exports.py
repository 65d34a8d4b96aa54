"""Fetching one's own material: the file of its owner, for as long as it is there for her."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from config.texts import language, text
from review_app.routes.answers import refusing
from review_app.routes.watch import Opened, send
from storage import export_packages
from storage.database import acting, asking
from storage.people import Member


async def own_material(request: Request) -> Response:
    """Send a teacher the file she asked for, in ranges where her browser goes on halfway."""
    export_id = request.path_params["id"]

    def leave(member: Member) -> Opened:
        with asking() as session:
            mark = export_packages.open_file(session, member.asker, export_id)
            told = export_packages.fetching_told(session, member.asker, export_id)
        if not told:
            with acting() as session:
                export_packages.open_file(session, member.asker, export_id)
                export_packages.note_fetched(session, member.asker, export_id)
        with language(member.language):
            name = text("exports.file_name")
        return Opened(export_packages.key(export_id), mark, f"{name}.zip")

    return await send(request, leave)


routes = [Route("/exports/{id}.zip", refusing(own_material), methods=["GET", "HEAD"])]
