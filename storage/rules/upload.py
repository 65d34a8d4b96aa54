"""Whether a film may come in, judged by what is known before its first byte (row 2)."""

from pathlib import PurePath

from storage.rules.sentences import Sentence, refuse_if, say

MEDIA_TYPES = {
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".webm": "video/webm",
    ".mkv": "video/x-matroska",
    ".avi": "video/x-msvideo",
    ".3gp": "video/3gpp",
    ".3g2": "video/3gpp2",
    ".mts": "video/mp2t",
    ".m2ts": "video/mp2t",
    ".ts": "video/mp2t",
    ".mpg": "video/mpeg",
    ".mpeg": "video/mpeg",
    ".vob": "video/mpeg",  # camcorders with a disc or a hard disk
    ".mod": "video/mpeg",
    ".tod": "video/mp2t",
    ".wmv": "video/x-ms-wmv",
    ".asf": "video/x-ms-asf",
}
"""What phones and cameras make, by the ending of the name. The bytes decide later."""
GIGABYTE = 2**30
MOST_INTENTION = 500
"""Characters of "what would you like me to look at"."""


def ending(name: str) -> str:
    """The ending of a file name, small, with its dot; "" when there is none."""
    return PurePath(name).suffix.lower()


def unmet(
    name: str,
    size: int,
    limit: int,
    *,
    attested: bool,
    intention: str = "",
    free_bytes: int | None = None,
) -> tuple[Sentence, ...]:
    """Every reason not to take this film in.

    Args:
        name: as the browser tells it; only its ending is looked at.
        size: in bytes, as the browser tells it.
        limit: the most this school takes, in bytes.
        attested: the teacher checked the school's register of who may be filmed.
        intention: what the teacher wants looked at; may stay empty.
        free_bytes: room left in the store, None when that is not known.
    """
    found = []
    if ending(name) not in MEDIA_TYPES:
        found.append(say("refusals.upload_not_a_film", ending=ending(name) or "?"))
    if size <= 0:
        found.append(say("refusals.upload_empty"))
    if size > limit:
        found.append(say("refusals.upload_too_large", gigabytes=max(limit // GIGABYTE, 1)))
    elif free_bytes is not None and size > free_bytes:
        found.append(say("refusals.upload_no_room"))
    if not attested:
        found.append(say("refusals.upload_not_attested"))
    if len(intention) > MOST_INTENTION:
        found.append(say("refusals.intention_too_long", most=MOST_INTENTION))
    return tuple(found)


def check(
    name: str,
    size: int,
    limit: int,
    *,
    attested: bool,
    intention: str = "",
    free_bytes: int | None = None,
) -> None:
    """Refuse a film with the first reason of `unmet`."""
    refuse_if(
        unmet(name, size, limit, attested=attested, intention=intention, free_bytes=free_bytes)
    )
