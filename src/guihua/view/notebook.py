"""How results show themselves in a notebook: importing this module registers the displays."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import cast

from guihua.checking.result import CheckResult
from guihua.plan.display import register
from guihua.plan.plan import Plan
from guihua.tracking.tracking import Tracking
from guihua.view import findings
from guihua.view.assessments import status_word
from guihua.view.statements import kind_word, value_words
from guihua.view.told import latest_words, name, target_words

MOST = 200


def plan_html(plan: Plan) -> str:
    """A plan as a table of its statements."""
    rows = [(s.id, s.indicator, str(s.year or ""), value_words(s), kind_word(s.kind)) for s in plan.statements]
    return _table(plan.title or "规划", ("编号", "指标", "年份", "数值", "类别"), rows)


def tracking_html(tracking: Tracking) -> str:
    """A tracking as a table of its targets and where they stand."""
    rows = [(name(a.statement), target_words(a), latest_words(a), status_word(a)) for a in tracking]
    return _table(f"截至 {tracking.as_of}", ("指标", "目标", "最新", "状态"), rows)


def check_html(result: CheckResult) -> str:
    """The findings with their sums."""
    return f"<div>{findings.html(result)}</div>"


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th style='text-align:left'>{escape(h)}</th>" for h in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows[:MOST])
    more = f"<p>… {len(rows) - MOST} 行未列</p>" if len(rows) > MOST else ""
    return f"<p><b>{escape(title)}</b></p><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


register(Plan, lambda thing: plan_html(cast("Plan", thing)))
register(CheckResult, lambda thing: check_html(cast("CheckResult", thing)))
register(Tracking, lambda thing: tracking_html(cast("Tracking", thing)))
