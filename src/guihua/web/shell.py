"""What stands around every page: the project's name, the pages a person may open, language, theme, the day one looks from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_noop

from guihua.errors import GuihuaError
from guihua.web import access
from guihua.web.middleware import THEME
from guihua.web.principal import Principal

PAGES = (
    ("overview", gettext_noop("总览")),
    ("text", gettext_noop("文本")),
    ("check", gettext_noop("校核")),
    ("indicators", gettext_noop("指标")),
    ("path", gettext_noop("路径")),
    ("regions", gettext_noop("地区")),
    ("ledgers", gettext_noop("台账")),
    ("data", gettext_noop("填报")),
    ("reports", gettext_noop("报告")),
    ("release", gettext_noop("发布")),
    ("administration", gettext_noop("管理")),
)


SECTIONS = {
    "submission": "data",
    "changes": "reports",
    "reminders": "ledgers",
    "systems": "ledgers",
    "bodies": "ledgers",
    "body": "ledgers",
    "runs": "ledgers",
    "run": "ledgers",
}


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the navigation."""

    address: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """What the base template reads."""

    lang: str
    theme: str
    principal: Principal
    links: tuple[Link, ...]
    as_of: date | None
    path: str
    collected: str = ""

    def may(self, name: str, write: bool = False) -> bool:
        """Whether the table of rights lets this person open (or change) a page: what may not be opened is not offered."""
        rule = access.rule_of(name)
        return rule is not None and self.principal.role in (rule.write if write else rule.read)

    @property
    def html_lang(self) -> str:
        """The page's language for browsers."""
        return "en" if self.lang == "en" else "zh-CN"


def shell(request: HttpRequest) -> Shell:
    """The shell of a request. A page that one may not open is not offered."""
    principal: Principal = request.principal
    day = _day(request)
    collected = "1" if request.GET.get("collected") == "1" else ""
    tail = urlencode({k: v for k, v in (("as_of", day), ("collected", collected)) if v})
    tail = f"?{tail}" if tail else ""
    section = request.resolver_match.url_name.split("-")[0] if request.resolver_match else ""
    links = tuple(
        Link(reverse(name) + tail, label, name.rstrip("s") == SECTIONS.get(section, section).rstrip("s"))
        for name, label in PAGES
        if (rule := access.rule_of(name)) is not None and principal.role in rule.read
    )
    theme = request.COOKIES.get(THEME, "auto")
    lang: str = request.lang
    return Shell(
        lang, theme if theme in ("light", "dark") else "auto", principal, links, day, request.get_full_path(), collected
    )


def as_of(request: HttpRequest) -> date:
    """The day that one looks from: `?as_of=2021-12-31`, else today. A day that is none is told, not guessed."""
    asked = request.GET.get("as_of", "")
    if not asked:
        return date.today()
    try:
        return date.fromisoformat(asked)
    except ValueError:
        raise GuihuaError("WEB-DATE", f"不是日期 {asked[:20]!r} is no date", "写成 write it as 2021-12-31") from None


def _day(request: HttpRequest) -> date | None:
    """The day told above the page; a page of an error must not fail on the date that caused it."""
    try:
        return as_of(request) if request.GET.get("as_of") else None
    except GuihuaError:
        return None
