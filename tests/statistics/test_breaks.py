"""Known breaks: complete records, and the right ones between two figures."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from guihua.statistics.breaks import announced_between, between, breaks


def codes(found: object) -> set[str]:
    return {b.code for b in found}  # type: ignore[attr-defined]


def test_every_break_has_document_effect_and_two_sources() -> None:
    found = breaks()
    assert len(found) >= 15 and len(codes(found)) == len(found)
    for b in found:
        assert len({s.name for s in b.sources}) >= 2, b.code
        assert len({urlsplit(s.url).hostname for s in b.sources}) >= 2, (
            f"{b.code}: two pages of one site are one source"
        )
        assert b.document[0] and all(b.what) and all(b.effect) and b.measures, b.code
        assert b.kind in {"coverage", "accounting", "classification", "indicator", "recognition", "correction"}
        assert not b.sources[0].url or b.sources[0].url.startswith("http")


def test_the_break_of_industrial_value_added_between_2015_and_2020() -> None:
    found = codes(between("value_added[industry]", 2015, 2020, region="150000"))
    assert {"census-2018", "regional-gdp-unified-2019", "inner-mongolia-2016-corrected"} <= found
    assert "industry-threshold-2011" not in found


def test_a_break_counts_only_once_announced() -> None:
    assert codes(between("value_added[industry]", 2015, 2020, region="150000", as_of=date(2017, 6, 30))) == set()
    assert codes(between("value_added[industry]", 2015, 2020, region="150000", as_of=date(2018, 6, 30))) == {
        "inner-mongolia-2016-corrected"
    }


def test_thresholds_bear_on_their_population_only() -> None:
    assert "industry-threshold-2011" in codes(between("revenue[industry]", 2010, 2015, coverage="规模以上"))
    assert "industry-threshold-2011" not in codes(between("revenue[industry]", 2010, 2015, coverage="全部"))
    assert "investment-threshold-2011" in codes(between("investment[industry]", 2010, 2015))


def test_another_regions_correction_does_not_concern_this_one() -> None:
    assert "inner-mongolia-2016-corrected" not in codes(between("fiscal_revenue", 2015, 2017, region="150600"))
    assert "inner-mongolia-2016-corrected" in codes(between("fiscal_revenue", 2015, 2017, region="150000"))


def test_shares_are_broken_by_what_breaks_their_parts() -> None:
    assert "census-2018" in codes(between("share(rd_expenditure, gdp)", 2015, 2020))
    assert codes(between("capacity[wind]", 2010, 2023)) == set()


def test_what_made_figures_be_published_again() -> None:
    found = codes(announced_between("value_added[industry]", date(2017, 4, 14), date(2024, 12, 18), region="150000"))
    assert {"inner-mongolia-2016-corrected", "census-2018", "regional-gdp-unified-2019"} <= found
    assert "census-2013" not in found


def test_recognition_of_trademarks_ended() -> None:
    assert codes(between("count[famous_marks_regional]", 2015, 2020)) == {"famous-trademarks-2017"}


def test_every_source_says_what_it_is_and_every_number_whether_it_was_seen() -> None:
    for b in breaks():
        assert {s.kind for s in b.sources} <= {"office", "press", "reprint", "print"}, b.code
        assert all(("gov.cn" in s.url) == (s.kind == "office") for s in b.sources), b.code
        assert b.checked in (("printed", "recorded") if b.document[1] else ("",)), b.code
