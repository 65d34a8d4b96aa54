"""What a school records before filming, and what its legal basis allows."""

from dataclasses import replace
from datetime import date

import pytest

from config.set_up import set_up as declared
from config.texts import LANGUAGES, catalog
from storage.rules import set_up as rule
from storage.rules.set_up import Item, LegalBasis, SetUpFacts, Use

DAY = date(2026, 9, 1)
ALL = SetUpFacts(
    legal_basis=LegalBasis.legitimate_interest,
    officer="Fenna Vos",
    decided_on=DAY,
    balancing_test="Het weegt zwaarder.",
    parents_informed_on=DAY,
    letter_version="2026-1",
    ceiling="long",
    works_council_on=DAY,
)


def test_no_basis_is_chosen_beforehand_and_then_everything_is_missing():
    assert SetUpFacts().legal_basis is None
    assert rule.missing(SetUpFacts()) == (Item.legal_basis, Item.retention, Item.works_council)


def test_what_is_declared_has_a_word_in_the_rule_and_the_other_way_round():
    assert set(declared().legal_bases) == set(LegalBasis)
    bases = declared().legal_bases.values()
    needs = declared().always.union(*(basis.needs for basis in bases))
    assert needs == set(Item)
    assert frozenset().union(*(basis.allows for basis in bases)) == set(Use)


def test_with_everything_recorded_films_come_in():
    for basis in LegalBasis:
        assert rule.missing(replace(ALL, legal_basis=basis)) == ()


@pytest.mark.parametrize(
    ("without", "item"),
    [
        ({"officer": ""}, Item.legal_basis),
        ({"decided_on": None}, Item.legal_basis),
        ({"balancing_test": ""}, Item.balancing_test),
        ({"parents_informed_on": None}, Item.parents_informed),
        ({"letter_version": ""}, Item.parents_informed),
        ({"ceiling": None}, Item.retention),
        ({"works_council_on": None}, Item.works_council),
    ],
)
def test_each_thing_that_is_missing_is_told_by_itself(without: dict[str, object], item: Item):
    facts = replace(ALL, **without)  # type: ignore[arg-type] # a test's own words
    assert rule.missing(facts) == (item,)
    assert [each.key for each in rule.unmet(facts)] == [f"set_up.missing.{item}"]


def test_consent_asks_no_balancing_test_and_no_letter():
    bare = replace(ALL, legal_basis=LegalBasis.consent, balancing_test="", parents_informed_on=None)
    assert rule.missing(bare) == ()
    assert Item.parents_informed in rule.missing(replace(bare, legal_basis=LegalBasis.public_task))


@pytest.mark.parametrize("use", Use)
def test_more_than_coaching_needs_consent_or_a_written_decision(use: Use):
    assert not rule.allows(SetUpFacts(decisions=frozenset({use})), use)
    for basis in LegalBasis:
        facts = replace(ALL, legal_basis=basis)
        assert rule.allows(facts, use) == (basis is LegalBasis.consent)
        assert rule.allows(replace(facts, decisions=frozenset({use})), use)
    others = frozenset(Use) - {use}
    assert not rule.allows(replace(ALL, decisions=others), use)
    assert [each.key for each in rule.why_not_use(ALL, use)] == [f"set_up.not_allowed.{use}"]
    assert rule.why_not_use(replace(ALL, decisions=frozenset({use})), use) == ()


def test_what_is_recorded_happened_already_and_has_words():
    assert rule.why_not_day(None, DAY)[0].key == "set_up.refused.no_day"
    assert rule.why_not_day(date(2026, 9, 2), DAY)[0].key == "set_up.refused.day_ahead"
    assert rule.why_not_day(DAY, DAY) == ()
    assert rule.why_not_words("  ", 5)[0].key == "set_up.refused.no_words"
    assert rule.why_not_words("x" * 6, 5)[0].key == "set_up.refused.too_long"
    assert rule.why_not_words(" xxxxx ", 5) == ()


def test_a_ceiling_is_never_stricter_than_what_holds():
    assert rule.why_not_ceiling("standard", "strict")[0].key == "set_up.refused.ceiling_too_low"
    assert rule.why_not_ceiling("standard", None)[0].key == "set_up.refused.no_preset"
    assert rule.why_not_ceiling("forever", "long")[0].key == "set_up.refused.no_preset"
    assert rule.why_not_ceiling("standard", "standard") == ()
    assert rule.why_not_ceiling("strict", "long") == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_a_set_up_has_its_texts(lang: str):
    wanted = {f"set_up.{part}.{item}" for part in ("items", "says", "told", "missing")
              for item in Item}  # fmt: skip
    wanted |= {f"set_up.{part}.{basis}" for part in ("bases", "bases_mean") for basis in LegalBasis}
    parts = ("use_names", "not_allowed", "in_force")
    wanted |= {f"set_up.{part}.{use}" for part in parts for use in Use}
    assert not wanted - catalog(lang).keys
