"""Foundations: three of them, with dimensions that move with the age of the pupils."""

from itertools import combinations

import pytest

from config.foundations import dimension, dimensions, foundations, observation_guide
from config.programme import Level
from config.texts import LANGUAGES, catalog

ES, CO, IS = "emotional_support", "classroom_organisation", "instructional_support"


def under(level: Level) -> dict[str, list[str]]:
    return {each.key: [d.key for d in each.dimensions] for each in foundations(level)}


def test_there_are_three_foundations_in_their_own_order():
    assert [each.key for each in foundations()] == [ES, CO, IS]


def test_a_dimension_may_belong_elsewhere_for_older_pupils():
    young, old = under(Level.K3), under(Level.UE)
    assert "negative_climate" in young[ES]
    assert "negative_climate" in old[CO]
    assert "learning_formats" in young[CO]
    assert "learning_formats" in old[IS]


def test_small_children_have_their_own_dimensions():
    assert "language_modelling" in under(Level.PK)[IS]
    assert "language_modelling" not in under(Level.S)[IS]
    assert "instructional_dialogue" not in under(Level.PK)[IS]


def test_engagement_stands_alone_and_comes_last_under_every_foundation():
    assert all(keys[-1] == "student_engagement" for keys in under(Level.S).values())
    assert not [keys for keys in under(Level.PK).values() if "student_engagement" in keys]
    assert dimension("student_engagement").levels[Level.S] is None


def test_every_dimension_belongs_to_one_foundation_per_level_or_stands_alone():
    for level in Level:
        placed = [key for keys in under(level).values() for key in keys]
        once = [key for key in placed if key != "student_engagement"]
        assert len(once) == len(set(once))
        assert set(placed) == {d.key for d in dimensions() if level in d.levels}


def test_fourteen_dimensions_are_known_and_a_fifteenth_is_not():
    assert len(dimensions()) == 14
    assert dimension("productivity").fits(CO, Level.S)
    assert not dimension("productivity").fits(IS, Level.S)
    with pytest.raises(KeyError, match="handwriting"):
        dimension("handwriting")


def test_what_is_never_first_is_offered_after_its_neighbours():
    organisation = foundations(Level.UE)[1]
    assert [each.key for each in organisation.dimensions] == [
        "behaviour_management",
        "productivity",
        "negative_climate",
        "student_engagement",
    ]


def test_only_negative_climate_is_never_first():
    assert [each.key for each in dimensions() if each.never_first] == ["negative_climate"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_foundations_dimensions_and_prompts_have_words(lang):
    wanted = {f"foundations.{each.key}{end}" for each in foundations() for end in ("", ".help")}
    wanted |= {
        f"dimensions.{each.key}.{part}" for each in dimensions() for part in ("name", "what", "see")
    }
    wanted |= {
        f"prompt_kinds.{kind}.{part}"
        for part in ("name", "help", "example")
        for kind in ("nice_work", "consider_this", "making_the_link")
    }
    wanted |= {f"levels.{level}" for level in Level}
    assert not wanted - catalog(lang).keys


# ---- the hues: told apart by everybody, readable on paper and in the dark

# Dichromatic vision as matrices over linear RGB (Machado, Oliveira and Fernandes 2009, full).
SEEN_BY = {
    "everybody": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(hue: str) -> list[float]:
    parts = [int(hue[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def luminance(hue: str) -> float:
    r, g, b = linear(hue)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(hue: str, matrix) -> tuple[float, float, float]:
    rgb = linear(hue)
    r, g, b = (min(max(sum(m * c for m, c in zip(row, rgb, strict=True)), 0), 1) for row in matrix)
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
    )
    x, y, z = (c ** (1 / 3) if c > 0.008856 else 7.787 * c + 16 / 116 for c in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("eyes", SEEN_BY)
@pytest.mark.parametrize("paper", ["hue", "hue_dark"])
def test_the_hues_are_told_apart_by_every_pair_of_eyes(eyes, paper):
    for one, other in combinations(foundations(), 2):
        a = lab(getattr(one, paper), SEEN_BY[eyes])
        b = lab(getattr(other, paper), SEEN_BY[eyes])
        distance = sum((p - q) ** 2 for p, q in zip(a, b, strict=True)) ** 0.5
        assert distance > 20, (one.key, other.key, distance)


def test_the_hues_can_be_read_on_light_and_on_dark_paper():
    for each in foundations():
        assert contrast(each.hue, "#FFFFFF") >= 4.5
        assert contrast(each.hue_dark, "#1B1B1F") >= 4.5


def test_the_observation_guide_has_a_name_and_a_version():
    guide = observation_guide()
    assert (guide.name, guide.version) == ("interactie-nl", 1)
