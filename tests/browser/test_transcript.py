"""What was said, in a real browser: search, put right, choose for a clip, take a name out."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from config.texts import text
from storage import corrections, jobs, transcripts
from storage.database import acting, asking
from storage.records import Recording
from storage.rules.access import Asker
from storage.spans import Span
from storage.transcripts import HeardWord, Line
from tests.browser import app
from tests.browser.desk import Desks, kept, nothing_wrong, now, press, saved, says
from tests.makers import Walk

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(600)]

SAID = (
    (2.0, 4.5, "Goedemorgen allemaal."),
    (5.0, 8.0, "Waarom denk je dat de vos terugkwam, Sanne?"),
    (8.6, 12.0, "Neem even de tijd om na te denken."),
    (18.0, 22.0, "Misschien was hij alleen."),
    (22.5, 27.0, "En wat vind jij daarvan, Zoë?"),
    (27.6, 33.0, "Vertel Sanne eens wat je denkt."),
    (33.8, 60.0, "We schrijven het samen op en lezen het daarna voor."),
    (60.5, 68.0, "Ruim je boek maar op."),
)
DOUBTED = {"terugkwam,", "alleen."}


def heard(start: float, end: float, words: str) -> Line:
    """A line whose words share its time; a few of them the machine was not sure of."""
    each = [*words.split()]
    marks = [int((start + (end - start) * n / len(each)) * 1000) for n in range(len(each) + 1)]
    timed = tuple(
        HeardWord(marks[n], marks[n + 1], f" {word}", 0.2 if word in DOUBTED else 0.95)
        for n, word in enumerate(each)
    )
    return Line(int(start * 1000), int(end * 1000), words, timed)


def spoken(walk: Walk) -> Walk:
    with acting() as session:
        lines = [heard(*line) for line in SAID]
        transcripts.keep(session, walk.recording_id, "nl", "stand-in", lines)
    return walk


def lines(walk: Walk) -> list[Line]:
    with asking() as session:
        return transcripts.read(session, walk.teacher, walk.recording_id).lines


def correct(asker: Asker, line: Line, words: str) -> None:
    with jobs.collecting(), acting() as session:
        corrections.correct(session, asker, line.id, words, line.version)


def row(page: Page, n: int) -> Locator:
    return page.locator(".sentences li").nth(n)


def choose(page: Page, first: tuple[int, str], last: tuple[int, str]) -> None:
    """Choose words as by mouse: from the start of the first to the end of the last."""
    page.evaluate(
        """([from, to]) => {
          const list = [...document.querySelectorAll("*")].map((one) => one.shadowRoot)
            .find((root) => root?.querySelector(".sentences"));
          const at = ([n, word], end) => {
            const walk = document.createTreeWalker(
              list.querySelectorAll(".said")[n], NodeFilter.SHOW_TEXT);
            for (let node = walk.nextNode(); node; node = walk.nextNode()) {
              const place = node.data.indexOf(word);
              if (place >= 0) return [node, place + (end ? word.length : 0)];
            }
            throw new Error(word);
          };
          const [a, b] = [at(from, false), at(to, true)];
          getSelection().setBaseAndExtent(a[0], a[1], b[0], b[1]);
        }""",
        [first, last],
    )


def test_a_coach_searches_puts_right_and_takes_it_back_by_keys(desks: Desks) -> None:
    walk = spoken(desks.walk())
    with desks.at(walk) as page:
        expect(row(page, 7)).to_be_visible()
        expect(page.locator(".said .doubt")).to_have_text(["terugkwam,", "alleen."])
        says(page, "transcript.doubt_means")
        nothing_wrong(page, "lines")
        press(page, "/")
        page.keyboard.type("zoe?")
        expect(page.locator("mark")).to_have_text("Zoë?")
        page.keyboard.press("Control+a")
        page.keyboard.type("sanne")
        expect(page.locator(".search .count")).to_have_text("1 van 2")
        press(page, "Enter")
        expect(page.locator(".search .count")).to_have_text("2 van 2")
        expect(page.locator("mark.now")).to_have_text("Sanne")
        assert now(page) == pytest.approx(27.6, abs=0.05), "the film goes along"
        press(page, "Shift+Enter")
        expect(page.locator(".search .count")).to_have_text("1 van 2")
        nothing_wrong(page, "searching")
        press(page, "Escape")
        expect(page.locator("mark")).to_have_count(0)
        press(page, "Escape")
        expect(page.locator(".film")).to_be_focused()

        row(page, 0).locator(".when").focus()
        press(page, "ArrowDown", "ArrowDown", "ArrowDown", "Enter", "Control+a")
        page.keyboard.type("Hij was xio eenzaam.")
        nothing_wrong(page, "putting right")
        press(page, "Escape")
        expect(row(page, 3).locator(".said")).to_have_text("Misschien was hij alleen.")
        expect(row(page, 3).locator(".when")).to_be_focused()
        press(page, "Enter", "Control+a")
        page.keyboard.type("Misschien was hij eenzaam.")
        press(page, "Enter")
        says(page, "transcript.saved")
        expect(row(page, 3)).to_contain_text(text("transcript.corrected"))
        expect(row(page, 3).locator(".doubt")).to_have_count(0)
        assert lines(walk)[3].text == "Misschien was hij eenzaam."
        expect(page.locator("track")).to_have_attribute("src", re.compile(r"captions\.vtt\?1$"))
        cues = "(media) => [...media.textTracks[0].cues ?? []].map((cue) => cue.text).join(' ')"
        page.wait_for_function(f"(media) => ({cues})(media).includes('eenzaam')",
                               arg=page.locator("video").element_handle())  # fmt: skip
        press(page, "Control+z")
        says(page, "transcript.is_back")
        expect(row(page, 3).locator(".said")).to_have_text("Misschien was hij alleen.")
        assert lines(walk)[3].original is None


def test_chosen_words_and_lines_are_a_clip(desks: Desks) -> None:
    walk = spoken(desks.walk())
    with desks.at(walk) as page:
        expect(row(page, 7)).to_be_visible()
        choose(page, (2, "tijd"), (3, "hij"))
        cut = page.get_by_role("button", name=text("transcript.cut"))
        expect(cut).to_be_visible()
        nothing_wrong(page, "chosen")
        first = lines(walk)[2].words[3].start_ms
        last = lines(walk)[3].words[2].end_ms
        assert cut.get_attribute("data-span") == f"{first}-{last}"
        cut.click()
        saved(page)
        (clip,) = kept(walk)
        assert_around(clip.span, first, last)

        row(page, 4).locator(".when").focus()
        press(page, "Shift+ArrowDown")
        expect(page.locator("li.picked")).to_have_count(2)
        expect(cut).to_be_visible()
        press(page, "Enter")
        expect(page.locator("li.picked")).to_have_count(0)
        saved(page)
        assert_around(kept(walk)[-1].span, 22_500, 33_000)


def assert_around(span: Span, first_ms: int, last_ms: int) -> None:
    """The clip holds these words, and no more than the pauses beside them."""
    assert first_ms - 1500 <= span.start_ms <= first_ms
    assert last_ms <= span.end_ms <= last_ms + 1500


def test_a_finger_puts_right_and_the_second_person_sees_both_texts(desks: Desks) -> None:
    walk = spoken(desks.walk())
    with desks.at(walk, width=app.NARROW, touch=True) as page:
        pencil = row(page, 0).get_by_role("button", name=text("transcript.correct", at="0:02"))
        box = pencil.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
        pencil.tap()
        field = page.get_by_role("textbox", name=text("transcript.text", at="0:02"))
        field.fill("Goedemorgen klas.")
        nothing_wrong(page, "phone")
        correct(walk.teacher, lines(walk)[0], "Dag allemaal.")
        page.get_by_role("button", name=text("transcript.save"), exact=True).tap()
        says(page, "transcript.changed", theirs="Dag allemaal.")
        expect(field).to_have_value("Goedemorgen klas.")
        assert lines(walk)[0].text == "Dag allemaal."
        page.get_by_role("button", name=text("transcript.keep_mine")).tap()
        says(page, "transcript.saved")
        assert lines(walk)[0].text == "Goedemorgen klas."
        page.get_by_role("button", name=text("transcript.put_back")).tap()
        expect(row(page, 0).locator(".said")).to_have_text("Dag allemaal.")


def test_a_name_is_taken_out_after_asking(desks: Desks) -> None:
    walk = spoken(desks.walk())
    with desks.at(walk) as page:
        page.get_by_role("button", name=text("transcript.names")).click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label(text("transcript.name")).fill("sanne")
        press(page, "Enter")
        expect(dialog).to_contain_text(text("transcript.found", n=2))
        expect(dialog).to_contain_text(text("transcript.for_good"))
        nothing_wrong(page, "names")
        dialog.get_by_role("button", name=text("transcript.leave")).click()
        assert "Sanne" in lines(walk)[1].text
        page.get_by_role("button", name=text("transcript.names")).click()
        dialog.get_by_label(text("transcript.name")).fill("sanne")
        press(page, "Enter")
        dialog.get_by_role("button", name=text("transcript.replace")).click()
        expect(dialog).to_contain_text(text("transcript.replaced", n=2))
        press(page, "Escape")
        expect(row(page, 5).locator(".said")).to_have_text("Vertel [leerling] eens wat je denkt.")
        assert "Sanne" not in str(lines(walk))


def test_lines_that_come_in_leave_what_somebody_types_and_where_she_is(desks: Desks) -> None:
    walk = spoken(desks.walk())
    with acting() as session:
        session.get_one(Recording, walk.recording_id).step = "transcript"
        transcripts.keep(session, walk.recording_id, "nl", "m", [heard(*one) for one in SAID[:5]])
    with desks.at(walk) as page:
        expect(page.locator(".sentences li")).to_have_count(5)
        says(page, "transcript.writing")
        row(page, 2).locator(".said").dblclick()
        field = page.get_by_role("textbox", name=text("transcript.text", at="0:08"))
        field.fill("Neem de tijd.")
        with acting() as session:
            transcripts.add(session, walk.recording_id, 5, [heard(*one) for one in SAID[5:]])
        expect(page.locator(".sentences li")).to_have_count(8)
        expect(field).to_be_focused()
        expect(field).to_have_value("Neem de tijd.")
        with acting() as session:
            session.get_one(Recording, walk.recording_id).step = "done"
        expect(page.get_by_text(text("transcript.writing"))).to_be_hidden()
        page.route("**/lines/*", lambda route: lost(route))
        press(page, "Enter")
        says(page, "transcript.not_saved")
        expect(field).to_have_value("Neem de tijd.")
        page.unroute("**/lines/*")
        press(page, "Enter")
        says(page, "transcript.saved")
        assert lines(walk)[2].text == "Neem de tijd."


def lost(route: Route) -> None:
    route.abort()
