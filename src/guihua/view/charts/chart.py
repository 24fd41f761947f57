"""A chart: its Vega-Lite specification, a sentence for those who cannot see it, and its renderings."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from html import escape
from typing import Any

VEGA_LITE = "5.21"
FONT = "Noto Sans CJK SC"
KEPT = 128
"""Drawings kept in the process: a report asks for each of its pictures more than once."""

INK, MUTED, HAIR, PAPER = "#1b1f24", "#5b6570", "#d5dae0", "#ffffff"
ACCENT, ACCENT_SOFT, TARGET = "#1f4e79", "#9db8d2", "#a84a00"

Spec = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart.

    name    short name for files and ids
    spec    the Vega-Lite specification as canonical text (sorted keys), so equal charts are equal bytes
    alt     what it shows, in a sentence
    notes   lines that stand under it: sources, breaks, what a map may be used for
    """

    name: str
    spec: str
    alt: str
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Chart {self.name}: {self.alt}>"

    def _repr_html_(self) -> str:
        return f"<figure>{self.svg()}<figcaption>{'<br>'.join(map(escape, self.notes))}</figcaption></figure>"

    def svg(self) -> str:
        """The chart as SVG, labelled for screen readers; ids are prefixed, so that several stand in one page."""
        text = _svg(self.spec)
        key = sha256(self.spec.encode()).hexdigest()[:8]
        text = re.sub(r'id="(?=\w)', f'id="g{key}', text)
        text = re.sub(r"url\(#", f"url(#g{key}", text)
        label = self.alt.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
        return text.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)

    def png(self, *, scale: float = 2.0) -> bytes:
        """The chart as PNG at `scale` pixels a unit."""
        return _png(self.spec, scale)


def chart(name: str, spec: Spec, alt: str, notes: tuple[str, ...] = ()) -> Chart:
    """Complete a specification with the house style and freeze it."""
    full = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": PAPER,
        "config": _config(),
        **spec,
    }
    return Chart(name, json.dumps(full, ensure_ascii=False, sort_keys=True, separators=(",", ":")), alt, notes)


def heading(title: str, unit: str, *, titled: bool = True) -> Spec:
    """The lines over a chart: its title with the unit under it; the unit alone where a caption says the rest."""
    small = {"color": MUTED, "fontSize": 12, "fontWeight": "normal", "offset": 8, "text": unit}
    if not titled:
        return small
    return {"text": title, "subtitle": unit, "subtitleColor": MUTED, "subtitleFontSize": 12, "offset": 8}


def browser_bundle() -> str:
    """The JavaScript that draws the same specifications in a browser (vega, vega-lite, vega-embed)."""
    text: str = _converter().javascript_bundle(vl_version=VEGA_LITE)
    return text


@lru_cache(maxsize=KEPT)
def _svg(spec: str) -> str:
    text: str = _converter().vegalite_to_svg(spec, vl_version=VEGA_LITE)
    return text


@lru_cache(maxsize=KEPT)
def _png(spec: str, scale: float) -> bytes:
    data: bytes = _converter().vegalite_to_png(spec, vl_version=VEGA_LITE, scale=scale)
    return data


@cache
def _converter() -> Any:
    """vl-convert, with the shipped Chinese font registered once in the process."""
    from pathlib import Path

    import vl_convert

    try:
        import noto_cjk_sans_otc  # type: ignore[import-untyped]
    except ImportError:  # pragma: no cover - a system font then has to serve
        return vl_convert
    vl_convert.register_font_directory(str(Path(str(noto_cjk_sans_otc.__file__)).parent))
    return vl_convert


def _config() -> Spec:
    return {
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            "domainColor": MUTED,
            "gridColor": HAIR,
            "gridWidth": 0.75,
            "labelColor": INK,
            "labelFontSize": 12,
            "tickColor": MUTED,
            "titleColor": MUTED,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
        },
        "legend": {
            "labelColor": INK,
            "labelFontSize": 12,
            "titleColor": MUTED,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
        },
        "text": {"color": INK, "fontSize": 12},
        "title": {"color": INK, "fontSize": 14, "fontWeight": "bold", "anchor": "start"},
    }
