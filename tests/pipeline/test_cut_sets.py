"""Two kinds of pictures in one track, each with parameter sets of its own."""

import pytest

from pipeline.cut_packets import CannotCopy
from pipeline.cut_read import read_packets
from pipeline.cut_sets import Sets, sets_of, with_sets
from pipeline.cut_units import is_fresh_start, require_known_sets
from tests import samples


def some_sets(*, sequence: bytes = b"\x67\x64\0\x1f\xac", picture: bytes = b"\x68\xee") -> Sets:
    return Sets(100, 0, 31, (sequence,), (picture,), b"\xfd\xf8\xf8\0")


def test_our_own_parameter_sets_get_a_number_the_film_does_not_use() -> None:
    first, second = some_sets(), some_sets(sequence=b"\x67\x64\0\x1f\x5c", picture=b"\x68\x5e")
    assert (first.numbers, first.free_number) == ({0}, 1)
    assert (second.numbers, second.free_number) == ({1}, 2)
    assert first.joined(second).numbers == {0, 1}
    with pytest.raises(CannotCopy, match="parameter_sets_collide"):
        first.joined(some_sets())


def test_a_description_says_what_was_put_into_it() -> None:
    film = samples.film("index.mp4", seconds=5, extra="-preset veryfast")
    entry = read_packets(film)["vide"].entry
    both = sets_of(entry).joined(some_sets(sequence=b"\x67\x64\0\x28\x5c", picture=b"\x68\x5e"))
    changed = with_sets(entry, both)
    assert sets_of(changed) == both
    assert with_sets(changed, sets_of(entry)) == entry
    assert len(changed) == int.from_bytes(changed[:4], "big")


def unit(*contents: int) -> bytes:
    return len(contents).to_bytes(4, "big") + bytes(contents)


def test_only_a_picture_that_needs_no_other_is_a_fresh_start() -> None:
    assert is_fresh_start(unit(6, 1) + unit(0x65, 1) + unit(0x65, 2))
    assert not is_fresh_start(unit(0x65, 1) + unit(0x41, 1))
    assert not is_fresh_start(unit(6, 1))


@pytest.mark.parametrize("packet", [b"\0\0", b"\0\0\0\0", unit(1)[:-1], b"\xff\xff\xff\xff\x65"])
def test_a_packet_that_does_not_add_up_is_refused(packet: bytes) -> None:
    with pytest.raises(CannotCopy, match="damaged_packet"):
        is_fresh_start(packet)


def test_parameter_sets_on_the_way_may_repeat_what_is_known_and_nothing_else() -> None:
    require_known_sets(unit(*some_sets().sequence[0]) + unit(0x65, 1), some_sets())
    with pytest.raises(CannotCopy, match="parameter_sets_change"):
        require_known_sets(unit(0x67, 0x64, 0, 0x28, 0xAC), some_sets())
