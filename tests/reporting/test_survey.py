"""One pass over many plans: a broken pass goes on, a changed document is done again, one bad document stops no other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guihua.cli.main import main
from guihua.reporting import survey as module
from guihua.reporting.survey import LIST, survey, totals
from guihua.verification import verify

TEXT = "# 某市“十三五”工业发展规划\n\n2015年，工业增加值完成100亿元。\n\n到2020年，工业增加值达到{n}亿元，“十三五”期间年均增长10%。\n"


@pytest.fixture
def plans(tmp_path):
    folder = tmp_path / "plans"
    for n in range(4):
        (folder / str(n % 2)).mkdir(parents=True, exist_ok=True)
        (folder / str(n % 2) / f"规划{n // 2}.md").write_text(TEXT.format(n=200 + n), encoding="utf-8")
    return sorted(folder.rglob("*.md"))


def test_every_document_gets_plan_findings_and_page_and_names_are_told_apart(plans, tmp_path):
    out = tmp_path / "out"
    rows = list(survey(plans, out))
    assert len({r.name for r in rows}) == 4 and not any(r.error or r.again for r in rows)
    assert totals(rows) | {"errors": 0} == {
        "documents": 4,
        "failed": 0,
        "again": 0,
        "statements": 12,
        "findings": 4,
        "errors": 0,
    }
    for row in rows:
        assert verify((out / f"{row.name}.findings.json").read_bytes(), ()).verdict.name == "HOLDS"
        assert "<html" in (out / f"{row.name}.html").read_text(encoding="utf-8")
        assert (out / f"{row.name}.plan.yaml").exists()


def test_a_pass_that_was_broken_off_goes_on_and_a_second_one_does_nothing(plans, tmp_path):
    out = tmp_path / "out"
    broken = survey(plans, out)
    next(broken), next(broken)
    broken.close()
    with (out / LIST).open("a", encoding="utf-8") as file:
        file.write('{"path": "cut o')
    assert [r.again for r in survey(plans, out)] == [True, True, False, False]
    before = {p.name: p.read_bytes() for p in out.iterdir() if p.name != LIST}
    assert all(r.again for r in survey(plans, out, processes=2))
    assert before == {p.name: p.read_bytes() for p in out.iterdir() if p.name != LIST}


@pytest.mark.parametrize("change", ["text", "result", "rules", "language"])
def test_what_changed_is_done_again_and_nothing_else(change, plans, tmp_path, monkeypatch):
    out, lang = tmp_path / "out", "zh"
    list(survey(plans, out))
    if change == "text":
        plans[1].write_text(TEXT.format(n=300), encoding="utf-8")
    elif change == "result":
        next(out.glob("*.html")).unlink()
    elif change == "rules":
        monkeypatch.setattr(module, "made_by", lambda lang: f"other {lang}")
    else:
        lang = "en"
    again = [r.again for r in survey(plans, out, lang=lang)]
    assert again.count(False) == (1 if change in ("text", "result") else 4)


def test_two_processes_give_the_same_files_as_one(plans, tmp_path):
    list(survey(plans, tmp_path / "one"))
    list(survey(plans, tmp_path / "two", processes=2))
    for path in (tmp_path / "one").iterdir():
        if path.name != LIST:
            assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_a_bad_document_is_named_and_stops_no_other(plans, tmp_path, capsys):
    bad = plans[0].with_name("坏.docx")
    bad.write_bytes(b"no document")
    assert (
        main(["survey", str(tmp_path / "plans"), "-o", str(tmp_path / "out"), "--jobs", "1", "--format", "json"]) == 2
    )
    told = capsys.readouterr()
    assert json.loads(told.out)["documents"] == 5 and json.loads(told.out)["failed"] == 1
    assert "坏.docx" in told.err and "[READ-" in told.err
    assert not list((tmp_path / "out").glob("坏*"))


def test_a_folder_without_documents_is_refused(tmp_path: Path, capsys):
    (tmp_path / "empty").mkdir()
    assert main(["survey", str(tmp_path / "empty"), "-o", str(tmp_path / "out")]) == 2
    assert "READ-NO-FILE" in capsys.readouterr().err and not (tmp_path / "out").exists()
