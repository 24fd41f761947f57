"""Tables of releases."""

from __future__ import annotations

from guihua.reading.documents.html import read_html
from guihua.reading.documents.markdown import read_markdown
from guihua.statistics.harvest import harvest

_HTML = """<html><head><title>2021年9月份主要工业产品产量</title></head><body><h1>2021年9月份主要工业产品产量</h1>
<p>乌海市统计局</p><table>
<tr><th rowspan=2>产品名称</th><th rowspan=2>单位</th><th colspan=2>9月</th><th colspan=2>1-9月</th></tr>
<tr><th>绝对量</th><th>同比增长(%)</th><th>绝对量</th><th>同比增长(%)</th></tr>
<tr><td>原煤</td><td>万吨</td><td>12.5</td><td>-3.1</td><td>101.2</td><td>4.0</td></tr>
<tr><td>#焦煤</td><td>万吨</td><td>2.5</td><td>—</td><td>11.2</td><td>1.0</td></tr></table></body></html>"""


def test_heads_give_period_and_kind_rows_give_product_and_unit() -> None:
    found = harvest(read_html(_HTML.encode("utf-8"))).figures
    assert [(f.indicator, f.value + f.unit, f.when.words, f.transformation) for f in found] == [
        ("原煤产量", "12.5万吨", "2021-09", "level"),
        ("原煤产量", "-3.1%", "2021-09", "yoy"),
        ("原煤产量", "101.2万吨", "2021-09 ytd", "level"),
        ("原煤产量", "4.0%", "2021-09 ytd", "yoy"),
        ("焦煤产量", "2.5万吨", "2021-09", "level"),
        ("焦煤产量", "11.2万吨", "2021-09 ytd", "level"),
        ("焦煤产量", "1.0%", "2021-09 ytd", "yoy"),
    ]


def test_places_in_rows_and_months_in_heads() -> None:
    text = "# 分盟市数据:规模以上工业增加值\n\n指标:工业增加值_同比增长(%)\n\n| 地区 | 2020年11月 | 2020年10月 |\n|---|---|---|\n| 包头市 | 8.7 | -10 |\n| 乌海市 | -- | 7.3 |\n"
    found = harvest(read_markdown(text.encode("utf-8"))).figures
    assert [(f.region.code, f.indicator, f.value, f.when.period) for f in found] == [
        ("150200", "规模以上工业增加值", "8.7", "2020-11"),
        ("150200", "规模以上工业增加值", "-10", "2020-10"),
        ("150300", "规模以上工业增加值", "7.3", "2020-10"),
    ]


def test_two_periods_in_one_head_are_doubtful() -> None:
    text = "# 乌海市主要指标\n\n| 指标 | 单位 | 2020年2021年 |\n|---|---|---|\n| 原煤产量 | 万吨 | 8.7 |\n| 发电量 | 亿千瓦时 | 9.1 |\n"
    found = harvest(read_markdown(text.encode("utf-8"))).figures
    assert found and all("period" in f.doubtful for f in found)


def test_a_table_without_a_head_is_told() -> None:
    text = "乌海市2021年情况\n\n全市\t21005\t4057\t168\n甲区\t1251\t224\t26\n乙区\t3007\t666\t51\n"
    from guihua.reading.documents import document_from_string
    from guihua.reading.documents.markdown import with_tables

    read = harvest(with_tables(document_from_string(text)))
    assert not read.figures
    assert any("HARVEST-TABLE" in w for w in read.release.warnings)
