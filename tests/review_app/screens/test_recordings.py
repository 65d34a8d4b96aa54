"""A teacher adds a film, looks at it alone, and shares it; nobody else sees any of it before."""

import pytest

from storage import cycles, machine_work, privacy_review, recordings
from storage.database import acting, asking
from storage.records import PrivacyCheck, Recording, RecordingState, RenditionKind
from storage.rules.access import Asker
from storage.rules.cycle import State
from storage.rules.privacy_check import Masks
from storage.rules.roles import Role
from storage.rules.set_up import LegalBasis
from storage.spans import Span
from tests import makers
from tests.makers import Walk, a_walk, person
from tests.review_app.stage import Stage, parts, said

NOT_HERE = "Dit is er niet (meer), of het is niet van jou."


def film(walk: Walk) -> Recording:
    with asking() as session:
        return session.get_one(Recording, walk.recording_id)


def one(stage: Stage, who: Asker, walk: Walk):
    return stage(who, "recordings", id=walk.recording_id)


def test_a_cycle_that_waits_for_a_film_offers_the_card_to_send_one(stage: Stage) -> None:
    walk = a_walk().started()
    screen = stage(walk.teacher, "recordings")
    assert "Film voor cyclus 1 met Carlijn" in said(screen)
    assert [each["cycle"] for each in parts(screen)] == [walk.cycle_id]


def test_without_a_cycle_there_is_no_card_to_send_a_film(stage: Stage) -> None:
    walk = a_walk()
    screen = stage(walk.teacher, "recordings")
    assert "Je hebt nog geen films." in said(screen)
    assert parts(screen) == []


def test_a_film_that_is_being_prepared_shows_each_step_in_words(stage: Stage) -> None:
    walk = a_walk().uploaded()
    with acting() as session:
        machine_work.note_progress(session, walk.recording_id, "transcript", 42)
    for screen in (stage(walk.teacher, "recordings"), one(stage, walk.teacher, walk)):
        assert "check: Controleren" in said(screen)
        assert "check: Kijkversie maken" in said(screen)
        assert "Klaar" in said(screen)
        assert "Je mag dit tabblad sluiten." in said(screen)
        (bar,) = screen.get("progress")
        assert (bar.proto.value, bar.proto.text) == (42, "**Uitschrijven** 42 %")


def test_only_the_owner_finds_the_film_until_it_is_shared(stage: Stage) -> None:
    walk = a_walk().ready()
    assert NOT_HERE not in said(one(stage, walk.teacher, walk))
    others = [walk.coach, walk.school.coordinator, makers.second_pair(walk.school).teacher]
    others += [person("Leo", Role.school_leader), person("Beer", Role.admin)]
    for other in others:
        absent = said(stage(other, "recordings", id="00000000-0000-0000-0000-000000000000"))
        assert NOT_HERE in absent
        assert said(one(stage, other, walk)) == absent


def test_the_check_shows_the_film_its_words_and_its_last_days(stage: Stage) -> None:
    walk = a_walk().ready()
    screen = one(stage, walk.teacher, walk)
    player = parts(screen)[1]
    assert player["src"] == f"/recordings/{walk.recording_id}/proxy.mp4"
    assert player["saver"] == f"/recordings/{walk.recording_id}/data-saver.mp4"
    assert player["lines"] == f"/recordings/{walk.recording_id}/lines.json"
    assert player["captions"][0]["src"] == f"/recordings/{walk.recording_id}/captions.vtt"
    assert "Verder nog niemand." in said(screen)
    assert "De niet vrijgegeven film verdwijnt op dinsdag 8 december." in said(screen)
    assert "Alleen jij ziet de film tot je hem deelt." in said(screen)


def test_a_film_without_a_lighter_version_offers_none(stage: Stage) -> None:
    walk = a_walk().ready()
    with acting() as session:
        machine_work.drop_file(session, walk.recording_id, RenditionKind.data_saver)
    assert parts(one(stage, walk.teacher, walk))[1]["saver"] is None


def test_before_sharing_she_looks_through_the_film(stage: Stage) -> None:
    walk = a_walk().ready()
    screen = one(stage, walk.teacher, walk)
    assert "Deel met Carlijn" not in said(screen)
    screen.button(key="recording.look_through.go").click().run()
    assert stage.gone == [("privacy_check", walk.recording_id)]
    screen.button(key="recording.look_through.nothing").click().run()
    assert "er hoeft niets uit" in said(screen)
    assert "Deel met Carlijn" in said(screen)


def test_who_takes_something_out_goes_on_and_hears_that_it_goes_for_good(stage: Stage) -> None:
    walk = a_walk().ready()
    with acting() as session:
        privacy_review.save(
            session, walk.teacher, walk.recording_id, 0, Masks(Span(1_000, makers.LESSON_MS))
        )
    screen = one(stage, walk.teacher, walk)
    assert "Ga verder met nakijken" in said(screen)
    assert "Niets te verbergen" not in said(screen)
    with acting() as session:
        check = session.get_one(PrivacyCheck, walk.recording_id)
        check.reviewed_version = check.version
    assert "voorgoed weg, ook voor jou" in said(one(stage, walk.teacher, walk))


def test_sharing_asks_for_the_tick_and_for_a_look(stage: Stage) -> None:
    walk = a_walk().ready().reviewed()
    screen = one(stage, walk.teacher, walk)
    share = "recording.share_with"
    screen.button(key=share).click().run()
    assert "Vink aan dat er geen leerling" in said(screen)
    screen.checkbox(key="recording.checked").check().run()
    screen.button(key=share).click().run()
    assert "Bekijk de film eerst, of kies dat je dat overslaat." in said(screen)
    assert film(walk).state is RecordingState.ready


