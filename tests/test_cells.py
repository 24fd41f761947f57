"""No table that leaves the program holds a cell that a spreadsheet would run (CWE-1236), whichever verb wrote it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from guihua.cli.main import main
from guihua.plan.cells import STARTS, as_written, csv_text, harmless, sheet_row
from guihua.plan.plan import Plan
from guihua.plan.planfile import write_planfile
from guihua.statistics import query
from guihua.storage import open_store
from tests.tracking.example import example_plan, target

SOURCE = Path(__file__).parent.parent / "src" / "guihua"
EVIL = '=HYPERLINK("http://192.0.2.1/","产量")'
PLUS = "+cmd|' /C calc'!A0"
OWNERS = ["plan/cells.py", "statistics/report_forms.py", "storage/postgresql.py"]


@pytest.mark.parametrize("text", ["%", "-5.2", "+3", "1e3", "2020", "煤炭=电力", "a@b", "1-2", "", "−3.5个百分点"])
def test_figures_units_and_plain_words_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


@given(st.text(max_size=12) | st.builds("{}{}".format, st.sampled_from(STARTS), st.text(max_size=8)))
def test_no_text_begins_a_formula_afterwards_and_none_is_lost(text: str) -> None:
    made = str(harmless(text))
    assert made[:1] not in ("=", "@") and (made[:1] not in ("+", "-") or re.fullmatch(r"[-+][\d.eE+_-]+\s*", made))
    assert as_written(made) == text or text[:1] == "'"
    read = list(csv.reader(io.StringIO(csv_text([[text, "b"]], quoted=True), newline="")))
    assert read == [[made, "b"]]


def test_a_workbook_takes_what_is_hostile_as_text() -> None:
    book = Workbook()
    book.active.append(sheet_row([EVIL, "a\x00b", 3, None]))
    assert [c.data_type for c in book.active[1]] == ["s", "s", "n", "n"] and book.active["B1"].value == "ab"


def test_tables_are_written_in_one_place() -> None:
    """A verb that writes a CSV past the function that makes cells harmless is found here."""
    found = [
        str(p.relative_to(SOURCE))
        for p in SOURCE.rglob("*.py")
        if re.search(r"csv\.(writer|DictWriter)|write_csv", p.read_text(encoding="utf-8"))
    ]
    assert sorted(found) == OWNERS  # the latter two hand rows to `import` and to COPY: no person opens them


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plan and a store whose names of indicators, notes, sources and publishers are hostile."""
    monkeypatch.chdir(tmp_path)
    wind = replace(target("风电装机容量"), indicator=EVIL)
    plan = Plan(text=example_plan().text, statements=(wind,), period=(2016, 2020), region="150000", issued="2017-04-14")
    write_planfile(plan, tmp_path / "plan.yaml")
    (tmp_path / "guihua.toml").write_text('plan = "plan.yaml"\nstore = "store"\nregion = "150000"\n', encoding="utf-8")
    rows = [
        [
            "region_code",
            "indicator",
            "period",
            "value",
            "unit",
            "published",
            "source",
            "publisher",
            "note",
            "publish_level",
        ]
    ]
    rows += [
        ["150000", EVIL, str(year), str(2000 + year), "万千瓦", "2021-03-01", PLUS, "@bureau", "-2+3+cmd", "public"]
        for year in (2015, 2017, 2020)
    ]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    (tmp_path / "data.csv").write_text(out.getvalue(), encoding="utf-8")
    assert main(["import", "data.csv"]) == 0
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        "track --as-of 2025-01-31 -o out.csv",
        "track --as-of 2025-01-31 -o out.xlsx",
        "track --as-of 2025-01-31 --against 2016-01-01 --all -o out.csv",
        "track --as-of 2025-01-31 --against 2016-01-01 --all -o out.xlsx",
        "series {evil} -o out.csv",
        "series {evil} --rollup -o out.csv",
        "read plan.yaml -o out.csv",
        "template --all -o out.xlsx",
        "template --indicator {evil} -o out.xlsx",
        "export --datapackage -o .",
        "export --open-sdg -o .",
        "export --sdmx -o .",
    ],
)
def test_no_verb_writes_a_formula_somebody_else_made(
    project: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [EVIL if part == "{evil}" else part for part in command.split()]
    (project / "data.csv").unlink()
    if command.startswith("read"):
        (project / "plan.txt").write_text("到2020年，+cmd产值达到500亿元。\n", encoding="utf-8")
        arguments[1] = "plan.txt"
    assert main(arguments) == 0, capsys.readouterr().err
    cells = [cell for path in project.rglob("*") for cell in _cells(path)]
    assert cells
    assert not [c for c in cells if c != harmless(c)]


def _cells(path: Path) -> list[str]:
    """Every cell of a written table; of a workbook a formula as its text with the sign in front."""
    if path.suffix == ".csv":
        return [c for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))) for c in row]
    if path.suffix == ".xlsx":
        sheets = load_workbook(path).worksheets
        found = [c for sheet in sheets for row in sheet.iter_rows() for c in row if c.value is not None]
        return [str(c.value) for c in found if c.data_type in ("s", "f", "e")]
    return []


def test_hostile_names_come_back_from_an_export_as_they_were(project: Path) -> None:
    assert main(["export", "--sdmx", "-o", "out"]) == 0
    assert main(["import", "out/observations.csv", "--store", "again"]) == 0
    with open_store("store") as one, open_store("again") as two:
        first, second = (sorted(query(s, as_of=date(2030, 1, 1)), key=str) for s in (one, two))
    assert first and [o.indicator for o in first] == [o.indicator for o in second] == [EVIL] * 3
    assert [(o.source, o.publisher, o.note) for o in first] == [(o.source, o.publisher, o.note) for o in second]
