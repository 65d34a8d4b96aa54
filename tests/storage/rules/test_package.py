"""Publishing: what a package needs, all of it said at once."""

from dataclasses import replace

import pytest

from config.programme import Level, programme
from storage.rules.clip import FoundationKey, PromptKind
from storage.rules.package import (
    PackageClip,
    PackageFacts,
    advice,
    balance,
    has_mtp_shape,
    unmet,
)
from storage.rules.sentences import say


def clip(number: int = 1, kind: PromptKind | None = PromptKind.nice_work) -> PackageClip:
    return PackageClip(
        number=number,
        foundation="emotional_support",
        dimension="teacher_sensitivity",
        kind=kind,
        fact="12:31 je knielt naast de tafel; de groep pakt de pen weer op",
        question="Wat zag je vlak hiervoor?",
    )


def clips(*kinds: PromptKind) -> tuple[PackageClip, ...]:
    return tuple(clip(number, kind) for number, kind in enumerate(kinds, 1))


GOOD, THINK, LINK = PromptKind.nice_work, PromptKind.consider_this, PromptKind.making_the_link


@pytest.mark.parametrize("kinds", [(GOOD,), (GOOD, THINK, LINK), (GOOD, GOOD, THINK, THINK, LINK)])
def test_a_package_of_whole_clips_with_a_strength_may_be_published(kinds):
    assert unmet(PackageFacts(clips=clips(*kinds))) == ()


def test_an_empty_package_is_not_published():
    assert unmet(PackageFacts()) == (say("guards.too_few_clips", least=1),)


def test_six_clips_are_too_many():
    assert unmet(PackageFacts(clips=clips(*[GOOD] * 6))) == (say("guards.too_many_clips", most=5),)


def test_a_quick_visit_has_one_clip():
    two = PackageFacts(clips=clips(GOOD, GOOD), numbers=programme().quick_visit_clips)
    assert unmet(two) == (say("guards.too_many_clips", most=1),)


def test_a_clip_says_everything_it_still_misses():
    bare = PackageFacts(clips=(clip(1), PackageClip(number=2, fact="  ", question="\n")))
    assert unmet(bare) == (
        say("guards.clip_without_foundation", number=2),
        say("guards.clip_without_dimension", number=2),
        say("guards.clip_without_fact", number=2),
        say("guards.clip_without_kind", number=2),
        say("guards.clip_without_question", number=2),
    )


def test_publishing_without_a_strength_is_not_possible_even_with_a_note():
    package = PackageFacts(clips=clips(LINK, THINK), note="We spraken dit af.")
    assert unmet(package) == (say("guards.no_strength"),)


def test_more_growth_than_strengths_needs_a_note_to_the_teacher():
    package = PackageFacts(clips=clips(GOOD, THINK, THINK))
    assert unmet(package) == (say("guards.growth_needs_note", growth=2, strengths=1),)
    assert unmet(replace(package, note="   ")) != ()
    assert unmet(replace(package, note="Je vroeg om beide momenten.")) == ()


def test_a_dimension_belongs_to_its_foundation_at_the_level_of_the_pupils():
    formats = replace(clip(), foundation="classroom_organisation", dimension="learning_formats")
    young = PackageFacts(clips=(formats,), level=Level.K3)
    old = PackageFacts(clips=(formats,), level=Level.S)
    assert unmet(young) == ()
    assert unmet(old) == (say("guards.clip_dimension_elsewhere", number=1),)


def test_engagement_goes_with_every_foundation():
    for foundation in FoundationKey:
        tagged = replace(clip(), foundation=foundation.value, dimension="student_engagement")
        assert unmet(PackageFacts(clips=(tagged,), level=Level.S)) == ()


def test_a_dimension_without_its_foundation_is_not_called_elsewhere():
    half = replace(clip(), foundation=None)
    assert unmet(PackageFacts(clips=(half,))) == (say("guards.clip_without_foundation", number=1),)


def test_a_dimension_that_is_no_longer_declared_belongs_nowhere():
    old = replace(clip(), dimension="handwriting")
    assert unmet(PackageFacts(clips=(old,))) == (say("guards.clip_dimension_elsewhere", number=1),)


def test_negative_climate_is_never_the_first_thing_somebody_sees():
    harsh = replace(
        clip(2, LINK), foundation="classroom_organisation", dimension="negative_climate"
    )
    first = PackageFacts(clips=(replace(harsh, number=1), clip(2)), level=Level.S)
    assert unmet(first) == (say("guards.not_the_first_clip"),)
    assert unmet(PackageFacts(clips=(clip(1), harsh), level=Level.S)) == ()


def test_balance_counts_clips_per_foundation_and_kind():
    counted = balance([clip(1, GOOD), clip(2, THINK), PackageClip(number=3)])
    assert counted.foundations == {
        FoundationKey.emotional_support: 2,
        FoundationKey.classroom_organisation: 0,
        FoundationKey.instructional_support: 0,
    }
    assert counted.kinds == {GOOD: 1, THINK: 1, LINK: 0}
    assert (counted.strengths, counted.growth) == (1, 1)


def test_three_clips_are_advised_and_no_number_is_forced():
    assert advice(PackageFacts(clips=clips(GOOD, GOOD, LINK))) == ()
    assert advice(PackageFacts(clips=clips(GOOD))) == (say("hints.clips_advised", advised=3),)


def test_the_mtp_shape_is_three_clips_with_a_strength():
    assert has_mtp_shape(clips(GOOD, THINK, LINK))
    assert not has_mtp_shape(clips(LINK, THINK, LINK))
    assert not has_mtp_shape(clips(GOOD, GOOD))