def test_a_film_that_was_watched_is_shared_with_the_coach(stage: Stage) -> None:
    walk = a_walk().ready().reviewed()
    with acting() as session:
        recordings.note_watched(session, walk.teacher, walk.recording_id, [Span(0, 5000)])
    screen = one(stage, walk.teacher, walk)
    assert "Ik kijk niet zelf, deel hem zo" not in said(screen)
    screen.checkbox(key="recording.checked").check().run()
    screen.button(key="recording.share_with").click().run()
    assert walk.state is State.coach_review
    assert "Gedeeld met Carlijn" in said(screen)
    assert "Carlijn, zolang de cyclus loopt." in said(screen)


def test_a_teacher_who_rather_does_not_watch_says_so(stage: Stage) -> None:
    walk = a_walk().ready().reviewed()
    screen = one(stage, walk.teacher, walk)
    screen.checkbox(key="recording.checked").check().run()
    screen.button(key="recording.share_unwatched").click().run()
    assert walk.state is State.coach_review
    assert film(walk).watched_at is None


def test_an_earlier_end_is_kept_and_told(stage: Stage) -> None:
    walk = a_walk().ready()
    screen = one(stage, walk.teacher, walk)
    sooner = stage.now.date().replace(day=28)
    screen.date_input(key="recording.sooner_day").set_value(sooner).run()
    screen.button(key="recording.sooner_keep").click().run()
    assert "De niet vrijgegeven film verdwijnt op zaterdag 28 november." in said(screen)


def test_a_refused_film_says_why_and_what_to_do(stage: Stage) -> None:
    walk = a_walk().uploaded()
    with acting() as session:
        machine_work.refuse(session, walk.recording_id, "refusals.film_no_sound")
    screen = one(stage, walk.teacher, walk)
    assert "In deze film zit geen geluid." in said(screen)
    screen.button(key="recording.again").click().run()
    assert stage.gone == [("recordings", None)]


def test_on_the_shelf_picture_title_and_button_lead_to_the_film(stage: Stage) -> None:
    walk = a_walk().ready()
    (card,) = parts(stage(walk.teacher, "recordings"))
    assert card == {
        "href": f"/recordings?id={walk.recording_id}",
        "poster": f"/recordings/{walk.recording_id}/poster.jpg",
        "title": "Les van dinsdag 24 november",
        "facts": "alleen jij ziet hem · 15:00 · cyclus 1 met Carlijn",
        "says": "",
        "action": "Bekijk en deel",
    }


def test_on_the_shelf_a_refused_film_says_once_why_and_what_to_do(stage: Stage) -> None:
    walk = a_walk().uploaded()
    with acting() as session:
        machine_work.refuse(session, walk.recording_id, "refusals.film_no_sound")
    screen = stage(walk.teacher, "recordings")
    (told,) = screen.info
    assert "In deze film zit geen geluid." in told.value
    assert "Je mag gewoon een nieuwe film kiezen." in told.value
    (card,) = [each for each in parts(screen) if "facts" in each]
    assert (card["says"], card["poster"], card["href"], card["action"]) == ("", "", "", "")
    assert "deze film konden we niet gebruiken" in card["facts"]


def test_after_a_refused_film_what_was_asked_with_it_need_not_be_typed_again(stage: Stage) -> None:
    walk = a_walk().uploaded()
    with acting() as session:
        machine_work.refuse(session, walk.recording_id, "refusals.film_no_sound")
    (card, *_) = parts(stage(walk.teacher, "recordings"))
    assert (card["cycle"], card["intention"]) == (walk.cycle_id, "Kijk naar mijn vragen")


def test_a_refused_film_that_nobody_waits_for_keeps_its_reason(stage: Stage) -> None:
    walk = a_walk().uploaded()
    with acting() as session:
        machine_work.refuse(session, walk.recording_id, "refusals.film_no_sound")
        cycles.cancel(session, walk.teacher, walk.cycle_id)
    screen = stage(walk.teacher, "recordings")
    (card,) = [each for each in parts(screen) if "facts" in each]
    assert "In deze film zit geen geluid." in card["says"]
    assert not screen.info


@pytest.mark.parametrize("language", ["nl", "en"])
def test_words_of_a_teacher_are_shown_as_they_were_written(stage: Stage, language: str) -> None:
    walk = a_walk().ready()
    with acting() as session:
        session.get_one(Recording, walk.recording_id).intention = "![x](https://else.test) *ja*"
    screen = stage(walk.teacher, "recordings", language=language, id=walk.recording_id)
    assert r"\!\[x\]\(https\:\/\/else\.test\) \*ja\*" in said(screen)


def test_both_see_on_which_legal_basis_a_lesson_was_filmed(stage: Stage) -> None:
    walk = a_walk().released()
    told = "Gefilmd op deze grondslag: Gerechtvaardigd belang."
    assert told in said(one(stage, walk.teacher, walk))
    assert told in said(stage(walk.coach, "workbench", id=walk.recording_id))


def test_a_lesson_keeps_the_legal_basis_it_was_filmed_on(stage: Stage) -> None:
    walk = a_walk().released()
    with acting() as session:
        makers.prepare(
            session, walk.school.coordinator, walk.school.programme_id, LegalBasis.consent
        )
    assert "grondslag: Gerechtvaardigd belang." in said(one(stage, walk.teacher, walk))
