"""Files beside the templates, and the chip that shows a status."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from guihua.tracking.assessment import Assessment
from guihua.view import told
from guihua.view.messages import translator
from guihua.view.status import SCALE, style


def asset(name: str) -> str:
    """One of the files beside the templates, as text."""
    return files("guihua.view").joinpath("templates", name).read_text(encoding="utf-8")


def status_chip(assessment: Assessment, lang: str = "zh", *, reason: bool = True) -> str:
    """A status as HTML: symbol, word, colour; the coded reason behind it; a superscript where a 口径注 stands."""
    shown = style(assessment.status)
    note = (
        f'<sup class="cov">{escape(translator(lang)("口径注"))}</sup>'
        if assessment.coverage_note and assessment.reason is None
        else ""
    )
    why = ""
    if reason and assessment.reason is not None:
        why = f'<span class="small"> {escape(told.reason_word(assessment.reason, lang))}</span>'
    return (
        f'<span class="status s-{shown.code}"><span class="sym" aria-hidden="true">{shown.symbol}</span>'
        f"{escape(shown.word(lang))}{note}</span>{why}"
    )


@cache
def template(name: str) -> Any:
    """A template, compiled once."""
    from jinja2 import DictLoader, Environment, StrictUndefined

    environment = Environment(
        loader=DictLoader({name: asset(name)}), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template(name)


def fingerprint(text: str) -> str:
    """SHA-256 in base64, as a content security policy names what it allows."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def status_rules(dates: int) -> str:
    """The colour of a marked target's line by date: a.v.d0-met {--s: var(--met)} while day 0 is shown."""
    return "".join(f"html[data-asof='{i}'] .d{i}-{s.code}{{--s:var(--{s.code})}}" for i in range(dates) for s in SCALE)
