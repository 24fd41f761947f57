"""Whom a paper is to, and so what it is: 函 to peers, 通知 to those below, 请示 or 报告 upward; and what it may call itself.

督查 and 考核 are words of a filed yearly plan (督查检查考核计划): without its number a paper says 调度 and 监测.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from guihua.reporting.requests import kind_of

if TYPE_CHECKING:
    from guihua.ledgers.register import Register

LETTER, NOTICE, REQUEST, REPORT = "函", "通知", "请示", "报告"
_BY_KIND: Final = {
    "上级机关": REPORT,
    "自治区部门": LETTER,
    "中央驻区单位": LETTER,
    "第三方机构": LETTER,
    "盟市": NOTICE,
    "盟市部门": NOTICE,
    "旗县": NOTICE,
    "园区管委会": NOTICE,
    "企业": NOTICE,
}
_PLAIN: Final = (("督查考核", "调度监测"), ("督查", "调度"), ("考核评价", "监测评价"), ("考核", "监测"))


def paper_kind(body: str, known: Register | None = None, *, asks: bool = False) -> str:
    """Which paper suits a body: by its kind in the register, else by its name. asks: what goes upward asks for a decision (请示)."""
    entry = known.find(body) if known is not None else None
    kind = _BY_KIND.get(entry.kind, "") if entry is not None else ""
    kind = kind or kind_of(body)
    if kind in (REQUEST, REPORT):
        return REQUEST if asks else REPORT
    return kind


def named(words: str, filing: str) -> str:
    """Words of a paper as it may use them: as they are where the inspection or appraisal is filed, else 调度 and 监测."""
    if filing.strip():
        return words
    for word, plain in _PLAIN:
        words = words.replace(word, plain)
    return words


def closing(kind: str) -> str:
    """The last line of a paper of a kind."""
    return {LETTER: "请予支持为盼。", NOTICE: "请认真抓好落实。", REQUEST: "妥否，请批示。", REPORT: "特此报告。"}[kind]


def you(kind: str) -> str:
    """How a paper of a kind speaks to whom it is sent."""
    return "贵单位" if kind in (LETTER, REPORT, REQUEST) else "你单位"
