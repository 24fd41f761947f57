"""guihua run and guihua rules as people and programs call them."""

from __future__ import annotations

import json

import pytest

from guihua.cli.main import main
from guihua.mechanisms.core.declaration import load_mechanisms


def call(capsys, *arguments):
    code = main([str(a) for a in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_a_draw_by_rfc_3797(capsys):
    code, out, _ = call(
        capsys,
        "run",
        "draw",
        "--rfc3797",
        "--key",
        "9319./2.5.8.10.12./9.18.26.34.41.45./",
        "--pool",
        25,
        "--take",
        16,
        "--format",
        "json",
    )
    assert code == 0
    assert json.loads(out)["drawn"] == [17, 7, 2, 16, 25, 23, 8, 24, 19, 13, 22, 5, 18, 9, 1, 4]


def test_all_mechanisms_are_listed(capsys):
    code, out, _ = call(capsys, "run", "--list", "--format", "json")
    assert code == 0 and {row["mechanism"] for row in json.loads(out)} == set(load_mechanisms())


@pytest.mark.parametrize("name", load_mechanisms())
def test_examples_run_from_the_command(capsys, name):
    assert call(capsys, "run", name, "--examples")[0] == 0


def test_a_sheet_goes_out_comes_back_and_its_bundle_is_verified(capsys, tmp_path):
    from openpyxl import load_workbook

    sheet, bundle = tmp_path / "空表.xlsx", tmp_path / "结果.json"
    assert call(capsys, "run", "quality-results", "--sheet", sheet)[0] == 0
    book = load_workbook(sheet)
    book.active.append(["", "", "生产", 5594, 5573, 687, ""])
    book.save(sheet)
    code, _, err = call(capsys, "run", "quality-results", "--input", sheet, "--period", "2019", "-o", bundle)
    assert code == 0 and "87.7%" in err
    assert call(capsys, "verify", bundle)[0] == 0
    assert call(capsys, "run", "quality-results", "--input", sheet, "-o", tmp_path / "通报.docx")[0] == 0


def test_a_bad_row_is_named_and_nothing_is_written(capsys, tmp_path):
    table = tmp_path / "batches.csv"
    table.write_text("领域,检验批次,不合格批次\n生产,十,1\n", encoding="utf-8")
    code, _, err = call(capsys, "run", "quality-results", "--input", table, "-o", tmp_path / "out.json")
    assert code == 2 and "RUN-ROWS" in err and "检验批次" in err and not (tmp_path / "out.json").exists()


def test_a_directory_is_held_against_the_digest_published_before(capsys, tmp_path):
    table = tmp_path / "experts.csv"
    table.write_text("专家编号,专业\nE1,化工\nE2,化工\nE3,化工\n", encoding="utf-8")
    kept = tmp_path / "摘要.json"
    assert call(capsys, "run", "expert-panel", "--input", table, "--commit", kept)[0] == 0
    assert call(capsys, "run", "expert-panel", "--input", table, "--seed", "1 2 3", "--commitment", kept)[0] == 0
    table.write_text("专家编号,专业\nE1,化工\nE2,化工\nE4,化工\n", encoding="utf-8")
    code, _, err = call(capsys, "run", "expert-panel", "--input", table, "--seed", "1 2 3", "--commitment", kept)
    assert code == 2 and "DRAW-COMMITMENT" in err


def test_rules_answer_rows_of_a_sheet(capsys, tmp_path):
    rules = tmp_path / "r.yaml"
    rules.write_text(
        "rules: r\ninputs: [{name: x, type: number, zh: 占比}]\ndecisions:\n  - name: d\n    inputs: [{is: x, type: number}]\n"
        '    outputs: [{name: o, type: string}]\n    rows: [["< 5", 少], [">= 5", 多]]\n',
        encoding="utf-8",
    )
    table = tmp_path / "t.csv"
    table.write_text("企业,占比\n甲,3\n乙,\n", encoding="utf-8")
    code, out, _ = call(capsys, "rules", "eval", rules, "--input", table, "--format", "json")
    answers = [row["answers"]["d"] for row in json.loads(out)["results"]]
    assert code == 0 and answers[0]["value"] == "少" and answers[1]["needs"] == [["x"]]
    assert call(capsys, "rules", "convert", rules, "-o", tmp_path / "r.dmn")[0] == 0
    code, out, _ = call(capsys, "rules", "eval", tmp_path / "r.dmn", "--input", '{"x": 7}', "--format", "json")
    assert json.loads(out)["results"][0]["answers"]["d"]["value"] == "多"


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "no-such"),
        ("run", "quality-results"),
        ("run", "draw", "--pool", 5),
        ("run", "draw", "--key", "1./", "--pool", 3, "--take", 9),
        ("rules", "eval", "no.yaml", "--input", "{}"),
        ("rules", "test", "no.dmn", "no.xml"),
    ],
)
def test_bad_input_is_said_in_words(capsys, arguments):
    code, _, err = call(capsys, *arguments)
    assert code == 2 and err.startswith("✗ [") and "Traceback" not in err


