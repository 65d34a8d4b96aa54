"""An address that is no screen says so in one's own language, with a way back."""

import pytest

from storage.rules.roles import Role
from tests.makers import person
from tests.review_app.stage import Stage, said

SAYS = {
    "nl": "Op dit adres staat niets. Misschien zit er een tikfout in, of is de link oud.",
    "en": "There is nothing at this address. There may be a typing mistake in it, or the link is",
}


@pytest.mark.parametrize("language", SAYS)
def test_who_lost_the_way_hears_so_in_the_own_language(stage: Stage, language: str) -> None:
    shown = said(stage(person("Tessa", Role.teacher), "nowhere", language))
    assert SAYS[language] in shown
