"""How a plan or a result shows itself in a notebook: the room that makes text for people registers itself here."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

PLACES = 10
Language = Literal["zh", "en"]

_renderers: dict[type, Callable[[object], str]] = {}
_loaders: list[Callable[[], object]] = []


class Table:
    """What has rows: an Arrow table, and through Arrow whatever takes one (polars, pandas, DuckDB) without a copy."""

    __slots__ = ()

    def to_arrow(self) -> pa.Table:
        """The rows as an Arrow table."""
        raise NotImplementedError

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a pandas frame; pandas is not part of guihua."""
        return self.to_arrow().to_pandas()

    def to_polars(self) -> pl.DataFrame:
        """The rows as a polars frame; polars is not part of guihua."""
        import polars

        return polars.DataFrame(self.to_arrow())

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def _repr_html_(self) -> str:
        return html(self)


def decimals(numbers: Sequence[Decimal | None]) -> pa.Array:
    """Exact numbers as one Arrow column: 38 digits with ten places where they fit, else 76 digits with as many places as are needed."""
    import pyarrow as pa

    places = max((-int(n.as_tuple().exponent) for n in numbers if n is not None), default=0)
    digits = max((n.adjusted() + 1 for n in numbers if n is not None), default=0)
    fits = places <= PLACES and digits <= 38 - PLACES
    return pa.array(numbers, pa.decimal128(38, PLACES) if fits else pa.decimal256(76, max(places, 0)))


def register(kind: type, renderer: Callable[[object], str]) -> None:
    """Let objects of this type be shown by this function (view does so when it is imported)."""
    _renderers[kind] = renderer


def on_demand(load: Callable[[], object]) -> None:
    """Call this before the first thing is shown: it registers renderers, and whoever shows nothing never pays for it."""
    _loaders.append(load)


def html(thing: object) -> str:
    """The registered rendering, else the plain representation, escaped."""
    while _loaders:
        _loaders.pop()()
    renderer = _renderers.get(type(thing))
    return renderer(thing) if renderer else f"<pre>{escape(repr(thing)[:2000])}</pre>"


def language() -> Language:
    """The language of what is shown: GUIHUA_LANG (or `set_language`), else the locale's where it is English, else Chinese."""
    said = os.environ.get("GUIHUA_LANG", "")
    return ("en" if said.lower().startswith("en") else "zh") if said else of_locale(os.environ)


def set_language(lang: Language) -> None:
    """Show in this language from now on."""
    os.environ["GUIHUA_LANG"] = lang


def of_locale(environment: Mapping[str, str]) -> Language:
    """The language by LC_ALL, LC_MESSAGES, LANG, the first that is set: en_US.UTF-8 is English, anything else Chinese."""
    said = next((v for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := environment.get(name))), "")
    return "en" if said.lower().startswith("en") else "zh"
