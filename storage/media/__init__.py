"""Where the bytes lie: a local folder or an S3 bucket, behind one small interface.

Everything of one recording lies under one random prefix, so that one purge removes it all and
one list proves it. No names, no words in a key:

    rec/<recording id>/original          as it was uploaded
    rec/<recording id>/<name>            proxy.mp4, poster.jpg, captions.nl.vtt, …
    rec/<recording id>/clips/<clip id>.mp4
    <kind>/<id>/<name>                   anything else, for instance export/<id>/portfolio.zip

A prefix covers whole steps of a key: `rec/1` covers `rec/1/original`, never `rec/10/original`.
The sha256 of what was stored is ours and belongs in the database; a server's own checksums are
not relied on.
"""

from storage.media.store import (
    Blob,
    Incoming,
    MediaStore,
    OffsetMoved,
    StillThere,
    StoreError,
    StoreFull,
    StoreMissing,
    WouldWait,
    media_store,
    media_type,
)

__all__ = [
    "Blob",
    "Incoming",
    "MediaStore",
    "OffsetMoved",
    "StillThere",
    "StoreError",
    "StoreFull",
    "StoreMissing",
    "WouldWait",
    "media_store",
    "media_type",
]
