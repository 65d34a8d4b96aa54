"""Notices: one for each thing, a week ahead, on the screen and by mail, without content."""

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from config.settings import settings
from pipeline import chores
from storage import clock, extensions, holds, mail, notices, policies, reminders, retention
from storage.database import acting, asking
from storage.errors import NotFound
from storage.records import Notice
from storage.rules.access import Asker
from storage.rules.extension import Reason
from storage.rules.notice import Word
from storage.rules.retention import Kind
from storage.rules.roles import Role
from tests import makers
from tests.makers import Walk, person
from tests.storage.kept import WORDS, later, whole_cycle
from tests.storage.leaving import leaves
from tests.storage.two import two

pytestmark = pytest.mark.usefixtures("wanted", "at_now")


def told(who: Asker, **after: float) -> list[tuple[Word, Kind | None]]:
    with clock.at(later(**after)):
        with acting() as session:
            reminders.give_all(session)
        with asking() as session:
            return [(each.word, each.kind) for each in notices.mine(session, who)]


def letters() -> list[Path]:
    return sorted((settings().home / "mail").glob("*.eml"))


def read(file: Path) -> str:
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    return str(message) + message.get_body().get_content()  # type: ignore[union-attr] # it has one


def test_each_thing_is_told_once_a_week_ahead(database: Engine):
    walk = makers.a_walk().completed()
    assert told(walk.teacher, days=6, hours=23) == []
    assert told(walk.teacher, days=7) == [(Word.ending, Kind.proxy_recording)]
    with asking() as session:
        (notice,) = notices.mine(session, walk.teacher)
    assert notice.on == later(days=14)
    with acting() as session, pytest.raises(NotFound):
        notices.put_away(session, walk.coach, notice.id)
    with acting() as session:
        notices.put_away(session, walk.teacher, notice.id)
    assert told(walk.teacher, days=8) == []
    with asking() as session:
        assert len(session.scalars(select(Notice)).all()) == 1


def test_a_film_that_goes_before_publishing_is_told_to_both(sqlite_database: Engine):
    walk = makers.a_walk().released()
    soon = [(Word.ending_unpublished, Kind.proxy_recording)]
    assert told(walk.teacher, days=54) == soon
    assert told(walk.coach, days=54) == soon
    published = Walk(makers.second_pair(walk.school)).published()
    assert told(published.teacher, days=54) == [(Word.ending, Kind.proxy_recording)]
    assert (Word.ending, Kind.proxy_recording) not in told(published.coach, days=54)


def test_a_film_nobody_released_is_told_to_its_owner_alone(sqlite_database: Engine):
    walk = makers.a_walk().ready()
    assert told(walk.teacher, days=8) == [(Word.ending_unpublished, Kind.unreleased_recording)]
    assert told(walk.coach, days=8) == []


def test_what_stays_longer_is_told_again_before_its_new_day(sqlite_database: Engine):
    walk = makers.a_walk().released()
    assert told(walk.teacher, days=54)
    with clock.at(later(days=55)), acting() as session:
        extensions.extend(
            session, walk.teacher, walk.recording_id, later(days=100), Reason.holiday, ""
        )
    told(walk.teacher, days=94)
    with asking() as session:
        (notice,) = session.scalars(select(Notice).where(Notice.person_id == walk.teacher.id))
    assert notice.on == later(days=100)


def test_what_is_held_is_not_said_to_go_and_its_owner_hears_of_the_hold(sqlite_database: Engine):
    walk, both = makers.a_walk().released(), two()
    hold_id = both.confirmed(walk.recording_id)
    assert told(walk.teacher, days=1) == [(Word.on_hold, None)]
    assert told(walk.teacher, days=54) == []
    both.lift(hold_id)
    silent = Walk(makers.second_pair(walk.school)).released()
    both.confirmed(silent.recording_id, silent=True)
    assert told(silent.teacher, days=1) == []
    with asking() as session:
        assert holds.notice(session, silent.teacher, silent.recording_id)


def test_what_was_asked_before_a_hold_is_not_shown_while_it_lasts(sqlite_database: Engine):
    walk, both = makers.a_walk().completed(), two()
    warning, asked = (Word.ending, Kind.proxy_recording), (Word.objection, None)
    assert told(walk.teacher, days=7) == [warning]
    with clock.at(later(days=7)):
        with acting() as session:
            notices.give(session, walk.teacher.id, Word.objection, walk.recording_id, later(days=7))
        assert set(told(walk.teacher, days=7)) == {warning, asked}
        hold_id = both.confirmed(walk.recording_id)
    assert told(walk.teacher, days=8) == [(Word.on_hold, None)]
    with clock.at(later(days=9)):
        both.lift(hold_id)
    assert {warning, asked} < set(told(walk.teacher, days=9))


