"""News and reviews that say in their headline or first sentence which plan they speak of, and when."""

from __future__ import annotations

from guihua.plan.statement import Form, Kind, Statement
from guihua.reading import read_text

GOALS = "十一五发展目标公布\n2006年02月11日08:15 东江日报\n本报讯昨日获悉,东江省“十一五”发展的主要目标是:\n"


def read(head: str, words: str) -> list[Statement]:
    return [s for s in read_text(head + words + "\n").statements if s.start >= len(head)]


def test_news_of_a_plan_named_without_quotes_in_its_headline_promises_for_its_last_year() -> None:
    found = read(GOALS, "1.经济增长。GDP年均增长9%。出口总额达到50亿美元。\n2.环境。主要污染物排放总量减少12%。")
    assert {(s.kind, s.year) for s in found} == {(Kind.TARGET, 2010)}
    assert [s.base_year for s in found] == [2005, None, 2005]


def test_goals_of_a_plan_that_a_colon_opens_are_promised_for_its_last_year() -> None:
    head = "东江省人大会议开幕\n2006年02月11日 东江日报\n东江省“十一五”发展的主要目标是:\n"
    assert {(s.kind, s.year) for s in read(head, "1.增长。出口总额达到50亿美元。\n2.教育。入园率达到70%。")} == {
        (Kind.TARGET, 2010)
    }


def test_the_time_of_day_in_a_dateline_is_no_figure() -> None:
    assert not read_text(GOALS).statements


def test_shares_of_the_three_sectors_are_of_the_output_that_the_text_named() -> None:
    found = read(GOALS, "1.增长。人均GDP达到2万元。三次产业结构调整为8:47:45。")
    assert [s.indicator for s in found[1:]] == ["第一产业占GDP比重", "第二产业占GDP比重", "第三产业占GDP比重"]
    assert {s.form for s in found[1:]} == {Form.SHARE}
