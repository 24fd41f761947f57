"""What a release says of itself."""

from __future__ import annotations

import pytest

from tests.harvest.texts import read


def test_title_publisher_day_region_and_period_are_read() -> None:
    r = read("全市地区生产总值501亿元。").release
    assert (r.title, r.publisher, r.published) == ("乌海市2021年前三季度经济运行情况", "乌海市统计局", "2021-10-22")
    assert (r.region.code, r.when.words, r.kind) == ("150300", "2021-Q3 ytd", "月度运行")


def test_the_year_reported_is_no_publication_date() -> None:
    assert read("全市地区生产总值501亿元。", "乌海市2021年国民经济和社会发展统计公报\n").release.published == ""


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("乌海市2021年国民经济和社会发展统计公报", "年度公报"),
        ("2021年1-7月份全市生产安全事故情况", "安全生产"),
        ("2021年上半年产品质量监督抽查情况通报", "抽检通报"),
        ("2021年9月份工业运行情况", "月度运行"),
    ],
)
def test_the_kind_is_by_the_title(title: str, kind: str) -> None:
    assert read("全市发电量12亿千瓦时。", title + "\n").release.kind == kind


def test_a_ministry_speaks_of_the_nation() -> None:
    r = read("用水总量6015亿立方米。", "2018年度水资源情况\n水利部\n2019-07-15\n").release
    assert r.region.code == "100000"


def test_the_projects_region_stands_in_where_the_text_names_none() -> None:
    r = read("全市发电量12亿千瓦时。", "2021年发电情况\n", place="150300").release
    assert r.region.code == "150300"


def test_a_county_of_a_name_that_two_provinces_have_is_that_of_its_city() -> None:
    r = read("全区发电量12亿千瓦时。", "包头市青山区2021年发电情况\n").release
    assert r.region.code == "150204"
