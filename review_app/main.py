"""What runs for every person at every step: who is there, in which language, on which screen."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import streamlit as st

from config.texts import text
from review_app import who
from review_app.parts import acts, ask_first, frame
from review_app.parts.connection import connection
from review_app.parts.spoken import spoken
from review_app.screens import SCREENS, Screen, account, home_of, sign_in
from storage.people import Member

MARK = Path(__file__).with_name("mark.svg")
"""In the browser's tab. Pages have no icons of their own: for those Streamlit's page asks another
server."""
WIDE = frozenset(screen.noun for screen in SCREENS if screen.wide)


def main() -> None:
    """Draw one page for whoever is there now."""
    member = who.current_member()
    frame.speak(member.language if member else frame.browser_language())
    if member is None:
        _let_in()
    else:
        _draw(member)


def _draw(member: Member) -> None:
    """The bar, and the page that the address asks for."""
    if member.left_until:
        _draw_for_leaver(member)
        return
    pages = [_start_page(member), *(_page(member, screen) for screen in SCREENS)]
    chosen = st.navigation(pages, position="top")
    st.logo(str(MARK), size="large")
    wide = chosen.url_path in WIDE
    st.set_page_config(page_icon=MARK, layout="wide" if wide else "centered")
    back = _way_back(member, chosen.url_path)
    frame.arrive(chosen.url_path, back)
    account.bar(member, back=back)
    acts.notices()
    with frame.guarded(chosen.title):
        chosen.run()
    ask_first.forget()
    spoken()
    connection()


def _draw_for_leaver(member: Member) -> None:
    """Who left the school finds one page at every address: what is her own."""
    show = _shown("own", member)
    pages = [st.Page(show, title=text("screens.own"), url_path="", default=True)]
    pages += [frame.page(screen.noun, show) for screen in SCREENS]
    chosen = st.navigation(pages, position="hidden")
    st.set_page_config(page_icon=MARK)
    frame.arrive(chosen.url_path)
    account.bar(member)
    acts.notices()
    with frame.guarded(chosen.title):
        chosen.run()
    ask_first.forget()
    spoken()
    connection()


def _let_in() -> None:
    """Every address asks who you are, and goes on to where you were going."""
    pages = [st.Page(_nothing, title=text("screens.name"), url_path="", default=True)]
    pages += [frame.page(screen.noun, _nothing) for screen in SCREENS]
    chosen = st.navigation(pages, position="hidden")
    st.set_page_config(page_icon=MARK)
    with frame.guarded():
        sign_in.show(chosen.url_path)
        spoken()
        connection()


def _start_page(member: Member) -> st.Page:
    return st.Page(
        _shown(home_of(member.role), member),
        title=text("screens.name"),
        default=True,
        visibility="hidden",
        url_path="start",
    )


def _page(member: Member, screen: Screen) -> st.Page:
    listed = member.role in screen.menu
    return frame.page(screen.noun, _shown(screen.noun, member), listed=listed)


def _way_back(member: Member, path: str) -> str:
    """Where the way back leads: from one thing to its list, from a list nowhere (the menu)."""
    listed = {screen.noun for screen in SCREENS if member.role in screen.menu}
    if path == "recordings" and path in listed and "id" in st.query_params:
        return path
    if path == "privacy_check":
        return "recordings"
    return "" if path in listed | {""} else home_of(member.role)


def _shown(noun: str, member: Member) -> Callable[[], None]:
    def show() -> None:
        import_module(f"review_app.screens.{noun}").show(member)

    return show


def _nothing() -> None:
    """Nobody is signed in: the page is only a place to come back to."""


main()
