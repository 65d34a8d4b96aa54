"""A filmstrip of any length of film fits one sheet."""

from hypothesis import given
from hypothesis import strategies as st

from config.media import media
from pipeline.stills import Sheet, plan_filmstrip


def test_a_short_film_has_a_still_every_second() -> None:
    assert plan_filmstrip(4000) == Sheet(step_ms=1000, width=160, height=90, columns=4, count=4)


def test_a_lesson_of_fifty_minutes_has_a_still_every_25_seconds() -> None:
    sheet = plan_filmstrip(50 * 60_000)
    assert (sheet.step_ms, sheet.count, sheet.rows) == (25_000, 120, 12)


@given(st.integers(1, 7_200_000))
def test_stills_cover_the_film_and_are_never_too_many(duration_ms: int) -> None:
    sheet = plan_filmstrip(duration_ms)
    assert 1 <= sheet.count <= media().filmstrip.tiles
    assert (sheet.count - 1) * sheet.step_ms < duration_ms <= sheet.count * sheet.step_ms + 100
    assert sheet.rows * sheet.columns >= sheet.count
