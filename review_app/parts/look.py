"""How a foundation looks to Streamlit: its hue, by the theme's own word for it, and the icon.

The icons of the prompt kinds stand here too, for Streamlit and the workbench alike.

The declaration is ``config/foundations.yaml``; ``.streamlit/config.toml`` and
``frontend/src/common/look.css`` are the browser's sides of it, and tests keep them equal. The hue
is left to the browser: it follows when a computer turns dark in the evening, and we do not hear of
that. A foundation is never shown by its hue alone: icon and word stand beside it.
"""

from config.foundations import Foundation
from config.texts import text
from storage.rules.clip import PromptKind

COLOURS = {
    "emotional_support": "orange",
    "classroom_organisation": "green",
    "instructional_support": "violet",
}
"""What Streamlit calls the text colour that the theme makes a foundation's hue."""


KIND_ICONS = {
    PromptKind.nice_work: "star",
    PromptKind.consider_this: "sms",
    PromptKind.making_the_link: "link",
}
"""The icon of each prompt kind: a name in Streamlit's set that ``frontend/src/player/icons.ts``
draws too."""


def coloured(foundation: Foundation, words: str) -> str:
    """Words (Markdown) in the hue of a foundation."""
    return f":{COLOURS[foundation.key]}[{words}]"


def icon(foundation: Foundation) -> str:
    """The icon as Streamlit writes it, for a widget's ``icon=`` or inside Markdown."""
    return f":material/{foundation.icon}:"


def segment(words: str) -> str:
    """A choice of a segmented control, in ink.

    Streamlit writes the chosen one in the accent, which cannot be read in the dark; frame and
    ground still show which one it is. The theme makes its gray text our ink.
    """
    return f":gray[{words}]"


def word(foundation: Foundation) -> str:
    """Icon and name together, for a heading or a list in Markdown."""
    return f"{icon(foundation)} {text(f'foundations.{foundation.key}')}"
