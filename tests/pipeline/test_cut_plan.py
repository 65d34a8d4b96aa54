"""Where a clip may be cut without a picture too many or too few."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cut_packets import CannotCopy, Packets
from pipeline.cut_plan import Frames, Seams, plan_seams

FPS = Fraction(25)
TICKS = 512

anchors = st.lists(st.integers(0, 4), min_size=1, max_size=12)
"""A group of pictures: how many pictures are shown before each anchor after the first."""


def film(groups: list[list[int]]) -> Packets:
    """A film of closed groups; an anchor is decoded before the pictures that it follows."""
    shown: list[int] = []
    keys = []
    for group in groups:
        keys.append(len(shown))
        shown.append(len(shown))
        for between in group:
            first = len(shown)
            shown += [first + between, *range(first, first + between)]
    count = len(shown)
    return Packets(
        kind="vide",
        scale=25 * TICKS,
        entry=b"",
        offsets=np.arange(count),
        sizes=np.ones(count, dtype=np.int64),
        shown=np.array(shown) * TICKS,
        lasting=np.full(count, TICKS),
        keys=np.array(keys),
        ends=count * TICKS,
    )


def seams(packets: Packets, first: int, end: int) -> Seams:
    return plan_seams(packets, Frames(first, end, FPS), lambda packet: packet in packets.keys)


@given(groups=st.lists(anchors, min_size=1, max_size=6), drawn=st.randoms(use_true_random=False))
def test_every_chosen_picture_comes_once_and_no_other(groups, drawn):
    packets = film([*groups, [1, 2, 3, 4]])
    key = drawn.choice([int(key) for key in packets.keys])
    first = drawn.randint(max(0, key - 5), key)
    end = drawn.randint(key + 12, len(packets))
    found = seams(packets, first, end)
    numbers = packets.shown // TICKS
    copied = sorted(numbers[found.first : found.end])
    head = list(range(found.head.first, found.head.end))
    tail = list(range(found.tail.first, found.tail.end))
    assert [*head, *copied, *tail] == list(range(first, end))
    assert found.first in packets.keys
    for edge, anew in ((found.head, head), (found.tail, tail)):
        if anew:
            assert edge.packets[0] in packets.keys
            assert set(anew) <= set(numbers[list(edge.packets)])
    assert len(tail) <= 4  # never more than lie between two anchors


def test_an_edge_is_decoded_from_its_own_keyframe_and_not_a_packet_further_than_needed():
    packets = film([[3, 3, 3], [3, 3, 3], [3, 3, 3]])  # groups of 13 pictures
    found = seams(packets, 9, 33)
    assert (found.head.packets, found.first) == (range(13), 13)
    assert (found.end, found.tail.packets) == (31, range(26, 34))


def test_a_keyframe_that_earlier_pictures_still_need_is_no_place_to_begin():
    packets = film([[3, 3], [3, 3], [3, 3]])
    shown = packets.shown.copy()
    shown[[8, 9]] = shown[[9, 8]]  # picture 7 is decoded after the key that shows as picture 9
    opened = replace(packets, shown=shown, keys=np.array([0, 8, 18]))
    assert seams(packets, 5, 27).first == 9
    assert seams(opened, 5, 27).first == 18


def test_pictures_are_only_copied_where_there_is_one_at_each_moment():
    packets = film([[0] * 24, [0] * 24, [0] * 24])
    uneven = replace(packets, shown=np.delete(film([[0] * 24] * 4).shown, 40)[:75])
    with pytest.raises(CannotCopy, match="uneven_pace"):
        seams(uneven, 10, 60)
    assert seams(uneven, 10, 40).pictures == slice(10, 40)


def test_at_the_films_end_there_may_be_fewer_pictures_than_sound():
    packets = film([[0] * 24, [0] * 24])
    assert seams(packets, 10, 55).pictures == slice(10, 50)


def test_what_an_edit_hides_at_the_end_is_not_copied():
    packets = film([[0] * 24, [0] * 24])
    assert seams(replace(packets, ends=40 * TICKS), 10, 50).pictures == slice(10, 40)


def test_an_edge_too_far_from_its_keyframe_is_not_worth_it():
    packets = film([[0] * 600, [0] * 600, [0] * 600])
    with pytest.raises(CannotCopy, match="keyframes_far_apart"):
        seams(packets, 590, 1800)


def test_little_to_copy_is_not_worth_it():
    packets = film([[0] * 24] * 4)
    with pytest.raises(CannotCopy, match="little_to_copy"):
        seams(packets, 1, 27)
