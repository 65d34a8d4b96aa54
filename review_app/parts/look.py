"""How a foundation looks to Streamlit: the hue for the theme in use, and the icon.

The declaration is ``config/foundations.yaml``; the browser side of it is
``frontend/src/common/look.css``, and a test keeps the two equal. A foundation is never shown by its
hue alone: icon and word stand beside it.
"""

import streamlit as st

from config.foundations import Foundation
from config.texts import text


def hue(foundation: Foundation) -> str:
    """The hue, ``#rrggbb``, that reads on the theme this person has chosen."""
    return foundation.hue_dark if st.context.theme.type == "dark" else foundation.hue


def icon(foundation: Foundation) -> str:
    """The icon as Streamlit writes it, for a widget's ``icon=`` or inside Markdown."""
    return f":material/{foundation.icon}:"


def segment(words: str) -> str:
    """A choice of a segmented control, with colour of its own where that is dark.

    Streamlit writes the chosen one in the accent, which cannot be read there; frame and ground
    still show which one it is.
    """
    if st.context.theme.type != "dark":
        return words
    return f':color[{words}]{{foreground="{st.get_option("theme.dark.textColor")}"}}'


def word(foundation: Foundation) -> str:
    """Icon and name together, for a heading or a list in Markdown."""
    return f"{icon(foundation)} {text(f'foundations.{foundation.key}')}"
