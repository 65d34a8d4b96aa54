"""What films may be and what is made of them stands in one declaration."""

from typing import get_args

import pytest
from pydantic import ValidationError

from config.media import Media, Tool, media


def test_every_tool_has_its_limits() -> None:
    assert set(media().limits) == set(get_args(Tool))


def test_a_film_of_eight_gibibytes_and_two_hours_is_welcome() -> None:
    assert media().upload.bytes == 8 * 1024**3
    assert media().upload.minutes.most == 120


def test_a_setting_nobody_knows_is_refused() -> None:
    declared = media().model_dump() | {"colour": "sepia"}
    with pytest.raises(ValidationError, match="colour"):
        Media.model_validate(declared)
