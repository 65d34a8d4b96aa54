"""The language the page says it speaks: Streamlit's own page says English, whatever is on it."""

from config.texts import current_language
from review_app.parts.component import component

# In the page itself, not apart from it: with it comes what fingers need of Streamlit's own buttons.
_SPOKEN = component("spoken", isolate_styles=False)


def spoken() -> None:
    """Say in the page which language it speaks. Call it once, at the end: it takes no place."""
    _SPOKEN(key="spoken", data={"language": current_language()}, triggers={})
