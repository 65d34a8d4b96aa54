"""The screen on which a teacher takes out what nobody may see or hear."""

from storage import privacy_review
from storage.database import acting
from storage.rules.privacy_check import Masks
from storage.rules.roles import Role
from storage.spans import Span
from tests import makers
from tests.makers import a_walk, person
from tests.review_app.stage import Stage, parts, said

NOT_HERE = "Dit is er niet (meer), of het is niet van jou."


def test_its_teacher_has_film_sound_words_and_what_she_took_out(stage: Stage) -> None:
    walk = a_walk().ready()
    with acting() as session:
        masks = Masks(Span(1_000, makers.LESSON_MS))
        privacy_review.save(session, walk.teacher, walk.recording_id, 0, masks)
    screen = stage(walk.teacher, "privacy_check", id=walk.recording_id)
    (given,) = parts(screen)
    here = f"/recordings/{walk.recording_id}"
    assert (given["src"], given["acts"], given["masked"]) == (
        f"{here}/proxy.mp4",
        f"{here}/check",
        f"{here}/masked",
    )
    assert (given["peaks"], given["lines"]) == (f"{here}/peaks.json", f"{here}/lines.json")
    assert given["check"]["masks"]["kept"] == [1_000, makers.LESSON_MS]
    assert given["texts"]["transcript.cut"] == "Maak deze zinnen stil"


def test_to_everybody_else_it_is_not_there(stage: Stage) -> None:
    walk = a_walk().ready()
    others = [walk.coach, makers.second_pair(walk.school).teacher]
    others += [person("Leo", Role.school_leader), person("Fleur", Role.dpo)]
    for other in others:
        screen = stage(other, "privacy_check", id=walk.recording_id)
        assert NOT_HERE in said(screen)
        assert parts(screen) == []


def test_once_it_is_shared_the_way_leads_back_to_the_film(stage: Stage) -> None:
    walk = a_walk().released()
    stage(walk.teacher, "privacy_check", id=walk.recording_id)
    assert stage.gone == [("recordings", walk.recording_id)]
