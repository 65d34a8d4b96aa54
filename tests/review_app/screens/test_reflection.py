"""Looking back: one clip after another, hers alone until she sends it."""

from datetime import timedelta
from io import BytesIO

from streamlit.testing.v1 import AppTest

from storage import clock, cycles, machine_work, objections, reflections
from storage.database import acting, asking
from storage.machine_work import StoredFile
from storage.media import media_store
from storage.records import RenditionKind
from storage.rules.cycle import State
from tests.makers import Walk, a_walk, second_pair
from tests.review_app.stage import Stage, parts, said


def film(screen: AppTest) -> dict:
    return next(each for each in parts(screen) if "src" in each)


def box(screen: AppTest) -> dict:
    return next(each for each in parts(screen) if each.get("of", "").startswith("reflection:"))


def answers(walk: Walk) -> list[reflections.AnswerView]:
    with asking() as session:
        return list(reflections.read(session, walk.teacher, walk.cycle_id).answers)


def cut_files(walk: Walk) -> None:
    for clip_id in walk.clip_ids:
        blob = media_store().put(f"clip/{clip_id}/clip.mp4", BytesIO(b"a clip"))
        file = StoredFile(RenditionKind.proxy, blob.key, blob.size, blob.sha256, "video/mp4")
        with acting() as session:
            machine_work.note_clip_file(session, clip_id, file, 750, (25, 1))


def test_the_teacher_sees_one_clip_with_the_coachs_words(stage: Stage) -> None:
    walk = a_walk().published()
    screen = stage(walk.teacher, "reflection", id=walk.cycle_id)
    shown = said(screen)
    assert "Fragment 1 van 2" in shown
    assert "Wat deed je vlak hiervoor?" in shown.replace("\\", "")
    assert "Instructieondersteuning" in shown
    assert "Mooi gedaan" in shown
    assert "Achterin" not in shown
    assert box(screen)["of"] == f"reflection:{walk.clip_ids[0]}"


def test_a_clip_plays_as_a_span_of_the_film_until_its_own_file_is_there(stage: Stage) -> None:
    walk = a_walk().published()
    given = film(stage(walk.teacher, "reflection", id=walk.cycle_id))
    assert given["src"] == f"/recordings/{walk.recording_id}/proxy.mp4"
    assert given["span"] == {"start_ms": 60_000, "end_ms": 90_000}


def test_a_clip_plays_from_its_own_file_with_its_own_captions(stage: Stage) -> None:
    walk = a_walk().published()
    cut_files(walk)
    given = film(stage(walk.teacher, "reflection", id=walk.cycle_id))
    assert given["src"] == f"/clips/{walk.clip_ids[0]}/clip.mp4"
    assert given["span"] is None
    assert given["duration_ms"] == 30_000
    assert given["captions"][0]["src"] == f"/clips/{walk.clip_ids[0]}/captions.vtt"


def test_she_goes_on_to_the_next_clip_and_back(stage: Stage) -> None:
    walk = a_walk().published()
    screen = stage(walk.teacher, "reflection", id=walk.cycle_id)
    screen.button(key="reflection.next").click().run()
    assert "Fragment 2 van 2" in said(screen)
    assert box(screen)["of"] == f"reflection:{walk.clip_ids[1]}"
    screen.button(key="reflection.back").click().run()
    assert "Fragment 1 van 2" in said(screen)


def test_the_last_step_says_all_that_is_missing(stage: Stage) -> None:
    walk = a_walk().published()
    screen = stage(walk.teacher, "reflection", id=walk.cycle_id)
    screen.button(key="reflection.next").click().run()
    screen.button(key="reflection.next").click().run()
    shown = said(screen)
    assert "Bekijk fragment 1 nog." in shown
    assert "Bekijk fragment 2 nog." in shown
    assert screen.button(key="reflection.send").disabled
    assert not screen.button(key="reflection.skip").disabled


def test_rather_talking_about_it_is_an_answer_and_keeps_the_words(stage: Stage) -> None:
    walk = a_walk().published()
    with acting() as session:
        reflections.save(session, walk.teacher, walk.clip_ids[0], "Ik twijfel.", False, 0)
    screen = stage(walk.teacher, "reflection", id=walk.cycle_id)
    screen.button(key="reflection.back").click().run()
    screen.toggle[0].set_value(True).run()
    first = answers(walk)[0]
    assert (first.text, first.rather_discuss) == ("Ik twijfel.", True)


def test_she_goes_on_where_she_left(stage: Stage) -> None:
    walk = a_walk().published()
    with acting() as session:
        reflections.save(session, walk.teacher, walk.clip_ids[0], "Gezien.", False, 0)
    shown = said(stage(walk.teacher, "reflection", id=walk.cycle_id))
    assert "Fragment 2 van 2" in shown


