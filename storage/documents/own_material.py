"""A teacher's own material as files that open anywhere: a page to read, data, annotations."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from config.texts import catalog, current_language, format_clock_ms, format_moment, text
from storage.exports import Own, Told
from storage.ledger import MACHINE

STYLE = """body{font:1rem/1.5 sans-serif;max-width:45rem;margin:2rem auto;padding:0 1rem}
video{width:100%}figure{margin:1.5rem 0}blockquote{margin:.5rem 0;padding-left:1rem;
border-left:3px solid}table{border-collapse:collapse}td{padding:.2rem .8rem .2rem 0;
vertical-align:top}"""


def as_json(own: Own) -> bytes:
    """All of it, for another program."""
    return json.dumps(own.told, ensure_ascii=False, indent=2, default=_plain).encode()


def _plain(it: object) -> str:
    if isinstance(it, datetime | date):
        return it.isoformat()
    raise TypeError(type(it).__name__)


def as_annotations(own: Own) -> bytes:
    """Clips as the W3C's Web Annotations (recommendation of 2017): what was seen, what was asked.

    The target is the clip's own file where it is there, else the span of the lesson by its id.
    """
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:lesbeeld:annotations",
        "type": "AnnotationPage",
        "items": [_annotation(clip) for clip in _clips(own)],
    }
    return json.dumps(page, ensure_ascii=False, indent=2).encode()


def _clips(own: Own) -> Iterator[Told]:
    for cycle in own.told["cycles"]:
        yield from (cycle["package"] or {}).get("clips", ())


def _annotation(clip: Told) -> dict[str, Any]:
    said = [
        ("describing", clip["fact"]),
        ("questioning", clip["question"]),
        ("tagging", clip["foundation"]),
        ("tagging", clip["dimension"]),
        ("classifying", clip["prompt_kind"]),
    ]
    start, end = clip["start_ms"] / 1000, clip["end_ms"] / 1000
    source: dict[str, Any] = {
        "source": f"urn:uuid:{clip['recording_id'] or clip['id']}",
        "selector": {
            "type": "FragmentSelector",
            "conformsTo": "http://www.w3.org/TR/media-frags/",
            "value": f"t={start:g},{end:g}",
        },
    }
    return {
        "id": f"urn:uuid:{clip['id']}",
        "type": "Annotation",
        "motivation": "commenting",
        "body": [
            {"type": "TextualBody", "value": words, "purpose": purpose, "format": "text/plain"}
            for purpose, words in said
            if words
        ],
        "target": {"id": clip["file"], "type": "Video"} if "file" in clip else source,
    }


def as_html(own: Own) -> bytes:
    """The page people read, without a network: films beside it play in it."""
    page = Element("html", lang=current_language())
    head = SubElement(page, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    _say(head, "title", text("exports.title", name=own.told["person"]["name"]))
    _say(head, "style", STYLE)
    body = SubElement(page, "body")
    _say(body, "h1", text("exports.title", name=own.told["person"]["name"]))
    _say(body, "p", text("exports.lead", at=format_moment(own.told["made_at"], year=True)))
    begun = [cycle for cycle in own.told["cycles"] if cycle["started_on"]]
    if not begun and not own.told.get("written"):
        _say(body, "p", text("exports.nothing"))
    for cycle in begun:
        _add_cycle(body, cycle)
    for texts in own.told.get("written", ()):
        _add_written(body, texts)
    _add_ledger(body, own.told["ledger"])
    written: bytes = tostring(page, encoding="utf-8", method="html")
    return b"<!doctype html>\n" + written


def _say(into: Element, tag: str, words: str, **more: str) -> Element:
    one = SubElement(into, tag, more)
    one.text = words
    return one


def _add_cycle(body: Element, cycle: Told) -> None:
    _say(body, "h2", text("exports.cycle", number=cycle["number"], coach=cycle["coach"]))
    answers = {
        each["clip_id"]: each for each in (cycle["reflection"] or {"answers": ()})["answers"]
    }
    for film in cycle["recordings"]:
        if film["intention"]:
            _say(body, "p", text("exports.intention", words=film["intention"]))
    package = cycle["package"] or {"note": "", "clips": ()}
    if package["note"]:
        _say(body, "p", package["note"])
    for clip in package["clips"]:
        _add_clip(body, clip, answers.get(clip["id"]))
    if cycle["talk"] and cycle["talk"]["notes"]:
        _say(body, "h3", text("exports.talk"))
        _say(body, "p", cycle["talk"]["notes"])
    if cycle["summary"]:
        _add_summary(body, cycle["summary"])
    if cycle["shared"]:
        _add_grants(body, cycle["shared"])


def _add_clip(body: Element, clip: Told, answer: Told | None) -> None:
    times = {name: format_clock_ms(clip[f"{name}_ms"]) for name in ("start", "end")}
    _say(body, "h3", text("exports.clip", position=clip["position"], **times))
    if "file" in clip:
        film = SubElement(body, "video", controls="controls", preload="none", src=clip["file"])
        if "captions" in clip:
            SubElement(film, "track", kind="captions", src=clip["captions"])
    if clip["dimension"]:
        _say(body, "p", text(f"dimensions.{clip['dimension']}.name"))
    for words in filter(None, (clip["fact"], clip["question"])):
        _say(body, "p", words)
    if answer and answer["text"]:
        _say(body, "blockquote", answer["text"])
    elif answer and answer["rather_discuss"]:
        _say(body, "blockquote", text("exports.rather_discuss"))


def _add_written(body: Element, written: Told) -> None:
    """What a coach wrote in one cycle of one of her pairs."""
    _say(body, "h2", text("exports.written", pair=written["pair"], number=written["cycle"]))
    for words in written["to_teacher"]:
        _say(body, "p", words)
    for position, clip in enumerate(written["clips"], 1):
        _add_clip(body, clip | {"position": position}, None)
        if not clip["sent"]:
            _say(body, "p", text("exports.not_sent"))
    if written["notes"]:
        _say(body, "h3", text("exports.notes"))
    listed = SubElement(body, "ul")
    for note in written["notes"]:
        _say(listed, "li", f"{format_clock_ms(note['at_ms'])} {note['text']}")


def _add_summary(body: Element, summary: Told) -> None:
    _say(body, "h3", text("exports.summary"))
    _say(body, "p", summary["discussed"])
    listed = SubElement(body, "ol")
    for action in summary["actions"]:
        parts = (action["when"], action["what"], action["sign"])
        _say(listed, "li", " · ".join(filter(None, parts)))


def _add_grants(body: Element, grants: list[Told]) -> None:
    _say(body, "h3", text("exports.shared"))
    listed = SubElement(body, "ul")
    for grant in grants:
        one = _say(listed, "li", _could_read(grant))
        if grant["read_at"]:
            moments = ", ".join(format_moment(at, year=True) for at in grant["read_at"])
            _say(one, "p", text("exports.shared_read", moments=moments))


def _could_read(grant: Told) -> str:
    last = min(grant["until"], grant["ended_at"] or grant["until"])
    return text(
        "exports.shared_with",
        name=grant["with"] or text("ledger.somebody"),
        first=format_moment(grant["from"], year=True),
        last=format_moment(last, year=True),
        purpose=grant["purpose"],
    )


def _add_ledger(body: Element, lines: list[Told]) -> None:
    _say(body, "h2", text("exports.ledger"))
    table = SubElement(body, "table")
    for line in lines:
        row = SubElement(table, "tr")
        _say(row, "td", format_moment(line["at"], year=True))
        _say(row, "td", line["who"] if line["who"] != MACHINE else text("ledger.machine"))
        _say(row, "td", _did(line))


def _did(line: Told) -> str:
    known = catalog(current_language()).singular
    act, thing = f"ledger.acts.{line['did']}", f"ledger.things.{line['with']}"
    said = text(act if act in known else "ledger.acts.other")
    about = text(thing) if thing in known else line["with"]
    if line["part_ms"]:
        about += " " + " – ".join(format_clock_ms(ms) for ms in line["part_ms"])
    return f"{said} ({about})"
