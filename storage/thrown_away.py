"""What a teacher throws away of what she got: one clip, whenever she wants, and no yes of others.

A whole film goes by `recordings.discard`, everything of a cycle by `withdrawals`.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import access, clock, held, ledger
from storage.errors import NotFound, StepAlreadyTaken
from storage.records import Answer, Clip
from storage.rules.access import Act, Asker

# Acting


def clip(session: Session, asker: Asker, clip_id: str) -> None:
    """Throw a published clip away: from now on nobody opens it, and the next sweep wipes it.

    What its coach wrote at it goes along, and her answer. Raises NotFound for anybody else and
    while it is held, Refused when a hold waits to be confirmed.
    """
    found = session.get(Clip, clip_id, with_for_update=True)
    if found is None:
        raise NotFound()
    thing = access.clip_thing(session, found)
    access.require_sight(asker, Act.THROW_AWAY_CLIP, thing)
    if found.removed_at:
        raise StepAlreadyTaken()
    held.refuse_if_kept(session, clip_id)
    found.removed_at = clock.now()
    for answer in session.scalars(select(Answer).where(Answer.clip_id == clip_id)).all():
        if not held.is_kept(session, answer.reflection_id):
            session.delete(answer)
    ledger.write(session, asker.id, "throw_away", "clip", clip_id, asker.id, found.span)
