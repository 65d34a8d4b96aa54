"""Every sentence people read, in Dutch and in English.

Catalogs are gettext files, one per noun, in `locales/<language>/LC_MESSAGES/<noun>.po`. They are
read as they are (nothing to compile) and merged; the msgid is a dotted key, `today.title`. A key
may live in one file only, and `{named}` places are filled with `str.format`.

The language is a context variable, so that two people served by one process do not mix:

    use("en")                       # from here on, in this thread or task
    with language("nl"): ...        # for a while
    text("today.title", name=person.name)
    plural("today.clips", len(clips))

A plural entry gives the key as msgid and as msgid_plural; `{n}` is filled with the number.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from gettext import c2py
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from babel import Locale, dates, units
from babel.messages.pofile import read_po

T = TypeVar("T")

LANGUAGES = ("nl", "en")
LOCALES = Path(__file__).parent / "locales"
TIME_ZONE = ZoneInfo("Europe/Amsterdam")

# Dates in English follow British order: "Tuesday 24 November".
_BABEL_LOCALES = {"nl": Locale("nl", "NL"), "en": Locale("en", "GB")}
_MSGID = re.compile(r'^msgid "(.+)"$', re.MULTILINE)
_current: ContextVar[str] = ContextVar("language", default="nl")


@dataclass(frozen=True)
class Catalog:
    """All texts of one language: plain sentences, and plural forms in gettext's order."""

    language: str
    singular: Mapping[str, str]
    plural: Mapping[str, tuple[str, ...]]
    plural_form: Callable[[int], int]

    @property
    def keys(self) -> frozenset[str]:
        """Every key that has a text."""
        return frozenset(self.singular) | frozenset(self.plural)


def text(key: str, /, **fields: object) -> str:
    """The sentence for `key` in the current language. KeyError names a missing key or field.

    A plural text takes the form that fits the one number among the fields, so that a refusal can
    have one too: whoever tells it does not know what it counts.
    """
    found = catalog(_current.get())
    numbers = [value for value in fields.values() if type(value) is int]
    if key in found.plural and len(numbers) == 1:
        return _fill(key, found.plural[key][found.plural_form(numbers[0])], fields)
    return _fill(key, _entry(key, found.singular), fields)


def plural(key: str, n: int, /, **fields: object) -> str:
    """The sentence for `key` in the form that fits `n`; `{n}` is filled in as well."""
    found = catalog(_current.get())
    return _fill(key, _entry(key, found.plural)[found.plural_form(n)], {"n": n} | fields)


def use(lang: str) -> None:
    """From here on, speak this language in this thread or task."""
    _current.set(_known(lang))


def current_language() -> str:
    """The language in use: "nl" unless somebody chose."""
    return _current.get()


@contextmanager
def language(lang: str) -> Iterator[None]:
    """Speak this language for a while."""
    token = _current.set(_known(lang))
    try:
        yield
    finally:
        _current.reset(token)


@cache
def catalog(lang: str, folder: Path = LOCALES) -> Catalog:
    """Read and merge every .po file of a language. ValueError on a key that is there twice."""
    singular: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    home: dict[str, str] = {}
    form = c2py("n != 1")
    for path in sorted((folder / _known(lang) / "LC_MESSAGES").glob("*.po")):
        for key in _MSGID.findall(path.read_text(encoding="utf-8")):
            if key in home:
                raise ValueError(f"{lang}: {key} stands in {home[key]} and in {path.name}")
            home[key] = path.name
        with path.open("rb") as file:
            messages = read_po(file, locale=lang, ignore_obsolete=True, abort_invalid=True)
        form = c2py(messages.plural_expr)
        # Gettext shows neither empty nor fuzzy texts; here they count as missing.
        for message in messages:
            if not message.id or message.fuzzy:
                continue
            match message.string:
                case str(sentence) if sentence:
                    singular[str(message.id)] = sentence
                case tuple(forms) if all(forms):
                    plurals[message.id[0]] = forms
    return Catalog(lang, singular, plurals, form)


def format_date(day: date, *, year: bool = False, short: bool = False) -> str:
    """A day in words: "dinsdag 24 november"; with the year, or short ("di 24 nov")."""
    if isinstance(day, datetime):
        day = _local(day).date()
    pattern = ("EEE d MMM" if short else "EEEE d MMMM") + (" y" if year else "")
    return dates.format_date(day, pattern, locale=_babel_locale())


def format_moment(moment: datetime, *, year: bool = False, short: bool = False) -> str:
    """A moment as people in the Netherlands see it: "dinsdag 24 november, 14:02"."""
    local = _local(moment)
    return f"{format_date(local, year=year, short=short)}, {local:%H:%M}"


def format_clock_ms(ms: int) -> str:
    """A place in a film, in whole seconds passed: "12:31", "1:02:03"."""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def format_duration_ms(ms: int) -> str:
    """How long something lasts, to the nearest second: "12:31"."""
    return format_clock_ms(ms + 500)


def format_bytes(size: int) -> str:
    """A size for people, in powers of 1000 as file managers show it: "1,4 GB"."""
    value, unit = float(size), "byte"
    for larger in ("kilobyte", "megabyte", "gigabyte", "terabyte"):
        if value < 999.5:
            break
        value, unit = value / 1000, larger
    whole = unit == "byte" or value >= 99.5
    pattern = "#,##0" if whole else "#,##0.#"
    return units.format_unit(
        value, f"digital-{unit}", "short", format=pattern, locale=_babel_locale()
    )


def _entry(key: str, texts: Mapping[str, T]) -> T:
    try:
        return texts[key]
    except KeyError:
        raise KeyError(f"no text {key!r} in language {_current.get()!r}") from None


def _fill(key: str, sentence: str, fields: Mapping[str, object]) -> str:
    told = {
        name: format_moment(field) if isinstance(field, datetime) else field
        for name, field in fields.items()
    }
    try:
        return sentence.format_map(told)
    except KeyError as missing:
        raise KeyError(f"text {key!r} needs {missing.args[0]!r}") from None


def _known(lang: str) -> str:
    if lang not in LANGUAGES:
        raise ValueError(f"no texts in language {lang!r}; there is {', '.join(LANGUAGES)}")
    return lang


def _babel_locale() -> Locale:
    return _BABEL_LOCALES[_current.get()]


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(TIME_ZONE)
