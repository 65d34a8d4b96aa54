"""The look is declared once; what the browser is given agrees with it."""

import re
import tomllib
from pathlib import Path

import pytest

from config.foundations import foundations
from review_app.parts.component import ROOM
from review_app.parts.look import COLOURS, KIND_ICONS, segment
from storage.rules.clip import PromptKind

LOOK = ROOM / "frontend" / "src" / "common" / "look.css"
ICONS = ROOM / "frontend" / "src" / "player" / "icons.ts"
PAPER = {"light": ("#fcfaf5", "#f3eee3"), "dark": ("#1b1c1e", "#26282b")}


def hues_in_css() -> dict[str, list[str]]:
    """Light and dark hue by foundation, in the order they stand in the file."""
    css = LOOK.read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for key, value in re.findall(r"--(\w+): (#[0-9a-f]{6});", css):
        found.setdefault(key, []).append(value)
    return found


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("foundation", foundations(), ids=lambda each: each.key)
def test_a_foundation_has_the_same_hue_in_components_as_everywhere(foundation) -> None:
    declared = [foundation.hue.lower(), foundation.hue_dark.lower()]
    assert hues_in_css()[foundation.key] == declared


@pytest.mark.parametrize("foundation", foundations(), ids=lambda each: each.key)
def test_a_foundation_reads_on_paper_and_on_sheets(foundation) -> None:
    for paper in PAPER["light"]:
        assert contrast(foundation.hue.lower(), paper) >= 4.5
    for paper in PAPER["dark"]:
        assert contrast(foundation.hue_dark.lower(), paper) >= 4.5


def test_the_papers_are_those_of_the_theme() -> None:
    theme = (Path(ROOM).parent / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    for ground, sheet in PAPER.values():
        assert f'backgroundColor = "{ground}"' in theme
        assert f'secondaryBackgroundColor = "{sheet}"' in theme


@pytest.mark.parametrize("foundation", foundations(), ids=lambda each: each.key)
def test_the_theme_gives_a_foundation_its_hue_in_text(foundation) -> None:
    path = Path(ROOM).parent / ".streamlit" / "config.toml"
    theme = tomllib.loads(path.read_text(encoding="utf-8"))["theme"]
    name = f"{COLOURS[foundation.key]}TextColor"
    assert theme["light"][name] == foundation.hue.lower()
    assert theme["dark"][name] == foundation.hue_dark.lower()


def test_what_is_written_in_a_segment_is_ink() -> None:
    path = Path(ROOM).parent / ".streamlit" / "config.toml"
    theme = tomllib.loads(path.read_text(encoding="utf-8"))["theme"]
    assert segment("1") == ":gray[1]"
    for paper in ("light", "dark"):
        assert theme[paper]["grayTextColor"] == theme[paper]["textColor"]


@pytest.mark.parametrize("each", PromptKind)
def test_the_workbench_can_draw_the_icon_of_each_prompt_kind(each) -> None:
    drawn = set(re.findall(r'^  (\w+): "M', ICONS.read_text(encoding="utf-8"), re.MULTILINE))
    assert KIND_ICONS[each] in drawn