def test_with_every_answer_kept_she_comes_back_to_the_clip_she_wrote_at_last(stage: Stage) -> None:
    walk = a_walk().published()
    first, second = walk.clip_ids

    def write(clip_id: str, version: int) -> None:
        stage.now += timedelta(minutes=1)
        with acting() as session:
            reflections.save(session, walk.teacher, clip_id, "Gezien.", False, version)

    write(second, 0)
    write(first, 0)
    assert "Fragment 1 van 2" in said(stage(walk.teacher, "reflection", id=walk.cycle_id))
    write(second, 1)
    assert "Fragment 2 van 2" in said(stage(walk.teacher, "reflection", id=walk.cycle_id))


def test_the_coach_reads_nothing_before_it_is_sent(stage: Stage) -> None:
    walk = a_walk().published()
    with acting() as session:
        reflections.save(session, walk.teacher, walk.clip_ids[0], "Voor mezelf.", False, 0)
    screen = stage(walk.coach, "reflection", id=walk.cycle_id)
    assert "Tessa is nog bezig." in said(screen)
    assert "Voor mezelf" not in said(screen) + str(parts(screen))


def test_once_sent_both_read_it_and_nobody_changes_it(stage: Stage) -> None:
    walk = a_walk().reflected()
    for who, sentence in (
        (walk.teacher, "Je verstuurde dit"),
        (walk.coach, "Tessa verstuurde dit"),
    ):
        screen = stage(who, "reflection", id=walk.cycle_id)
        assert sentence in said(screen)
        assert "Ik zag het ook" in said(screen)
        assert not [each for each in parts(screen) if "max_length" in each]


def test_before_there_are_clips_there_is_nothing_to_look_back_on(stage: Stage) -> None:
    walk = a_walk().released()
    shown = said(stage(walk.teacher, "reflection", id=walk.cycle_id))
    assert "Er is nog niets om op terug te kijken." in shown


def test_after_skipping_she_can_still_write(stage: Stage) -> None:
    walk = a_walk().published()
    with acting() as session:
        reflections.skip_to_talk(session, walk.teacher, walk.cycle_id)
    assert walk.state is State.awaiting_talk
    screen = stage(walk.teacher, "reflection", id=walk.cycle_id)
    assert box(screen)["text"] == ""
    assert not [each for each in screen.button if each.key == "reflection.skip"]


def test_a_stopped_cycle_shows_her_own_words_to_her_alone(stage: Stage) -> None:
    walk = a_walk().published()
    with acting() as session:
        reflections.save(session, walk.teacher, walk.clip_ids[0], "Voor mezelf.", False, 0)
        cycles.withdraw(session, walk.teacher, walk.cycle_id)
    shown = said(stage(walk.teacher, "reflection", id=walk.cycle_id))
    assert "alleen jij leest het" in shown
    assert "Voor mezelf" in shown


def test_somebody_elses_reflection_is_not_there(stage: Stage) -> None:
    walk = a_walk().published()
    other = second_pair(walk.school).teacher
    assert "niet van jou" in said(stage(other, "reflection", id=walk.cycle_id))


def test_she_throws_one_clip_away_once_she_is_asked_and_her_coach_cannot(stage: Stage) -> None:
    walk = a_walk().reflected()
    first = walk.clip_ids[0]
    screen = stage(walk.teacher, "reflection", id=walk.cycle_id)
    screen.button(key=f"clip.throw_away.{first}").click().run()
    assert "ook voor je coach" in said(screen)
    screen.button(key=f"clip.throw_away_sure.{first}.do").click().run()
    assert "Het fragment is weg." in said(screen)
    keys = [each.key for each in screen.button if each.key]
    assert [each for each in keys if each.startswith("clip.throw_away.")] == [
        f"clip.throw_away.{walk.clip_ids[1]}"
    ]
    coach = stage(walk.coach, "reflection", id=walk.cycle_id)
    assert not [each for each in coach.button if "throw_away" in (each.key or "")]


def test_a_locked_clip_says_so_in_place_of_a_player_that_fails(stage: Stage) -> None:
    walk = a_walk().reflected()
    cut_files(walk)
    with acting() as session:
        objections.enter(session, walk.teacher, walk.recording_id, "3B", clock.today())
    for who in (walk.teacher, walk.coach):
        screen = stage(who, "reflection", id=walk.cycle_id)
        assert said(screen).count("staat voor nu op slot") == len(walk.clip_ids)
        assert not [part for part in parts(screen) if "src" in part]
        assert not [each for each in screen.get("link_button") if "download" in str(each.proto)]
