"""`guihua read`, `show`, `explain`, `diff`: formats, many files, a bad file among them, nothing written by halves."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from guihua.cli.main import main
from guihua.plan.planfile import read_planfile

TEXT = (
    "某市“十三五”工业发展规划\n（2016年9月）\n一、发展目标\n"
    "到2020年，全市工业增加值达到1200亿元，年均增长8%左右。超百亿元企业达到5家。\n二、重点任务\n建立企业信用信息平台。\n"
)


def write(folder: Path, name: str, text: str = TEXT) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def run(*arguments: object) -> int:
    return main([str(a) for a in arguments])


def test_jsonl_to_standard_output_one_statement_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("read", write(tmp_path, "a.txt"), "--format", "jsonl") == 0
    told = capsys.readouterr()
    rows = [json.loads(line) for line in told.out.splitlines()]
    assert [(r["value"], r["unit"], r["form"]) for r in rows] == [
        (1200, "亿元", "level"),
        (8, "%", "growth"),
        (5, "家", "level"),
    ]
    assert all(TEXT[r["start"] : r["end"]] == r["quote"] for r in rows)
    assert "目标 3" in told.err


def test_yaml_is_written_with_its_text_beside_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out" / "plan.yaml"
    assert run("read", write(tmp_path, "a.txt"), "-o", out) == 0
    plan = read_planfile(out)
    assert plan.text == TEXT
    assert len(plan.statements) == 3
    assert [t.object for t in plan.commitments] == ["企业信用信息平台"]
    assert capsys.readouterr().out.strip() == str(out)


def test_csv_in_a_file_opens_in_a_spreadsheet(tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    assert run("read", write(tmp_path, "a.txt"), "-o", out) == 0
    content = out.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [r["indicator"] for r in rows][:2] == ["全市工业增加值", "全市工业增加值"]
    assert all(not r["quote"].startswith("=") for r in rows)


@pytest.mark.parametrize("form", ["html", "webannotation", "labelstudio"])
def test_other_formats_hold_every_statement(tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    path = write(tmp_path, "a.txt")
    assert run("read", path, "--format", "jsonl") == 0
    ids = [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()]
    assert run("read", path, "--format", form) == 0
    out = capsys.readouterr().out
    assert all(identity in out for identity in ids)


def test_other_files_of_a_folder_go_on_where_one_is_bad(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "plans"
    (folder / "sub").mkdir(parents=True)
    write(folder, "a.txt")
    write(folder / "sub", "a.md")
    (folder / "b.docx").write_bytes(b"no zip")
    (folder / "c.jpg").write_bytes(b"not looked at")
    assert run("read", folder, "-o", tmp_path / "out", "--jobs", 2) == 2
    assert sorted(p.name for p in (tmp_path / "out").glob("*.yaml")) == ["a-2.yaml", "a.yaml"]
    err = capsys.readouterr().err
    assert "READ-DOCX-BROKEN" in err
    assert "3 个文件" in err


def test_many_files_to_standard_output_name_their_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [write(tmp_path, "a.txt"), write(tmp_path, "b.txt")]
    assert run("read", *paths, "--format", "jsonl", "--jobs", 1) == 0
    docs = [json.loads(line)["doc"] for line in capsys.readouterr().out.splitlines()]
    assert docs == ["a.txt"] * 3 + ["b.txt"] * 3
    assert run("read", *paths) == 2
    assert "READ-OUTPUT" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("empty.txt", b"", "READ-EMPTY"), ("binary.txt", bytes(range(256)), "READ-"), ("none.txt", None, "READ-NO-FILE")],
)
def test_bad_input_is_status_2_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None, code: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    out = tmp_path / "plan.yaml"
    assert run("read", tmp_path / name, "-o", out) == 2
    assert code in capsys.readouterr().err
    assert not out.exists()
    assert [p for p in tmp_path.iterdir() if p.suffix == ".tmp"] == []


def test_a_text_without_statements_is_an_empty_plan_with_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("read", write(tmp_path, "a.txt", "加强领导，狠抓落实。\n"), "--format", "jsonl") == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "没有读到" in told.err


def test_reading_again_keeps_decisions_and_says_what_was_superseded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = write(tmp_path, "a.txt"), tmp_path / "plan.yaml"
    assert run("read", path, "-o", out) == 0
    first = read_planfile(out).statements[0]
    assert run("review", out, "--adjust", first.id, "value=1100", "--document", "某政发〔2018〕1号") == 0
    write(tmp_path, "a.txt", TEXT.replace("达到1200亿元", "达到1250亿元"))
    assert run("read", path, "-o", out) == 0
    assert "confirm" in capsys.readouterr().err
    again = read_planfile(out).statements[0]
    assert (again.value, again.supersedes) == (("1250",), first.id)


def test_show_and_explain_print_what_was_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "plan.yaml"
    run("read", write(tmp_path, "a.txt"), "-o", out)
    capsys.readouterr()
    assert run("show", out) == 0
    assert "工业增加值" in capsys.readouterr().out
    assert run("show", out, "--tasks") == 0
    assert "企业信用信息平台" in capsys.readouterr().out
    for option in ("--names", "--unread"):
        assert run("show", out, option) == 0
    capsys.readouterr()
    growth = read_planfile(out).statements[1]
    assert run("explain", growth.id[:6], out) in (0, 2)
    capsys.readouterr()
    assert run("explain", growth.id, out) == 0
    told = capsys.readouterr().out
    assert growth.rule in told
    assert "▔" in told
    assert f"✓ {growth.indicator}" in told


def test_diff_tells_changed_values(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = write(tmp_path, "old.txt")
    new = write(tmp_path, "new.txt", TEXT.replace("达到1200亿元", "达到1300亿元").replace("信息平台", "数据平台"))
    assert run("diff", old, new, "--format", "jsonl") == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(r["change"], r.get("slots")) for r in rows] == [("changed", ["value"]), ("added", None), ("removed", None)]
    assert run("diff", old, new) == 0
    assert "1300" in capsys.readouterr().out
    assert run("--lang", "en", "diff", old, new) == 0
    assert "（" not in capsys.readouterr().out.split("task")[0]
    assert run("diff", old, old) == 0
    assert "没有变化" in capsys.readouterr().out


def test_a_project_writes_its_plan_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "plan.txt")
    monkeypatch.chdir(tmp_path)
    assert run("init", ".", "--plan", "plan.txt") == 0
    assert run("read") == 0
    assert read_planfile(tmp_path / "plan.yaml").text == TEXT


def test_what_a_folder_holds_besides_is_told_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "plans"
    (folder / ".git").mkdir(parents=True)
    for name in ("a.txt", "~$b.docx", ".c.txt", ".git/d.txt"):
        write(folder, name)
    for name in ("e.png", "f.xlsx", "g.zip", "h.odd"):
        (folder / name).write_bytes(b"not looked at")
    results = folder / "results"
    assert run("read", folder, "-o", results, "--format", "html") == 0
    assert run("read", folder, "-o", results, "--format", "html") == 0
    assert [p.name for p in results.iterdir()] == ["a.html"]
    told = capsys.readouterr().err.splitlines()
    passed = " ".join(line for line in told if "跳过" in line)
    assert all(
        name in passed for name in ("~$b.docx", ".c.txt", ".git", "e.png", "f.xlsx", "g.zip", "h.odd", "results")
    )
    assert not any("d.txt" in line for line in told)


def test_a_folder_without_documents_is_an_error_that_says_what_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "e.png").write_bytes(b"not looked at")
    assert run("read", tmp_path) == 2
    told = capsys.readouterr().err
    assert "READ-NO-FILE" in told
    assert "e.png" in told
