"""How our browser components reach Streamlit.

A part calls `component` once at import and mounts the result in its face. Streamlit finds the
manifest ``review_app/pyproject.toml`` by itself only in an installed wheel: for an editable install
it looks beside an import package with the distribution's name, and ours has none. So the manifest
is handed over here, in both cases the same, before a component is first mounted. It must happen
per registry and not once: each AppTest brings its own.
"""

import re
import threading
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest
from streamlit.runtime.scriptrunner import get_script_run_ctx

from config.texts import catalog, current_language

ROOM = Path(__file__).resolve().parents[1]
"""The folder of the manifest, and the root its asset folders are relative to."""
ASSETS = ROOM / "frontend" / "dist" / "assets"
"""Fonts and other files every page may fetch; served under ``/assets``."""

_declaring = threading.Lock()


class Mount(Protocol):
    """Puts a component on the screen; returns what it told us in this run, by trigger name."""

    def __call__(
        self,
        *,
        key: str,
        data: Mapping[str, Any],
        triggers: Mapping[str, Callable[[], None] | None],
    ) -> Mapping[str, Any]:
        """Mount under ``key``; ``data`` is plain JSON, ``triggers`` what the component may say."""
        ...


class NotBuilt(RuntimeError):
    """The front end has not been built: run ``make setup``."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def component(name: str, *, isolate_styles: bool = True) -> Mount:
    """The component ``name`` of the manifest, to be mounted any number of times.

    ``triggers`` names each thing the component may say, with the function to call when it does
    (before the script runs again) or None. ``isolate_styles=False`` puts it in the page itself, for
    forms that a password manager must see.
    """

    @cache
    def renderer() -> Callable[..., Any]:
        return st.components.v2.component(
            f"{_manifest().name}.{name}",
            css=f"{name}-*.css",
            js=f"{name}-*.js",
            isolate_styles=isolate_styles,
        )

    def mount(
        *,
        key: str,
        data: Mapping[str, Any],
        triggers: Mapping[str, Callable[[], None] | None],
    ) -> Mapping[str, Any]:
        with _declaring:
            _hand_over_manifest()
            render = renderer()
        calls = {f"on_{word}_change": call or _nothing for word, call in triggers.items()}
        told: Mapping[str, Any] = render(key=key, data=dict(data), **calls)
        return told

    return mount


def texts_of(noun: str) -> dict[str, str]:
    """Every text ``<noun>.<word>`` by its word, its {places} still open for the browser to fill."""
    start = f"{noun}."
    sentences = catalog(current_language()).singular
    return {key.removeprefix(start): sentences[key] for key in sentences if key.startswith(start)}


def told(key: str, trigger: str) -> Any:
    """What the component under ``key`` said last, for use inside a trigger's function.

    Not read from ``st.session_state[key]``: when somebody writes and at once goes to another page,
    Streamlit runs the function but has forgotten the key, and the words would be lost.
    """
    running = get_script_run_ctx()
    if running is None:
        raise RuntimeError("only a trigger's function can ask what was told")
    ours = re.compile(rf"\$\$ID-[0-9a-f]+-{re.escape(key)}__events$")
    state = running.session_state
    said = None
    for widget in state.get_widget_states():
        if ours.search(widget.id):
            for event in state[widget.id] or []:
                said = event["value"] if event["event"] == trigger else said
    return said


def _nothing() -> None:
    """Streamlit keeps a trigger's name in the answer only if something listens to it."""


@cache
def _manifest() -> ComponentManifest:
    read = tomllib.loads((ROOM / "pyproject.toml").read_text(encoding="utf-8"))
    declared = read["tool"]["streamlit"]["component"]["components"]
    return ComponentManifest(
        name=read["project"]["name"],
        version=read["project"]["version"],
        components=[ComponentConfig.from_dict(one) for one in declared],
    )


def _hand_over_manifest() -> None:
    manifest = _manifest()
    registry = get_bidi_component_manager()
    first = f"{manifest.name}.{manifest.components[0].name}"
    if registry.get_component_asset_root(first) is None:
        if not ASSETS.is_dir():
            raise NotBuilt
        registry.register_from_manifest(manifest, ROOM)
