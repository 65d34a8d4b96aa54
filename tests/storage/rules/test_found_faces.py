"""Faces that go on in one place are shown as one; what they look like plays no part."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from storage.rules.found_faces import GAP_MS, groups


def track(start_ms: int, end_ms: int, x: float = 0.5, size: float = 0.1) -> dict[str, Any]:
    """A face that stands still, seen until half a second before its padded end."""
    places = [[start_ms + 400, x, 0.3, size, size], [end_ms - 400, x, 0.3, size, size]]
    return {"start_ms": start_ms, "end_ms": end_ms, "places": places}


def numbers(*tracks: dict[str, Any]) -> list[tuple[int, ...]]:
    return [group.numbers for group in groups(tracks)]


def test_who_is_found_again_where_she_was_is_shown_once():
    assert numbers(track(0, 5_000), track(7_000, 12_000, 0.52)) == [(0, 1)]


def test_who_is_elsewhere_or_comes_later_or_is_much_larger_is_shown_apart():
    first = track(0, 5_000)
    for other in (
        track(7_000, 9_000, 0.8),
        track(5_000 + GAP_MS + 1, 19_000),
        track(7_000, 9_000, size=0.3),
        track(1_000, 4_000, 0.52),
    ):
        assert len(groups([first, other])) == 2


def test_of_two_who_could_follow_the_nearest_does():
    assert numbers(track(0, 5_000), track(6_000, 9_000, 0.6), track(6_000, 9_500, 0.51)) == [
        (0, 2),
        (1,),
    ]


def test_a_group_shows_its_face_where_it_is_largest():
    (group,) = groups([track(0, 5_000), track(6_000, 9_000, size=0.15)])
    assert group.to_json() == {
        "numbers": [0, 1],
        "start_ms": 0,
        "end_ms": 9_000,
        "at_ms": 6_400,
        "place": [0.5, 0.3, 0.15, 0.15],
    }


def test_a_place_hardly_there_is_only_far_from_everything():
    assert len(groups([track(0, 5_000, 0.1, size=1e-200), track(6_000, 9_000, size=1e-200)])) == 2


def test_a_place_without_size_follows_nothing():
    assert len(groups([track(0, 5_000, size=0), track(6_000, 9_000, size=0)])) == 2


@given(
    st.lists(
        st.tuples(
            st.integers(0, 60_000), st.integers(1_000, 9_000), st.floats(0, 0.9), st.floats(0, 0.3)
        )
    )
)
def test_every_track_is_in_one_group_and_no_face_is_twice_at_once(told: list[Any]):
    tracks = [track(start, start + long, x, size) for start, long, x, size in told]
    found = groups(tracks)
    assert sorted(n for group in found for n in group.numbers) == list(range(len(tracks)))
    for group in found:
        places = [place[0] for n in group.numbers for place in tracks[n]["places"]]
        assert places == sorted(places)
