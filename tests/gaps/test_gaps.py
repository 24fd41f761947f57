"""The gap list, the papers that ask, the table that comes back, the calendar of publications."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from guihua.errors import GuihuaError
from guihua.plan.data import load
from guihua.plan.decisions import apply_decisions
from guihua.plan.indicators import IndicatorRecord, indicator_decision
from guihua.plan.plan import Plan
from guihua.plan.status import ReasonCode
from guihua.reading import read_text
from guihua.reporting.docx_writer import write_docx
from guihua.reporting.requests import asked_of, gap_document, kind_of, request
from guihua.statistics import query
from guihua.statistics.importing import Defaults, import_file
from guihua.statistics.template import template
from guihua.storage import Store, open_store
from guihua.tracking import track
from guihua.tracking.gaps import NOBODY, Gap, by_asked, by_body, gaps
from guihua.tracking.indicators import series_in
from guihua.tracking.publications import publication_of

TEXT = """内蒙古自治区“十三五”工业发展规划

二、发展目标

到2020年，中小微企业数量达到30万户。到2020年，发电量达到5000亿千瓦时。到2020年，内蒙古著名商标达到1000件。
"""
ROWS = """地区代码,指标,时期,数值,单位,公布日期,公布机构
150000,中小企业数,2019,28,万户,2020-03-01,内蒙古自治区统计局
150000,发电量,2015,3900,亿千瓦时,2016-03-01,内蒙古自治区统计局
"""
ON = date(2021, 12, 31)


@pytest.fixture
def plan() -> Plan:
    return replace(read_text(TEXT), region="150000", period=(2016, 2020))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    path = tmp_path / "数.csv"
    path.write_text(ROWS, encoding="utf-8")
    opened = open_store(tmp_path / "store", create=True)
    import_file(opened, path, defaults=Defaults())
    return opened


def found(plan: Plan, store: Store) -> tuple[Gap, ...]:
    return gaps(plan, track(plan, store, ON).assessments, series_in(store, ("150000",), ON), ON)


def _of(all_: tuple[Gap, ...], word: str) -> Gap:
    return next(g for g in all_ if word in g.name)


def test_a_target_whose_name_is_not_met_says_which_near_name_there_is(plan: Plan, store: Store) -> None:
    gap = _of(found(plan, store), "企业")
    assert "中小企业数" in gap.why and "28万户" in gap.latest
    assert gap.said != ReasonCode.NO_DATA.zh


def test_a_figure_that_is_there_is_never_called_no_data(plan: Plan, store: Store) -> None:
    assert all(g.said != "无数据" for g in found(plan, store) if g.latest)


def test_what_can_have_no_figure_is_said_with_the_document(plan: Plan, store: Store) -> None:
    gap = _of(found(plan, store), "商标")
    assert gap.reason is ReasonCode.RECOGNITION_ABOLISHED
    assert not gap.exists and gap.due is None and "231号" in gap.why


def test_gaps_go_by_body_of_the_sheet_and_else_by_the_office_that_publishes(plan: Plan, store: Store) -> None:
    target = _of(found(plan, store), "企业").statement
    decision = indicator_decision(
        plan, IndicatorRecord(target.id, body="自治区市场监督管理局"), by="张三", on="2021-12-31"
    )
    listed = found(apply_decisions(plan, (decision,)), store)
    assert next(iter(by_body(listed))) == "自治区市场监督管理局" and list(by_body(listed))[-1] == NOBODY
    assert "自治区市场监督管理局" in by_asked(listed) and NOBODY not in by_asked(listed)


def test_a_target_that_the_sheet_leaves_out_is_no_gap(plan: Plan, store: Store) -> None:
    target = _of(found(plan, store), "企业").statement
    decision = indicator_decision(
        plan, IndicatorRecord(target.id, keep=False), by="张三", on="2021-12-31", changes={"keep": False}
    )
    assert target.id not in {g.statement.id for g in found(apply_decisions(plan, (decision,)), store)}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("自治区统计局", "函"),
        ("包头市工业和信息化局", "通知"),
        ("自治区人民政府", "请示"),
        ("国家能源局", "请示"),
        ("阿拉善盟行政公署", "通知"),
        ("工业和信息化部", "请示"),
    ],
)
def test_the_paper_suits_the_body(body: str, kind: str) -> None:
    assert kind_of(body) == kind


def test_a_department_of_the_state_council_asks_its_peers_by_letter() -> None:
    assert kind_of("国家能源局", "国家发展和改革委员会") == kind_of("水利部", "财政部") == "函"
    assert kind_of("国务院", "国家发展和改革委员会") == "请示"
    assert kind_of("国家能源局", "自治区能源局") == "请示"


@pytest.mark.parametrize(
    ("kind", "ending"), [("函", "函复为盼"), ("通知", "前报送"), ("请示", "妥否，请批示"), ("报告", "特此报告")]
)
def test_a_paper_has_its_addressee_its_table_its_ending_and_its_signature(
    plan: Plan, store: Store, kind: str, ending: str
) -> None:
    import io
    import zipfile

    paper = request(plan, "自治区统计局", found(plan, store), ON, kind=kind, issuer="自治区工业和信息化厅")
    words = zipfile.ZipFile(io.BytesIO(write_docx(paper.document))).read("word/document.xml").decode("utf-8")
    plain = re.sub("<[^>]+>", "", words)
    for word in ("自治区统计局：", "代拟稿", "自治区工业和信息化厅", "2021年12月31日", "中小微企业数量", ending):
        assert word in plain, word


def test_a_kind_of_paper_that_there_is_not_is_refused(plan: Plan, store: Store) -> None:
    with pytest.raises(GuihuaError, match="REQUEST-KIND"):
        request(plan, "自治区统计局", found(plan, store), ON, kind="命令")


def test_the_table_to_fill_in_comes_back_as_figures(plan: Plan, store: Store, tmp_path: Path) -> None:
    asked = asked_of(found(plan, store), plan)
    assert {a.indicator for a in asked} and all(a.period == "2020" and a.region == "150000" for a in asked)
    path = tmp_path / "填报.xlsx"
    path.write_bytes(template(asked, publisher="自治区统计局"))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = [c.value for c in sheet[1]]
    column = next(i for i, h in enumerate(heads, 1) if h == "数值")
    day = next(i for i, h in enumerate(heads, 1) if (h and "公布日期" in str(h)) or h == "发布日期")
    sheet.cell(2, column).value, sheet.cell(2, day).value = 31, "2021-03-01"
    book.save(path)
    before = len(query(store, as_of=date(2030, 1, 1)))
    import_file(store, path, defaults=Defaults(region="150000"))
    assert len(query(store, as_of=date(2030, 1, 1))) == before + 1


def test_the_list_is_a_document_too(plan: Plan, store: Store) -> None:
    assert write_docx(gap_document(plan, found(plan, store), ON)).startswith(b"PK")


def test_entries_of_the_calendar_meet_their_examples_and_name_their_sources() -> None:
    entries = load("publications.yaml", "guihua.tracking.data")["publications"]
    for entry in entries:
        assert entry["source"]
        for name in entry["yes"]:
            assert publication_of(name).document == entry["document"], name
        for name in entry["no"]:
            assert publication_of(name).document != entry["document"], name
    assert entries[-1]["match"] == "."


def test_a_years_figure_is_due_in_the_year_after() -> None:
    assert publication_of("工业增加值").due(2020) == date(2021, 2, 28)
    assert publication_of("国家级技术中心数").due(2020) == date(2021, 12, 31)
