"""Where a verb's answer goes: the suffix decides, contradictions and unknown suffixes are refused, before any work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guihua.cli._output import file_of, form_of
from guihua.cli.main import main
from guihua.errors import GuihuaError

SUFFIXES = {".txt": ("table",), ".json": ("json", "lines"), ".xlsx": ("xlsx",)}
PLAN = "到2020年，全市绿化面积达到500公顷。\n"


def form(output: str, wanted: str | None = None) -> str:
    return form_of(output, wanted, SUFFIXES, default="table", files_only=frozenset({"xlsx"}))


@pytest.mark.parametrize(
    ("output", "wanted", "found"),
    [
        ("", None, "table"),
        ("-", "json", "json"),
        ("a.JSON", None, "json"),
        ("a.json", "lines", "lines"),
        ("进.度.xlsx", None, "xlsx"),
    ],
)
def test_the_suffix_gives_the_form_and_a_dash_is_standard_output(output: str, wanted: str | None, found: str) -> None:
    assert form(output, wanted) == found
    assert file_of(output) == ("" if output == "-" else output)


@pytest.mark.parametrize(
    ("output", "wanted", "code"),
    [
        ("a.odt", None, "OUTPUT-SUFFIX"),
        ("进度", None, "OUTPUT-SUFFIX"),
        ("a.txt", "json", "OUTPUT-FORMAT"),
        ("-", "xlsx", "OUTPUT-FILE"),
        ("", "xlsx", "OUTPUT-FILE"),
    ],
)
def test_what_contradicts_itself_or_is_unknown_is_refused(output: str, wanted: str | None, code: str) -> None:
    with pytest.raises(GuihuaError) as caught:
        form(output, wanted)
    assert caught.value.code == code and caught.value.hint


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "规划.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "guihua.toml").write_text('plan = "规划.txt"\nregion = "150000"\n', encoding="utf-8")
    (tmp_path / "数.csv").write_text(
        "地区代码,指标,时期,数值,单位,发布日期,来源\n150000,原煤产量,2016,8.4,亿吨,2017-03-01,公报\n", encoding="utf-8"
    )
    assert main(["import", "数.csv"]) == 0
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        "track -o 进度.docx",
        "track -o 进度.csv --format json",
        "series 原煤产量 -o 序列.xlsx",
        "series 原煤产量 -o 序列.svg --format csv",
        "series 原煤产量 --rollup -o 序列.png",
        "read 规划.txt -o 规划.xlsx",
        "read 规划.txt -o 规划.csv --format html",
        "check 规划.txt -o 意见.odt",
        "check 规划.txt -o 意见.json --format html",
        "compare 规划.txt 规划.txt -o 表.pdf",
        "page 规划.txt -o 页.docx",
        "implied 规划.txt -o 区间.xlsx",
        "report -o 报告.xls",
        "chart status -o 图.pdf",
        "template -o 表.csv",
        "ledger sheet tasks -o 表.csv",
        "page 规划.txt -o -",
        "read -",
        "import -",
    ],
)
def test_every_verb_refuses_what_it_cannot_write_and_writes_nothing(folder: Path, command: str) -> None:
    before = sorted(p.name for p in folder.iterdir())
    assert main(command.split()) == 2
    assert sorted(p.name for p in folder.iterdir()) == before


def test_track_and_series_write_what_the_name_says(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["track", "-o", "进度.xlsx"])
        == main(["track", "-o", "进度.json"])
        == main(["track", "-o", "进度.csv"])
        == 0
    )
    assert (folder / "进度.xlsx").read_bytes()[:2] == b"PK"
    assert len(json.loads((folder / "进度.json").read_text(encoding="utf-8"))) == 1
    assert (folder / "进度.csv").read_text(encoding="utf-8-sig").startswith("indicator,target,")
    assert main(["series", "原煤产量", "-o", "序列.csv"]) == 0
    assert (folder / "序列.csv").read_text(encoding="utf-8-sig").startswith("period,span,value,")
    capsys.readouterr()
    assert main(["series", "原煤产量", "-o", "-", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["value"] == "8.4"
    assert main(["read", "规划.txt", "-o", "-"]) == 0
    assert "500" in capsys.readouterr().out and not (folder / "-").exists()


@pytest.mark.parametrize("code", ["全国", "CN", "86", "999"])
@pytest.mark.parametrize(
    "command",
    [
        "track",
        "track --drivers 2016",
        "series 原煤产量",
        "series 原煤产量 --rollup",
        "template",
        "chart status -o 图.svg",
    ],
)
def test_an_unknown_region_is_refused(
    folder: Path, command: str, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command.split(), "--region", code]) == 2
    assert "REGION-UNKNOWN" in capsys.readouterr().err
    assert not {"图.svg", "填报.xlsx"} & {p.name for p in folder.iterdir()}


def test_an_unknown_region_in_the_project_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "guihua.toml").write_text('plan = "规划.txt"\nregion = "CN"\n', encoding="utf-8")
    assert main(["track"]) == 2
    assert "REGION-UNKNOWN" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("check --against nowhere", "STORE-ABSENT"),
        ("check --settings bad.yaml", "CHECK-SETTINGS"),
        ("check --select GHX", "CHECK-CODE"),
        ("check --ignore XX1", "CHECK-CODE"),
        ("check --as-of 2020-01-01", "CHECK-DATE"),
        ("check --against store --as-of 1", "DATE-INVALID"),
    ],
)
def test_check_takes_no_slip_for_a_clean_plan(
    folder: Path, command: str, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.yaml").write_text("{a: b}\n", encoding="utf-8")
    assert main(command.split()) == 2
    assert code in capsys.readouterr().err
    assert not (folder / "nowhere").exists()


def test_a_folder_is_read_without_the_papers_that_guihua_wrote(tmp_path: Path) -> None:
    import docx

    from guihua.cli._folder import documents_in

    for name, writer in (("规划.docx", "某科"), ("校核意见.docx", "guihua")):
        document = docx.Document()
        document.core_properties.author = writer
        document.save(str(tmp_path / name))
    files, passed = documents_in(tmp_path, (".docx",))
    assert [f.name for f in files] == ["规划.docx"] and [p.path.name for p in passed] == ["校核意见.docx"]
