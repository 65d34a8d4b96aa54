"""What kind of file is this, by its first bytes and before any tool opens it.

Only kinds that hold sound and pictures themselves are known here. Playlists, manifests, session
descriptions, scripts and lists of pictures name other files, and are refused with everything else.
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
    (b"\x1f\x07\x00", "dv"),
)
_TEXT = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
"""How text in other alphabets' encodings begins; two of them look like sound."""
_SOUND = (b"ID3", b"fLaC", b"#!AMR", b"caff", b"FORM")
_STILLS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
"""Brands of photos, which lie in the same kind of boxes as films."""


def demuxer(path: Path) -> str:
    """Return the one ffmpeg demuxer that may open this file. BadFilm when it is not a film."""
    with path.open("rb") as file:
        first = file.read(FIRST_BYTES)
    if not first:
        raise BadFilm("refusals.film_empty")
    if not first.strip(b"\0"):
        raise BadFilm("refusals.film_cut_off")  # reserved on disk, never filled
    if first.startswith(_TEXT):
        raise BadFilm("refusals.not_a_film")
    found = _by_start(first)
    if found is None:
        raise BadFilm("refusals.film_no_picture" if _is_sound(first) else "refusals.not_a_film")
    return found


def _by_start(first: bytes) -> str | None:
    for start, kind in _STARTS:
        if first.startswith(start):
            return kind
    if first[4:8] in _BOXES:
        return None if first[4:8] == b"ftyp" and first[8:12] in _STILLS else MP4
    if first[:4] == b"RIFF" and first[8:12] == b"AVI ":
        return "avi"
    return "mpegts" if _is_transport_stream(first) else None


def _is_sound(first: bytes) -> bool:
    """A file that cannot hold pictures, whatever its name says."""
    in_frames = first[0] == 0xFF and first[1:2] and first[1] & 0xE0 == 0xE0
    in_chunks = first[:4] in (b"RIFF", b"RF64") and first[8:12] == b"WAVE"
    return bool(in_frames or in_chunks or first.startswith(_SOUND))


def _is_transport_stream(first: bytes) -> bool:
    """A packet every 188 bytes, or 192 in a camera's files, each starting with 0x47."""
    for size in (188, 192, 204):
        for offset in range(min(size, len(first))):
            marks = first[offset::size]
            if len(marks) >= 3 and set(marks[:20]) == {0x47}:
                return True
    return False
