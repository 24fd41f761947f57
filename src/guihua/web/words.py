"""What templates may call to put typed results into words. The words themselves are view's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import get_language


def filters() -> dict[str, Callable[..., Any]]:
    """The filters of the templates."""
    return {"number": number, "status": status, "when": when}


def lang() -> str:
    """The page's language as view names it."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def number(value: Any, digits: int | None = None) -> str:
    """A numeral as an office writes it; a dash where there is none."""
    from guihua.view.numbers import MISSING
    from guihua.view.numbers import number as written

    return MISSING if value in (None, "") else written(value, digits)


def status(code: str) -> Any:
    """Word, shape and colour of a status."""
    from guihua.view.status import style

    return style(code)


def when(value: Any) -> str:
    """A moment, to the minute, in the site's time."""
    from django.utils import timezone

    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""
