"""What kind of file is this, by its first bytes and before any tool opens it.

Only kinds that hold sound and pictures themselves are known here. Playlists, manifests, session
descriptions and lists of pictures name other files, and are refused with everything else.
"""

from pathlib import Path

from pipeline.errors import BadFilm

FIRST_BYTES = 8192
MP4 = "mov,mp4,m4a,3gp,3g2,mj2"
_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"moof", b"styp", b"uuid")
_STARTS = (
    (b"\x1a\x45\xdf\xa3", "matroska,webm"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "asf"),
    (b"\x00\x00\x01\xba", "mpeg"),
    (b"\x00\x00\x01\xb3", "mpegvideo"),
    (b"FLV\x01", "flv"),
    (b"OggS", "ogg"),
    (b"\x06\x0e\x2b\x34", "mxf"),
    (b"ID3", "mp3"),
    (b"fLaC", "flac"),
)


def demuxer(path: Path) -> str:
    """Return the one ffmpeg demuxer that may open this file. BadFilm when it is not a film."""
    with path.open("rb") as file:
        first = file.read(FIRST_BYTES)
    if not first:
        raise BadFilm("refusals.film_empty")
    if not first.strip(b"\0"):
        raise BadFilm("refusals.film_cut_off")  # reserved on disk, never filled
    found = _by_start(first)
    if found is None:
        raise BadFilm("refusals.not_a_film")
    return found


def _by_start(first: bytes) -> str | None:
    for start, kind in _STARTS:
        if first.startswith(start):
            return kind
    if first[4:8] in _BOXES:
        return MP4
    if first[:4] == b"RIFF":
        return {b"AVI ": "avi", b"WAVE": "wav"}.get(first[8:12])
    if _is_transport_stream(first):
        return "mpegts"
    if first[0] == 0xFF and first[1:2] and first[1] & 0xE0 == 0xE0:
        return "mp3,aac"
    return None


def _is_transport_stream(first: bytes) -> bool:
    """A packet every 188 bytes, or 192 in a camera's files, each starting with 0x47."""
    for size in (188, 192, 204):
        for offset in range(min(size, len(first))):
            marks = first[offset::size]
            if len(marks) >= 3 and set(marks[:20]) == {0x47}:
                return True
    return False
