"""One line on every screen while the browser cannot reach the server."""

from review_app.parts.component import component, texts_of

_CONNECTION = component("connection")


def connection() -> None:
    """Be ready to say that the line is lost. Call it once, at the end: it takes no place."""
    _CONNECTION(key="connection", data={"texts": texts_of("connection")}, triggers={})
