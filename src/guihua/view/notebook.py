"""How results show themselves in a notebook, in the language that is set: importing this module registers the displays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import TypeVar

from guihua.checking.intervals import ImpliedResult
from guihua.checking.result import CheckResult
from guihua.pathways.pathway import Pathway
from guihua.plan.display import language, register
from guihua.plan.plan import Plan
from guihua.statistics.harvest.records import Harvest
from guihua.statistics.observations import Observations
from guihua.tracking.tracking import Tracking
from guihua.view import findings
from guihua.view.assessments import status_word
from guihua.view.statements import kind_word, value_words
from guihua.view.told import latest_words, name, target_words

MOST = 200
Shown = TypeVar("Shown")


def plan_html(plan: Plan, lang: str) -> str:
    """A plan as a table of its statements."""
    heads = {"zh": ("编号", "指标", "年份", "数值", "类别"), "en": ("id", "indicator", "year", "value", "kind")}
    rows = [
        (s.id, s.indicator, str(s.year or ""), value_words(s, lang), kind_word(s.kind, lang)) for s in plan.statements
    ]
    return _table(plan.title or ("规划" if lang == "zh" else "plan"), heads[lang], rows, lang)


def tracking_html(tracking: Tracking, lang: str) -> str:
    """A tracking as a table of its targets and where they stand."""
    heads = {"zh": ("指标", "目标", "最新", "状态"), "en": ("indicator", "target", "latest", "status")}
    rows = [
        (name(a.statement, lang), target_words(a, lang), latest_words(a, lang), status_word(a, lang)) for a in tracking
    ]
    title = f"截至 {tracking.as_of}" if lang == "zh" else f"as known on {tracking.as_of}"
    return _table(title, heads[lang], rows, lang)


def check_html(result: CheckResult, lang: str) -> str:
    """The findings with their sums."""
    return f"<div>{findings.html(result, lang)}</div>"


def implied_html(result: ImpliedResult, lang: str) -> str:
    """Intervals by indicator and year."""
    heads = {
        "zh": ("指标", "年份", "下限", "上限", "单位", "文中写明"),
        "en": ("indicator", "year", "low", "high", "unit", "stated"),
    }
    words = {"zh": ("是", "否"), "en": ("yes", "no")}[lang]
    rows = [
        (i.indicator, i.year, _plain(i.low_number), _plain(i.high_number), i.unit, words[not i.stated])
        for i in result.intervals
    ]
    return _table(result.title, heads[lang], rows, lang)


def path_html(path: Pathway, lang: str) -> str:
    """What the path needs of each target, year by year."""
    from guihua.view.paths import goal_words, state_word, statement_of, value_words

    years = sorted({year for line in path.lines for year, _ in line.values})[-6:]
    heads = {
        "zh": ("指标", "目标", *map(str, years), "状态"),
        "en": ("indicator", "target", *map(str, years), "state"),
    }
    rows = []
    for line in path.lines:
        s = statement_of(path, line.statement)
        values = (value_words(line, s, year) for year in years)
        rows.append((s.indicator, goal_words(s, lang), *values, state_word(line, lang)))
    return _table(path.title, heads[lang], rows, lang)


def harvest_html(found: Harvest, lang: str) -> str:
    """Figures of a published text, each with its clause."""
    heads = {
        "zh": ("地区", "指标", "时期", "数值", "原句", "存疑"),
        "en": ("place", "indicator", "period", "value", "clause", "doubtful"),
    }
    rows = [
        (f.region.words, f.indicator, f.when.words, f.value + f.unit, f.quote, "?" if f.doubtful else "")
        for f in found.figures
    ]
    return _table(found.release.title, heads[lang], rows, lang)


def observations_html(rows: Observations, lang: str) -> str:
    """Published figures."""
    heads = {
        "zh": ("地区", "指标", "时期", "数值", "统计范围", "公布机构", "公布日期"),
        "en": ("region", "indicator", "period", "value", "coverage", "publisher", "published"),
    }
    cells = [
        (o.region, o.indicator, str(o.period), o.value + o.unit, o.coverage, o.publisher, str(o.published or ""))
        for o in rows[:MOST]
    ]
    return _table(f"{len(rows)}", heads[lang], cells, lang)


def _plain(number: object) -> str:
    return "—" if number is None else f"{number.normalize():f}" if hasattr(number, "normalize") else str(number)


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], lang: str) -> str:
    head = "".join(f"<th style='text-align:left'>{escape(h)}</th>" for h in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows[:MOST])
    left = len(rows) - MOST
    more = f"<p>… {left} {'行未列' if lang == 'zh' else 'rows not shown'}</p>" if left > 0 else ""
    return f"<p><b>{escape(title)}</b></p><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _show(kind: type[Shown], renderer: Callable[[Shown, str], str]) -> None:
    def shown(thing: object) -> str:
        assert isinstance(thing, kind)
        return renderer(thing, language())

    register(kind, shown)


_show(Plan, plan_html)
_show(CheckResult, check_html)
_show(Tracking, tracking_html)
_show(ImpliedResult, implied_html)
_show(Pathway, path_html)
_show(Harvest, harvest_html)
_show(Observations, observations_html)
