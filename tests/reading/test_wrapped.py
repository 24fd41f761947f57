"""Lines that a page's width has broken are read as one, and told with the spans of the text as it stands."""

from __future__ import annotations

import pytest

from guihua.reading import read_text
from guihua.reading.documents.wrapped import unwrapped

HEAD = "东江市水生态修复规划\n（2021年-2035年）\n2021年9月\n第一章  目标\n"
BODY = (
    "统筹山水林田湖草沙一体化保护和系统治理，提升河湖的自净能力，恢复受损湿地，保障岸线安全，推动水生态持续好转，让群众的获得感更强。"
    "到2025年，全市河湖水面率提高到12%以上，河流断面水质良好，湿地保护率达到65%，再生水利用量从现状80万吨提高到150万吨以上，"
    "水土流失治理面积增加到400平方公里以上，让河流恢复生命、流域重现生机，各项任务落地见效，为全市高质量发展提供坚实支撑，"
    "让人民群众共享绿水青山带来的生态红利和发展机遇，形成人水和谐共生的良好格局。"
)
TAIL = (
    "各地区各部门要加强协调配合，完善政策措施，落实工作责任，健全推进机制，做好宣传引导，营造良好氛围，确保各项任务落到实处。"
    * 4
)
BODY += TAIL


def wrapped(text: str, width: float = 25) -> list[str]:
    """The text in lines as wide as a page; Latin characters are half as wide."""
    lines, size = [""], 0.0
    for character in text:
        size += 0.5 if character.isascii() else 1
        if size > width:
            lines, size = [*lines, ""], 0.5 if character.isascii() else 1
        lines[-1] += character
    return lines


LINES = wrapped(BODY)
PAGES = HEAD + "\n".join([*LINES[:6], " 3 ", *LINES[6:]]) + "\n"


def test_statements_over_broken_lines_keep_the_spans_of_the_text() -> None:
    plan = read_text(PAGES)
    assert [(s.indicator, s.value, s.unit, s.year, s.comparator.value) for s in plan.statements] == [
        ("全市河湖水面率", ("12",), "%", 2025, "ge"),
        ("湿地保护率", ("65",), "%", 2025, "reach"),
        ("再生水利用量", ("80",), "万吨", 2020, "eq"),
        ("再生水利用量", ("150",), "万吨", 2025, "ge"),
        ("水土流失治理面积", ("400",), "平方公里", 2025, "ge"),
    ]
    assert all(plan.text[s.start : s.end] == s.quote for s in plan.statements)
    assert any("\n" in s.quote for s in plan.statements)
    assert plan.period == (2021, 2035)


def test_blanks_in_the_place_of_line_breaks_are_passed_over() -> None:
    plan = read_text(HEAD.replace("\n", " ") + " ".join(LINES))
    assert ("湿地保护率", ("65",)) in [(s.indicator, s.value) for s in plan.statements]


@pytest.mark.parametrize(
    "text",
    [
        "东江市规划\n" + "一、目标\n粮食产量达到5万吨。\n" * 12,
        "城镇化率\n60%\n" * 12,
        "这是一段很长的话，" * 40 + "\n" + "另一段也很长的话，" * 40,
        "",
    ],
)
def test_lines_of_their_own_stay_apart(text: str) -> None:
    assert unwrapped(text) is None