def test_a_shorter_rule_and_a_question_of_the_coach_are_told(sqlite_database: Engine):
    walk, officer = makers.a_walk().released(), person("Fien", Role.dpo)
    with clock.at(later(hours=1)), acting() as session:
        policies.choose(session, officer, walk.school.programme_id, "strict")
        extensions.ask(session, walk.coach, walk.recording_id)
    assert {word for word, _ in told(walk.teacher, days=1)} == {
        Word.shorter_policy, Word.asked_longer,
    }  # fmt: skip


def test_the_two_hear_that_a_hold_waits_and_when_to_look_again(sqlite_database: Engine):
    walk, both = makers.a_walk().released(), two()
    hold_id = both.set(walk.recording_id)
    assert told(both.leader, hours=1) == [(Word.confirm_hold, None)]
    assert told(both.officer, hours=1) == []
    with acting() as session:
        holds.confirm(session, both.leader, hold_id)
    assert told(both.officer, days=22) == []
    for who in (both.officer, both.leader):
        assert (Word.review_hold, None) in told(who, days=23)


def test_who_comes_after_somebody_who_left_hears_when_to_look_again(sqlite_database: Engine):
    walk, both = makers.a_walk().released(), two()
    both.confirmed(walk.recording_id)
    leaves(walk, both.officer, by=person("Ada", Role.admin))
    next_one = person("Fenna", Role.dpo)
    for who in (next_one, both.leader):
        assert (Word.review_hold, None) in told(who, days=23)
    assert (Word.review_hold, None) not in told(walk.school.coordinator, days=23)


# Mail


def test_without_a_server_a_letter_is_a_file_and_says_no_word_of_the_lesson(
    sqlite_database: Engine,
):
    walk = whole_cycle()
    with clock.at(later(days=8)):
        chores.tell()
        chores.tell()
        (letter,) = letters()
    said = read(letter)
    assert "De hele film verdwijnt op dinsdag 8 december." in said
    assert "tessa@school.test" in said
    assert f"{settings().base_url}/retention" in said
    assert not [word for word in WORDS if word in said]
    with clock.at(datetime.now(UTC) + timedelta(days=31)):
        assert mail.send_notices() == 0
    assert letters() == []
    assert walk.teacher


def test_who_speaks_english_is_written_to_in_english(sqlite_database: Engine):
    walk = makers.a_walk().completed()
    with acting() as session:
        session.get_one(makers.Person, walk.teacher.id).language = "en"
    with clock.at(later(days=8)):
        chores.tell()
    assert "The whole film disappears on Tuesday 8 December." in read(letters()[0])


@contextmanager
def post_office(*, takes: bool) -> Iterator[tuple[str, list[str]]]:
    """A server that speaks as much SMTP as a sender needs; its address, and what it took."""
    taken: list[str] = []

    class Desk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            while line := self.rfile.readline().decode().strip():
                if line.upper() == "DATA" and takes:
                    self.wfile.write(b"354 go on\r\n")
                    lines = iter(self.rfile.readline, b".\r\n")
                    taken.append(b"".join(lines).decode())
                if line.upper() == "QUIT":
                    self.wfile.write(b"221 bye\r\n")
                    return
                self.wfile.write(b"250 ok\r\n" if takes else b"421 not now\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Desk) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"smtp://127.0.0.1:{server.server_address[1]}", taken
        server.shutdown()


def test_the_schools_server_gets_each_letter_once(
    sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch
):
    makers.a_walk().completed()
    with clock.at(later(days=8)):
        with post_office(takes=False) as (address, _):
            monkeypatch.setenv("LESBEELD_SMTP_URL", address)
            settings.cache_clear()
            chores.tell()
        with asking() as session:
            assert len(notices.letters(session)) == 1
        with post_office(takes=True) as (address, taken):
            monkeypatch.setenv("LESBEELD_SMTP_URL", address)
            settings.cache_clear()
            chores.tell()
            chores.tell()
    assert len(taken) == 1
    assert "To: tessa@school.test" in taken[0]
    assert letters() == []


def test_no_notice_is_given_for_what_the_sweep_already_took(sqlite_database: Engine):
    walk = makers.a_walk().completed()
    with clock.at(later(days=15)):
        retention.sweep(makers.media_store())
    assert told(walk.teacher, days=15) == []
