"""Words that people wrote, shown as they wrote them.

Streamlit reads Markdown: somebody's asterisk or colon must stay one. And the signs that turn the
direction of writing around are left out: in somebody's words they would turn ours around as well.
"""

import re

_SIGNS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~:$&@^=\"'/])")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def plain(words: str) -> str:
    """Return words for inside Markdown: every sign stays a sign, every line its own line."""
    lines = (_escaped(line.strip()) for line in straight(words).strip().splitlines())
    return "  \n".join(line or "\\" for line in lines)


def named(words: str) -> str:
    """Return a name, or other words on one line, for inside a sentence, a label or a table."""
    return _escaped(" ".join(straight(words).split()))


def straight(words: str) -> str:
    """Return words without the signs that turn the direction of writing around."""
    return _TURNS.sub("", words)


def _escaped(line: str) -> str:
    return _SIGNS.sub(r"\\\1", line)
