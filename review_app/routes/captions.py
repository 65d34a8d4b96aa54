"""Captions to who may read them, as they are written now and not as their file holds them.

So a line that was put right shows at once, under the lesson and under its clips.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from review_app.routes import watch
from review_app.routes.answers import PRIVATE, refusing
from review_app.routes.reading import as_member, note_read
from storage import captions, clips, transcripts
from storage.database import asking
from storage.people import Member
from storage.records import RenditionKind

KIND = "text/vtt; charset=utf-8"


async def recording_captions(request: Request) -> Response:
    """Send the captions of a recording as they are now."""
    recording_id = request.path_params["id"]

    def read(member: Member) -> str:
        with asking() as session:
            transcripts.readable(session, member.asker, recording_id)
            written = captions.of_recording(session, recording_id)
        note_read(member, recording_id, RenditionKind.captions)
        return written

    return Response(await as_member(request, read), headers=PRIVATE, media_type=KIND)


async def clip_captions(request: Request) -> Response:
    """Send the captions of a clip as they are now; of a lesson that is gone, as they were."""
    clip_id = request.path_params["id"]

    def read(member: Member) -> str | None:
        with asking() as session:
            clip = clips.look(session, member.asker, clip_id)
            if not clip.recording_id or not transcripts.exists(session, clip.recording_id):
                return None
            return captions.of_clip(session, clip.recording_id, clip.span)

    written = await as_member(request, read)
    if written is None:
        request.path_params["file"] = "captions.vtt"
        return await watch.clip_file(request)
    return Response(written, headers=PRIVATE, media_type=KIND)


routes = [
    Route("/recordings/{id}/captions.vtt", refusing(recording_captions), methods=["GET"]),
    Route("/clips/{id}/captions.vtt", refusing(clip_captions), methods=["GET"]),
]