def test_the_mechanism_of_the_contributors_page_works_as_it_stands(capsys, tmp_path, monkeypatch):
    from pathlib import Path

    page = (
        (Path(__file__).parents[2] / "CONTRIBUTING.md")
        .read_text(encoding="utf-8")
        .split("## A mechanism in ten minutes")[1]
    )
    blocks, current = [], []
    for line in [*page.splitlines(), "end"]:
        if line.startswith("    "):
            current.append(line[4:])
        elif current and line.strip():
            blocks.append("\n".join(current))
            current = []
    folder = tmp_path / "mechanisms"
    (folder / "rules").mkdir(parents=True)
    (folder / "boilers.yaml").write_text(blocks[0], encoding="utf-8")
    (folder / "rules" / "boilers.yaml").write_text(blocks[1], encoding="utf-8")
    (tmp_path / "guihua.toml").write_text('plan = "plan.md"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert call(capsys, "run", "boilers", "--examples")[0] == 0
    table = tmp_path / "t.csv"
    table.write_text("锅炉,容量\n一号,8\n", encoding="utf-8")
    code, _, err = call(capsys, "run", "boilers", "--input", table, "-o", tmp_path / "清单.docx")
    assert code == 0 and "尚未由人对照原文核过" in err
    assert len(list((tmp_path / "runs" / "boilers").glob("*.json"))) == 1


def test_a_run_is_entered_in_the_ledger_and_its_figure_in_the_store(capsys, tmp_path, monkeypatch):
    (tmp_path / "guihua.toml").write_text('plan = "plan.md"\nregion = "150000"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    from guihua.storage import open_store

    with open_store(tmp_path / "store"):
        pass
    table = tmp_path / "b.csv"
    table.write_text("领域,检验批次,合格批次\n生产,1080,1035\n", encoding="utf-8")
    arguments = ("run", "quality-results", "--input", table, "--period", "2019")
    code, _, err = call(capsys, *arguments, "--publish", "-o", tmp_path / "a.json")
    assert code == 0 and "机制办理登记" in err and "stored 1" in err
    table.write_text("领域,检验批次,合格批次\n生产,1080,1036\n", encoding="utf-8")
    assert call(capsys, *arguments, "--previous", tmp_path / "a.json")[0] == 0
    code, out, _ = call(capsys, "ledger", "state", "runs", "--format", "json")
    assert code == 0 and out.count("quality-results") == 2 and "revoked" in out
    assert call(capsys, "ledger", "verify")[0] == 0
    code, out, _ = call(capsys, "series", "产品质量监督抽查合格率", "--region", "150000", "--format", "csv")
    assert code == 0 and "95.8" in out


@pytest.mark.parametrize("name", ["parks", "admission", "tax", "water", "waste", "guarantee", "energy-outlook"])
def test_made_data_run_through_the_mechanism_and_are_marked(capsys, tmp_path, name):
    made = tmp_path / "示例.xlsx"
    assert call(capsys, "run", name, "--made", made)[0] == 0
    code, _, _ = call(capsys, "run", name, "--input", made, "--period", "2021", "-o", tmp_path / "a.json")
    assert code == 0 and call(capsys, "verify", tmp_path / "a.json")[0] == 0
    assert "示例" in (tmp_path / "a.json").read_text(encoding="utf-8")


def test_an_accepted_outcome_becomes_acts_in_its_ledger_and_needs_a_document(capsys, tmp_path, monkeypatch):
    (tmp_path / "guihua.toml").write_text('plan = "plan.md"\nregion = "150000"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    from guihua.storage import open_store

    with open_store(tmp_path / "store"):
        pass
    table = tmp_path / "r.csv"
    table.write_text(
        "对象名称,检查日,结果代码,公示日\n甲厂,2021-09-24,超限额用能,2021-10-08\n乙厂,2021-09-24,未发现问题,2021-10-08\n",
        encoding="utf-8",
    )
    assert call(capsys, "run", "inspection-results", "--input", table, "--on", "2021-12-01", "-o", "r.json")[0] == 0
    assert call(capsys, "run", "accept", "r.json", "--by", "张三")[0] == 2
    assert call(capsys, "run", "accept", "r.json", "--by", "张三", "--basis", "会议纪要1号")[0] == 0
    _, out, _ = call(capsys, "ledger", "state", "inspections", "--format", "csv")
    assert "超限额用能" in out and "未发现" not in out
