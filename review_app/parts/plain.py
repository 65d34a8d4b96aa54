"""Words that people wrote, shown as they wrote them.

Streamlit reads Markdown; somebody's asterisk or colon must stay one.
"""

import re

_SIGNS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~:$&@^=\"'/])")


def plain(words: str) -> str:
    """Return words for inside Markdown: every sign stays a sign, every line its own line."""
    lines = (_SIGNS.sub(r"\\\1", line.strip()) for line in words.strip().splitlines())
    return "  \n".join(line or "\\" for line in lines)
