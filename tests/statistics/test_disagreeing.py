"""Sources that disagree, and figures that call themselves official."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from guihua.cli.main import main
from guihua.errors import GuihuaError
from guihua.statistics import publishers, query
from guihua.statistics.disagreeing import disagreements
from guihua.statistics.importing import Defaults, import_file
from guihua.storage import Store, open_store

LATE = date(2030, 1, 1)
HEAD = "region_code,indicator,period,value,unit,published,source_grade,publisher,source_url"


@pytest.fixture
def local(tmp_path: Path) -> Store:
    return open_store(tmp_path / "s")


def take(store: Store, tmp_path: Path, *rows: str, confirmed: str = "*") -> None:
    path = tmp_path / f"{len(list(tmp_path.glob('*.csv')))}.csv"
    path.write_text("\n".join((HEAD, *rows)) + "\n", encoding="utf-8")
    import_file(store, path, defaults=Defaults(confirmed=confirmed))


def test_two_sources_that_are_more_than_a_rounding_apart_disagree(local: Store, tmp_path: Path) -> None:
    take(
        local, tmp_path,
        "150000,原煤产量,2016,83828,万吨,2017-03-01,press,甲报,a", "150000,原煤产量,2016,8.46,亿吨,2017-04-01,secondary,乙网,b",
        "150000,原煤产量,2017,87855.2,万吨,2018-03-01,press,甲报,a", "150000,原煤产量,2017,8.79,亿吨,2018-04-01,secondary,乙网,b",
    )  # fmt: skip
    (one,) = disagreements(local, as_of=LATE)
    assert (one.period, [(s.value, s.grade) for s in one.said]) == ("2016", [("83828", "press"), ("8.46", "secondary")])
    assert disagreements(local, as_of=LATE, source="c") == ()


def test_a_later_figure_of_one_source_is_a_vintage_and_no_disagreement(local: Store, tmp_path: Path) -> None:
    take(local, tmp_path, "150000,原煤产量,2016,1,万吨,2017-03-01,press,甲报,a")
    take(local, tmp_path, "150000,原煤产量,2016,2,万吨,2018-03-01,press,甲报,a")
    assert disagreements(local, as_of=LATE) == ()


@pytest.mark.parametrize(
    ("publisher", "page", "confirmed", "grade"),
    [
        ("内蒙古自治区统计局", "", "", "secondary"),
        ("内蒙古自治区统计局", "", "内蒙古自治区统计局", "official"),
        ("张三工作室", "", "张三工作室", "secondary"),
        ("", "https://tj.example.gov.cn/a.html", "tj.example.gov.cn", "official"),
        ("", "https://tj.example.gov.cn.example.org/a.html", "tj.example.gov.cn", "secondary"),
        ("", "https://blog.example.com/a.html", "blog.example.com", "secondary"),
    ],
)
def test_official_is_what_is_listed_and_confirmed(
    local: Store, tmp_path: Path, publisher: str, page: str, confirmed: str, grade: str
) -> None:
    take(local, tmp_path, f"150000,原煤产量,2016,1,万吨,2017-03-01,official,{publisher},{page}", confirmed=confirmed)
    (figure,) = query(local, as_of=LATE)
    assert str(figure.grade) == grade


def test_a_source_is_confirmed_once_and_remembered(tmp_path: Path) -> None:
    assert publishers.confirm(tmp_path, ["内蒙古自治区统计局"], date(2021, 1, 2)) == ("内蒙古自治区统计局",)
    assert publishers.confirm(tmp_path, ["内蒙古自治区统计局", "tj.example.gov.cn"], date(2021, 1, 3)) == (
        "tj.example.gov.cn",
    )
    assert publishers.confirmed(tmp_path) == {"内蒙古自治区统计局", "tj.example.gov.cn"}
    with pytest.raises(GuihuaError) as refused:
        publishers.confirm(tmp_path, ["张三工作室"], date(2021, 1, 4))
    assert refused.value.code == "IMPORT-PUBLISHER"
    (tmp_path / publishers.SOURCES).write_text("sources: 3\n", encoding="utf-8")
    with pytest.raises(GuihuaError) as broken:
        publishers.confirmed(tmp_path)
    assert broken.value.code == "SOURCES-FILE"


def test_the_command_tells_both_and_the_list_names_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "guihua.toml").write_text('plan = "p.md"\nstore = "store"\nregion = "150000"\n', encoding="utf-8")
    path = tmp_path / "t.csv"
    path.write_text(
        f"{HEAD}\n150000,原煤产量,2016,83828,万吨,2017-03-01,official,内蒙古自治区统计局,a\n150000,原煤产量,2016,90000,万吨,2017-04-01,press,乙网,b\n",
        encoding="utf-8",
    )
    assert main(["import", "t.csv"]) == 0
    told = capsys.readouterr().err
    assert "没有人确认过" in told and "来源不一" in told and "83828万吨" in told
    assert main(["import", "t.csv", "--confirm", "内蒙古自治区统计局"]) == 0
    assert "没有人确认过" not in capsys.readouterr().err
    assert main(["alarms", "--sources", "--format", "csv"]) == 0
    assert "90000万吨 press" in capsys.readouterr().out
