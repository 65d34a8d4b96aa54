"""Where every packet of an mp4 film lies and when it shows: the tables of its index, as numbers.

Read here rather than by a tool, since it costs no process and not a byte of media is decoded: the
tables are numbers with a declared size, and whatever does not add up is told as `CannotCopy`.
"""

from fractions import Fraction
from pathlib import Path
from struct import error as StructError
from struct import unpack_from

import numpy as np

from pipeline.boxes import LARGEST_INDEX, boxes_in, inside, timescale, top_level
from pipeline.cut_packets import CannotCopy, Numbers, Packets

MOST_PACKETS = 2_000_000
"""Per track; two hours of a fast camera stay below it."""


def read_packets(path: Path) -> dict[str, Packets]:
    """Return the picture track and, if there is one, the sound track, by kind. CannotCopy."""
    try:
        moov = _index(path)
        movie_scale = timescale(inside(moov, "mvhd"))
        tracks = [_track(box, movie_scale) for name, box in boxes_in(moov) if name == "trak"]
        size = path.stat().st_size
    except (StructError, ValueError, IndexError, ArithmeticError) as wrong:
        raise CannotCopy("unreadable_index") from wrong
    found: dict[str, Packets] = {}
    for track in tracks:
        if track is not None and track.kind in found:
            raise CannotCopy("several_tracks")
        if track is not None:
            _require_inside(track, size)
            found[track.kind] = track
    if "vide" not in found:
        raise CannotCopy("unreadable_index")
    return found


def _require_inside(track: Packets, size: int) -> None:
    """CannotCopy when a packet lies outside the file, or a keyframe outside the track."""
    ends = track.offsets + track.sizes
    outside = track.offsets.min() < 0 or ends.min() < 0 or ends.max() > size
    if outside or ((track.keys < 0) | (track.keys >= len(track))).any():
        raise CannotCopy("unreadable_index")


def _index(path: Path) -> memoryview:
    size = path.stat().st_size
    with path.open("rb") as file:
        for name, start, end in top_level(file, size):
            if name == "moov" and end <= size and end - start <= LARGEST_INDEX:
                file.seek(start)
                return memoryview(file.read(end - start))
    raise CannotCopy("unreadable_index")


def _track(track: memoryview, movie_scale: int) -> Packets | None:
    kind = bytes(inside(track, "mdia", "hdlr")[8:12]).decode("latin-1")
    if kind not in ("vide", "soun"):
        return None
    table = inside(track, "mdia", "minf", "stbl")
    scale = timescale(inside(track, "mdia", "mdhd"))
    sizes = _sizes(inside(table, "stsz"))
    lasting = _spread(_rows(inside(table, "stts"), 2), len(sizes))
    begins = np.cumsum(lasting) - lasting
    late = inside(table, "ctts")
    if len(late):  # some writers count below zero in a column that was not meant for it
        rows = _rows(late, 2)
        begins = begins + _spread(np.stack([rows[:, 0], _signed(rows[:, 1])], axis=1), len(sizes))
    shift, ends = _edit(inside(track, "edts", "elst"), Fraction(scale, movie_scale))
    return Packets(
        kind=kind,
        scale=scale,
        entry=_only_entry(inside(table, "stsd")),
        offsets=_offsets(table, sizes),
        sizes=sizes,
        shown=begins + shift,
        lasting=lasting,
        keys=_keys(inside(table, "stss"), len(sizes)),
        ends=ends if ends is not None else int((begins + lasting).max() + shift),
    )


def _rows(table: memoryview, columns: int, width: str = ">u4") -> Numbers:
    """The rows of a table that begins with their number."""
    count = unpack_from(">I", table, 4)[0] if len(table) >= 8 else 0
    values = np.frombuffer(table, width, count=count * columns, offset=8)
    return values.reshape(count, columns).astype(np.int64)


def _signed(values: Numbers) -> Numbers:
    return values.astype(np.uint32).view(np.int32).astype(np.int64)


def _spread(rows: Numbers, packets: int) -> Numbers:
    """Rows of (how many packets, value) as one value per packet."""
    if int(rows[:, 0].sum()) != packets:
        raise CannotCopy("unreadable_index")
    return np.repeat(rows[:, 1], rows[:, 0])


def _sizes(table: memoryview) -> Numbers:
    each, count = unpack_from(">II", table, 4) if len(table) >= 12 else (0, 0)
    if not 0 < count <= MOST_PACKETS:
        raise CannotCopy("unreadable_index")
    if each:
        return np.full(count, each, dtype=np.int64)
    return np.frombuffer(table, ">u4", count=count, offset=12).astype(np.int64)


def _offsets(table: memoryview, sizes: Numbers) -> Numbers:
    """Packets lie in chunks, one behind the other."""
    near, far = inside(table, "stco"), inside(table, "co64")
    starts = (_rows(near, 1) if len(near) else _rows(far, 1, ">u8"))[:, 0]
    runs = _rows(inside(table, "stsc"), 3)
    if len(starts) > MOST_PACKETS or len(runs) == 0 or runs[0, 0] != 1:
        raise CannotCopy("unreadable_index")
    chunks = np.diff(np.append(runs[:, 0], len(starts) + 1))
    if chunks.min() < 0 or runs[:, 1].max() > MOST_PACKETS:
        raise CannotCopy("unreadable_index")
    in_chunk = np.repeat(runs[:, 1], chunks)
    if int(in_chunk.sum()) != len(sizes):
        raise CannotCopy("unreadable_index")
    before = np.cumsum(sizes) - sizes
    first = np.cumsum(in_chunk) - in_chunk
    return np.repeat(starts - before[first], in_chunk) + before


def _only_entry(table: memoryview) -> bytes:
    """The one sample description. CannotCopy where packets are decoded in several ways."""
    count = unpack_from(">I", table, 4)[0] if len(table) >= 16 else 0
    if count != 1:
        raise CannotCopy("several_descriptions")
    length = unpack_from(">I", table, 8)[0]
    return bytes(table[8 : 8 + length])


def _keys(table: memoryview, packets: int) -> Numbers:
    if not len(table):
        return np.arange(packets, dtype=np.int64)
    return _rows(table, 1)[:, 0] - 1


def _edit(table: memoryview, ticks: Fraction) -> tuple[int, int | None]:
    """How much later than its own clock the track shows, and when it ends. CannotCopy.

    At most a wait and then one stretch: that is what writers do to line up sound and picture.
    """
    if len(table) < 8:
        return 0, None
    row, form = (20, ">Qqi") if table[0] == 1 else (12, ">Iii")
    rows = unpack_from(">I", table, 4)[0]
    edits = [unpack_from(form, table, 8 + each * row) for each in range(min(rows, 3))]
    wait = Fraction(0)
    if len(edits) == 2 and edits[0][1] == -1:
        wait = edits.pop(0)[0] * ticks
    if len(edits) != 1 or edits[0][1] < 0 or edits[0][2] != 0x10000:
        raise CannotCopy("edited")
    length, start, _ = edits[0]
    return round(wait) - int(start), round(wait + length * ticks)
