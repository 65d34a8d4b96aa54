"""What every screen stands in: its title, the ways to other screens, and panels that live.

    def show(member: Member) -> None:
        with asking() as session:                    # read first, into frozen views
            view = today.cycle(session, member.asker, frame.asked_id())
        frame.heading(text("talk.title"), text("talk.lead"))
        frame.path(member, view, key="talk.path")
        if st.button(text("talk.on"), type="primary", key="talk.on"):
            frame.go("summary", view.id)

A refusal that leaves `show` becomes its sentence with a way back; screens need not catch it.
"""

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from typing import ParamSpec

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from config.media import media
from config.texts import LANGUAGES, text, use
from review_app import who
from review_app.parts.cycle_path import Turn, cycle_path
from review_app.parts.plain import straight
from review_app.screens import home_of
from storage.errors import NotFound, Refused
from storage.people import Member
from storage.rules.cycle import State, Who
from storage.rules.steps import ENDED
from storage.today import CycleView

log = logging.getLogger(__name__)
Given = ParamSpec("Given")

HERE = "here"
"""Where Streamlit remembers which screen this is."""
BACK = "back"
"""Where Streamlit remembers the noun the bar leads back to; empty where it leads nowhere."""
SPEAKS = "speaks"
"""Where Streamlit remembers this browser's language for threads that did not run main.py."""


def heading(title: str, lead: str = "") -> None:
    """Say where somebody is, and in one sentence what for."""
    st.title(title, anchor=False)
    if lead:
        st.markdown(lead)


def aside(words: str) -> None:
    """A small line beside something. Not `st.caption`: that one is too pale to read on paper."""
    st.markdown(f":small[{words}]")


def path(
    member: Member,
    view: CycleView,
    *,
    key: str,
    disappears: date | None = None,
    film_gone: bool = False,
) -> None:
    """The six steps of a cycle, whose turn it is seen by `member`, and when its film goes."""
    mine = view.who(member.id)
    cycle_path(
        key=key,
        step=7 if view.state is State.completed else view.step,
        turn=turn_of(view, mine),
        other=straight(view.coach if mine is Who.teacher else view.teacher),
        disappears=disappears,
        film_gone=film_gone,
        film_stays=view.held,
    )


def turn_of(view: CycleView, mine: Who) -> Turn:
    """Whose turn it is, seen by one of the two."""
    if view.state in ENDED or not view.turn or view.stands_still:
        return Turn.nobody
    if view.turn == {Who.system}:
        return Turn.machine
    if len(view.turn) > 1:
        return Turn.both
    return Turn.mine if mine in view.turn else Turn.theirs


def refusal(key: str) -> str:
    """The sentence of why a film was refused, from what is kept of that: its key."""
    return text(key, minutes=round(media().upload.minutes.most))


def page(
    noun: str, show: Callable[[], None] | None = None, *, listed: bool = False
) -> StreamlitPage:
    """The screen of this noun as Streamlit knows it: to run (`show`) or to link to."""
    return st.Page(
        show or _elsewhere,
        title=text(f"screens.{noun}"),
        url_path=noun,
        visibility="visible" if listed else "hidden",
    )


def go(noun: str, of: str | None = None) -> None:
    """Leave for another screen now; `of` is the id it shows. Call it in a screen's body."""
    st.switch_page(page(noun), query_params={"id": of} if of else None)


def link(noun: str, label: str, of: str | None = None, icon: str | None = None) -> None:
    """A link to another screen, or to another thing (`of`) on this one."""
    if st.session_state.get(HERE) != noun:
        st.page_link(page(noun), label=label, icon=icon, query_params={"id": of} if of else None)
        return
    # Streamlit's own link does not leave the page it is on: only the address changes here.
    st.button(
        label,
        key=f"link.{noun}.{of or ''}",
        icon=icon,
        type="tertiary",
        on_click=turn_to,
        args=(of,),
    )


def arrive(noun: str, back: str = "") -> None:
    """Remember which screen this is, for links from it, and where the bar above it leads back to.

    main.py says so before the screen runs.
    """
    st.session_state[HERE] = noun
    st.session_state[BACK] = back


def turn_to(of: str | None) -> None:
    """Show another thing on this screen, or its list; for a button's own function."""
    st.query_params.from_dict({"id": of} if of else {})


def asked_id() -> str:
    """The id in the address (`?id=`). Raises NotFound when there is none."""
    wish = st.query_params.get("id", "")
    if not wish or len(wish) > 36:
        raise NotFound()
    return wish


def panel(
    *, every: float | None = None
) -> Callable[[Callable[Given, None]], Callable[Given, None]]:
    """Make a function a part of a screen that runs again on its own; `every` so many seconds.

    Such a run skips main.py: so the language is set anew, and who is there is asked anew.
    """

    def wrap(draw: Callable[Given, None]) -> Callable[Given, None]:
        @st.fragment(run_every=every)
        @wraps(draw)
        def drawn(*args: Given.args, **kwargs: Given.kwargs) -> None:
            speak()
            if who.current_member() is None:
                st.rerun()
            with guarded():
                draw(*args, **kwargs)

        return drawn

    return wrap


@contextmanager
def guarded(title: str = "") -> Iterator[None]:
    """Let a refusal, or a mistake of ours, end as a sentence with a way back.

    `title` stands above it where a whole screen is guarded: it never came to its own.
    """
    try:
        yield
    except Refused as refused:
        _sorry(refused, title)
    except Exception as error:
        note_mistake(error)
        _sorry(Refused("refusals.unexpected"), title)


def note_mistake(error: Exception) -> None:
    """Log where something broke; what was said in the error may hold words of people."""
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s in a screen\n%s", type(error).__name__, where)


def speak(language: str | None = None) -> None:
    """Speak this browser's language in this run; main.py says which, later runs remember."""
    if language:
        st.session_state[SPEAKS] = language
    use(st.session_state.get(SPEAKS) or browser_language())


def browser_language() -> str:
    """Our language that this browser prefers; Dutch when it prefers another."""
    wish = (st.context.locale or "")[:2].lower()
    return wish if wish in LANGUAGES else LANGUAGES[0]


def _sorry(refused: Refused, title: str) -> None:
    if title:
        heading(title)
    st.warning(text(refused.key, **refused.fields), icon=":material/info:")
    if not st.session_state.get(BACK):  # one way back is enough, and the bar's is always there
        member = who.current_member()
        home = home_of(member.role) if member else "today"
        label = text("screens.to", screen=text(f"screens.{home}"))
        link(home, label, icon=":material/arrow_back:")


def _elsewhere() -> None:
    """What a page does is said where it runs; here it is only somewhere to go."""
