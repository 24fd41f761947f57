"""How a plan or a result shows itself in a notebook: the room that makes text for people registers itself here."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

_renderers: dict[type, Callable[[object], str]] = {}


def register(kind: type, renderer: Callable[[object], str]) -> None:
    """Let objects of this type be shown by this function (view does so when it is imported)."""
    _renderers[kind] = renderer


def html(thing: object) -> str:
    """The registered rendering, else the plain representation, escaped."""
    renderer = _renderers.get(type(thing))
    return renderer(thing) if renderer else f"<pre>{escape(repr(thing)[:2000])}</pre>"
