"""One film on a teacher's shelf, with true links to it (``frontend/src/film_card.ts``)."""

from review_app.parts import frame
from review_app.parts.component import component

_CARD = component("film_card")


def film_card(
    *, key: str, of: str, title: str, facts: str, action: str, poster: str = "", says: str = ""
) -> None:
    """Draw the card of the film with the id `of`; picture, title and `action` open it.

    Without an `action` there is nothing to open. `poster` is the picture's address; all words are
    plain text.
    """
    data = {
        "href": f"/recordings?id={of}" if action else "",
        "poster": poster,
        "title": title,
        "facts": facts,
        "says": says,
        "action": action,
    }
    _CARD(key=key, data=data, triggers={"opened": lambda: frame.turn_to(of)})
