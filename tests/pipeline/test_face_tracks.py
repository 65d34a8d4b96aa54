"""Faces in single pictures become tracks: by where and when, and by nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.media import FaceTracks, media
from pipeline.face_tracks import Box, Seen, follow

WISH = FaceTracks(begins=0.5, gap_ms=1500, reach=1.0, pad_ms=700, slack=0.08)
EVERY_MS = 333


def seen(picture: int, x: float, *, y: float = 0.3, size: float = 0.1, sure: float = 0.9) -> Seen:
    return Seen(picture * EVERY_MS, Box(x, y, size, size), sure)


def sides(box: Box) -> tuple[float, ...]:
    return box.x, box.y, box.width, box.height


def test_a_face_that_moves_a_little_from_picture_to_picture_is_one_track():
    tracks = follow([[seen(n, 0.1 + 0.02 * n)] for n in range(10)], 10_000, WISH)
    assert len(tracks) == 1
    middle = tracks[0].at(5 * EVERY_MS)
    assert middle is not None
    assert middle.x == pytest.approx(0.2, abs=0.01)


def test_between_two_pictures_a_face_is_on_the_straight_line():
    (track,) = follow([[seen(0, 0.1)], [seen(1, 0.14)]], 10_000, WISH)
    place = track.at(round(EVERY_MS / 2))
    assert place is not None
    assert place.x == pytest.approx(0.12, abs=0.001)


def test_a_track_lasts_longer_than_the_face_was_seen_on_both_sides():
    (track,) = follow([[seen(9, 0.1)], [seen(10, 0.1)]], 20_000, WISH)
    assert track.start_ms == 9 * EVERY_MS - WISH.pad_ms
    assert track.end_ms == 10 * EVERY_MS + WISH.pad_ms
    assert track.at(track.start_ms) == track.at(9 * EVERY_MS)
    assert track.at(track.end_ms) is None


def test_a_track_begins_and_ends_within_the_film():
    (track,) = follow([[seen(0, 0.1)], [seen(1, 0.1)]], 500, WISH)
    assert (track.start_ms, track.end_ms) == (0, 500)


def test_a_face_that_is_missed_for_a_moment_stays_one_track_and_stays_covered():
    pictures = [[seen(n, 0.1)] for n in (0, 1, 4, 5)]
    (track,) = follow(pictures, 10_000, WISH)
    assert track.at(2 * EVERY_MS) is not None


def test_a_face_that_is_gone_for_long_begins_a_track_of_its_own():
    assert len(follow([[seen(n, 0.1)] for n in (0, 1, 20, 21)], 10_000, WISH)) == 2


def test_two_faces_beside_each_other_stay_apart():
    tracks = follow([[seen(n, 0.1), seen(n, 0.22)] for n in range(6)], 10_000, WISH)
    assert [round(track.places[0][1].x, 2) for track in tracks] == [0.1, 0.22]


def test_a_face_that_is_twice_as_large_is_another():
    pictures = [[seen(0, 0.1)], [seen(1, 0.1, size=0.25)]]
    assert len(follow(pictures, 10_000, WISH)) == 2


def test_what_is_hardly_a_face_counts_only_where_one_was_before():
    alone = [[seen(n, 0.6, sure=0.2)] for n in range(6)]
    assert follow(alone, 10_000, WISH) == []
    turned = [[seen(0, 0.1)], [seen(1, 0.1, sure=0.2)], [seen(2, 0.1, sure=0.2)]]
    (track,) = follow(turned, 10_000, WISH)
    assert track.end_ms == 2 * EVERY_MS + WISH.pad_ms


def test_a_face_that_stands_still_for_an_hour_takes_few_places():
    (track,) = follow([[seen(n, 0.1)] for n in range(10_800)], 3_600_000, WISH)
    assert len(track.places) < 10_800 / 50


def test_a_place_grows_on_all_sides_and_never_out_of_the_picture():
    assert sides(Box(0.5, 0.5, 0.2, 0.2).grown(0.5)) == pytest.approx((0.4, 0.4, 0.4, 0.4))
    assert sides(Box(0.9, 0.0, 0.1, 0.1).grown(1.0)) == pytest.approx((0.8, 0.0, 0.2, 0.2))


@given(
    st.lists(
        st.tuples(st.floats(0.0, 0.9), st.floats(0.0, 0.9), st.floats(0.02, 0.1)),
        min_size=1,
        max_size=40,
    )
)
def test_whatever_was_surely_seen_is_covered_at_its_moment(spots: list[tuple[float, float, float]]):
    wish = media().faces
    pictures = [
        [Seen(n * EVERY_MS, Box(x, y, size, size), 0.9)] for n, (x, y, size) in enumerate(spots)
    ]
    tracks = follow(pictures, len(spots) * EVERY_MS + 1, wish.tracks)
    for (face,) in pictures:
        places = [place for track in tracks if (place := track.at(face.at_ms))]
        assert any(place.grown(wish.margin).covers(face.box) > 0.9 for place in places)
