"""What each scope that holds at a place says, and where it ends; and that no scope outlives its end."""

from __future__ import annotations

from guihua.reading.context import context_at

REPORT = (
    "各位代表：\n现在，我代表市人民政府，向大会作政府工作报告，请予审议。\n"
    "一、2015年工作回顾\n固定资产投资完成300亿元。\n二、2016年主要工作\n高新区加快发展，引进项目90个，高新区产值增长8%。\n"
)


def scopes(words: str) -> dict[str, tuple[str, int, int, str]]:
    at = REPORT.index(words)
    return {s.kind: (s.says, s.begin, s.end, s.by) for s in context_at(REPORT, at).scopes}


def test_the_documents_year_is_told_with_its_clues() -> None:
    says, begin, end, by = scopes("300亿元")["document"]
    assert (says.partition("，")[0], begin, end) == ("2016", 0, len(REPORT))
    assert "heading-review 2016" in by
    assert "heading-tasks 2016" in by


def test_a_section_ends_where_the_next_begins() -> None:
    says, begin, end, by = scopes("300亿元")["section"]
    assert says == "回顾 looks back，2015"
    assert REPORT[begin:end].strip().startswith("一、")
    assert "二、" not in REPORT[begin:end]
    assert "回顾" in by
    assert scopes("90个")["section"][0] == "部署 looks ahead，2016"


def test_a_zone_is_the_subject_of_its_paragraph_alone() -> None:
    assert scopes("90个")["subject"][0] == "高新区"
    assert "subject" not in scopes("300亿元")
