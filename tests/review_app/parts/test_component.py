"""Our browser components reach Streamlit, whatever way Lesbeeld was installed."""

import tomllib
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from review_app.parts.component import ASSETS, ROOM, texts_of

needs_a_build = pytest.mark.skipif(
    not ASSETS.is_dir(), reason="the front end is not built here: run make setup"
)


def names_in_manifest() -> list[str]:
    read = tomllib.loads((ROOM / "pyproject.toml").read_text(encoding="utf-8"))
    return [one["name"] for one in read["tool"]["streamlit"]["component"]["components"]]


@pytest.mark.parametrize("name", names_in_manifest())
def test_a_component_in_the_manifest_has_its_source(name: str) -> None:
    assert (ROOM / "frontend" / "src" / f"{name}.ts").is_file()


def test_the_manifest_carries_the_name_and_version_of_the_distribution() -> None:
    ours = tomllib.loads((ROOM / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    root = tomllib.loads((ROOM.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (ours["name"], ours["version"]) == (root["name"], root["version"])


def test_texts_for_the_browser_keep_their_places_open() -> None:
    assert "{percent}" in texts_of("upload")["state.sending"]


def path_screen() -> None:
    from review_app.parts.cycle_path import Turn, cycle_path

    cycle_path(key="path", step=4, turn=Turn.theirs, other="Sanne")


def forms_screen() -> None:
    from review_app.parts.sign_in import choose_password, sign_in, sign_out

    sign_in(key="in", mistake="<nonsense>")
    choose_password(key="choose", token="t")
    sign_out(key="out")


def upload_screen() -> None:
    from review_app.parts.uploader import uploader

    assert not uploader(key="film", cycle_id="c1").finished


def card_screen() -> None:
    from review_app.parts.film_card import film_card

    film_card(key="card", of="f1", title="Les", facts="12:31", action="Bekijk")


@needs_a_build
@pytest.mark.parametrize("screen", [path_screen, forms_screen, upload_screen, card_screen])
def test_a_part_is_found_in_every_new_app(screen: Callable[[], None]) -> None:
    for _ in range(2):
        shown = AppTest.from_function(screen, default_timeout=60).run()
        assert not shown.exception
        assert shown.get("bidi_component")
