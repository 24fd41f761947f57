"""guihua ledger, on the worked example: every action, from the division of work to the verified log."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from guihua.cli.main import main
from guihua.errors import GuihuaError
from guihua.ledgers.declaration import load_ledger, load_ledgers
from guihua.ledgers.sheets import FIRST_ROW, Request, sheet_columns
from guihua.project import read_plan

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "neimenggu"
TABLE = "ledgers/任务分工表（示例）.csv"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example, without its store, as the current folder."""
    for name in ("guihua.toml", "plan.zh.md", "yearly.yaml"):
        shutil.copy(EXAMPLE / name, tmp_path / name)
    shutil.copytree(EXAMPLE / "ledgers", tmp_path / "ledgers")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUIHUA_LANG", "zh")
    return tmp_path


def ledger(*arguments: str) -> int:
    return main(["ledger", *arguments])


@pytest.fixture
def working(project: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The example with bodies and the division of work in its store."""
    assert ledger("import", "bodies", "ledgers/bodies.csv", "--at", "2017-04-14", "--by", "演示") == 0
    assert ledger("import", "tasks", TABLE, "--at", "2017-06-01", "--by", "演示") == 0
    capsys.readouterr()
    return project


def test_the_list_has_all_ledgers_and_the_projects_own_before_there_is_a_store(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ledger("list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) >= 17 + 2
    assert any(line.startswith("platforms") for line in lines)
    assert ledger("verify") == 0
    assert not (project / "store").exists()


def test_the_division_of_work_has_two_drafts_and_every_other_task_an_owner(
    working: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ledger("state", "tasks") == 0
    out = capsys.readouterr().out
    assert out.count("拟分工（草案）") == 2 and out.count("\n") == 48 + 2
    assert "内蒙古自治区发展和改革委员会" in out  # the short name of the table became the full one


def test_every_task_of_the_example_is_a_commitment_of_the_plan(
    working: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ledger("import", "tasks", "--link", "--at", "2017-06-01", "--by", "演示") == 0
    assert "linked" in capsys.readouterr().err
    assert ledger("import", "tasks", "--from-plan", "--at", "2017-06-02", "--by", "演示") == 0
    commitments = len(read_plan(working / "plan.zh.md").commitments)
    assert "proposed" in capsys.readouterr().err
    assert commitments >= 40


def test_the_examples_people_and_firms_are_none(working: Path) -> None:
    text = (working / TABLE).read_text(encoding="utf-8") + (working / "ledgers/README.md").read_text(encoding="utf-8")
    assert "示例" in text and "公司" not in text and "集团" not in text


def test_a_month_of_work_goes_out_comes_back_and_is_drawn_up(working: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = working / "发改委.xlsx"
    assert ledger("sheet", "tasks", "--body", "自治区发展改革委", "--month", "2018-05", "-o", str(sheet)) == 0
    book = load_workbook(sheet)
    columns = sheet_columns(load_ledgers()["tasks"], Request("自治区发展改革委", "2018-05"))
    book.worksheets[0].cell(FIRST_ROW, columns.index("progress") + 1).value = "按计划推进"
    book.save(sheet)
    assert ledger("take", str(sheet), "--at", "2018-06-02", "--by", "填报人") == 0
    assert "按计划推进" in capsys.readouterr().out
    book.worksheets[0].cell(FIRST_ROW, columns.index("share") + 1).value = 120
    book.save(sheet)
    assert ledger("take", str(sheet), "--at", "2018-06-02", "--by", "填报人") == 1
    assert "超出范围" in capsys.readouterr().out and (working / "发改委-标注.xlsx").exists()
    assert ledger("sheet", "tasks", "--all-bodies", "--month", "2018-05", "-o", "表") == 0
    assert len(list((working / "表").glob("*.xlsx"))) == 13
    assert ledger("due", "tasks", "--as-of", "2018-07-01", "--overdue") == 0
    assert capsys.readouterr().out.count("逾期") == 6
    for kind, at_least in (("circular", 1), ("reminder", 3), ("slip", 6)):
        assert (
            ledger("documents", "tasks", "--kind", kind, "--month", "2018-06", "--as-of", "2018-07-01", "-o", kind) == 0
        )
        assert len(list((working / kind).glob("*.docx"))) >= at_least
    assert ledger("verify") == 0


def test_a_bodys_tasks_are_listed_by_any_of_its_names(working: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("自治区发展改革委", "内蒙古自治区发展和改革委员会"):
        assert ledger("state", "tasks", "--body", name) == 0
        assert "共 6 项" in capsys.readouterr().err


def test_after_the_reform_tasks_move_with_a_record(working: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = "内蒙古自治区经济和信息化委员会", "内蒙古自治区工业和信息化厅"
    done = [
        "--set",
        f"successor={new}",
        "--set",
        "document=示例文号",
        "--basis",
        "机构改革（示例）",
        "--at",
        "2018-11-30",
        "--by",
        "演示",
    ]
    assert ledger("act", "bodies", old, "merge", *done) == 0
    assert ledger("move", "tasks", "--at", "2018-12-01", "--by", "演示") == 0
    assert capsys.readouterr().out.count("→") == 18
    assert ledger("state", "tasks", "--body", old) == 0
    assert old not in capsys.readouterr().out
    assert ledger("state", "tasks", "--body", old, "--as-of", "2018-11-30") == 0
    assert old in capsys.readouterr().out


def test_one_object_its_history_figures_and_bundle(working: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ledger("state", "tasks", "tasks-83c8eaf5") == 0
    assert "修订核准备案管理办法" in capsys.readouterr().out
    assert ledger("history", "tasks", "tasks-83c8eaf5") == 0
    assert "sha256:" in capsys.readouterr().out
    for form in ("csv", "json"):
        assert ledger("state", "tasks", "--format", form) == 0
    capsys.readouterr()
    assert ledger("figures", "tasks", "--as-of", "2018-12-31", "--trail") == 0
    assert "任务完成率（0/38）" in capsys.readouterr().out
    assert ledger("verify", "--save-head", "heads", "--bundle", "bundles") == 0
    assert main(["verify", "bundles/tasks.bundle.json"]) == 0
    assert ledger("verify", "tasks", "--head", "heads/tasks-48.head.json") == 0


def test_a_signed_head_binds_the_log_to_its_signer(working: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from guihua.proof.heads import new_key

    private, public = new_key()
    (working / "key").write_text(private)
    assert ledger("verify", "tasks", "--save-head", "heads", "--sign", "key") == 0
    assert ledger("verify", "tasks", "--head", "heads/tasks-48.head.json", "--key", public) == 0
    assert "签名有效" in capsys.readouterr().out
    assert ledger("verify", "tasks", "--head", "heads/tasks-48.head.json", "--key", new_key()[1]) == 1


def test_a_changed_record_is_refused_with_exit_status_one(working: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import sqlite3

    raw = sqlite3.connect(working / "store" / "store.db", isolation_level=None)
    raw.execute("DROP TRIGGER log_entry_update")
    raw.execute(
        "UPDATE log_entry SET body = replace(body, '2017-06-01', '2017-06-02') WHERE ledger = 'tasks' AND position = 3"
    )
    raw.close()
    assert ledger("verify") == 1
    assert "✗ tasks" in capsys.readouterr().out


def test_new_makes_a_file_that_loads_at_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ledger("new", "visits", "--shape", "problem", "--zh", "走访台账", "--en", "Visits") == 0
    assert load_ledger(project / "ledgers" / "visits.yaml").words.zh == "走访台账"
    assert ledger("list") == 0
    assert "visits" in capsys.readouterr().out
    assert ledger("new", "visits", "--shape", "task", "--zh", "x", "--en", "y") == 2
    assert ledger("new", "No Name", "--shape", "task", "--zh", "x", "--en", "y") == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("state", "taks"),
        ("state", "tasks", "nothing"),
        ("import", "tasks"),
        ("import", "tasks", "none.xlsx"),
        ("import", "parks", "--from-plan"),
        ("act", "tasks", "tasks-83c8eaf5", "sing"),
        ("act", "tasks", "tasks-83c8eaf5", "report", "--set", "colour=red"),
        ("act", "tasks", "tasks-83c8eaf5", "report", "--set", "share=200"),
        ("act", "tasks", "tasks-83c8eaf5", "finish"),
        ("act", "tasks", "tasks-83c8eaf5", "finish", "--evidence", "none.pdf"),
        ("act", "tasks", "tasks-83c8eaf5", "report", "--at", "yesterday"),
        ("sheet", "tasks", "--month", "2018-13", "-o", "x.xlsx"),
        ("sheet", "tasks", "--body", "没有的委", "--month", "2018-05", "-o", "x.xlsx"),
        ("documents", "parks", "--kind", "circular", "-o", "x"),
        ("history", "tasks", "nothing"),
        ("take", "guihua.toml"),
    ],
)
def test_bad_input_ends_with_status_two_and_a_hint(
    working: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert ledger(*arguments) == 2
    err = capsys.readouterr().err
    assert err.startswith("✗ [") and "Traceback" not in err


def test_english_is_complete(working: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "ledger", "list"]) == 0
    assert "Industrial parks" in capsys.readouterr().out
    assert main(["--lang", "en", "ledger", "state", "tasks"]) == 0
    assert "not started" in capsys.readouterr().out
    with pytest.raises(GuihuaError):
        load_ledger(working / "none.yaml")


def test_the_guide_shows_the_file_that_is_in_the_example() -> None:
    guide = (ROOT / "docs" / "guide" / "ledgers.md").read_text(encoding="utf-8")
    shown = guide.split("```yaml\n")[1].split("```")[0]
    assert shown == (EXAMPLE / "ledgers" / "platforms.yaml").read_text(encoding="utf-8")


def test_the_commands_of_the_guide_are_understood() -> None:
    import argparse
    import re
    import shlex

    from guihua.cli import ledger as verb

    texts = [ROOT / "docs/guide/ledgers.md", EXAMPLE / "ledgers/README.md"]
    lines = [
        line
        for text in texts
        for line in re.findall(r"^    guihua ledger (.*)$", text.read_text(encoding="utf-8"), re.M)
    ]
    assert len(lines) > 25
    for line in lines:
        parser = argparse.ArgumentParser()
        verb.configure(parser)
        parser.parse_args(shlex.split(re.sub(r"\s+#.*", "", line)))


def test_a_veto_in_force_bars_an_award_and_is_said_wherever_the_firm_stands(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by = ("--by", "演示", "--role", "planner")
    veto = ("--set", "name=示例一厂", "--set", "matter=安全生产", "--set", "document=示例〔2018〕1号")
    assert (
        ledger("act", "vetoes", "v1", "list", "--at", "2018-05-01", *veto, "--set", "valid_from=2018-05-01", *by) == 0
    )
    entry = ("--set", "name=示例一厂", "--set", "product=甲产品", "--set", "year=2018", *by)
    assert ledger("act", "frontrunners", "f1", "list", "--at", "2018-06-01", *entry) == 2
    assert "示例〔2018〕1号" in capsys.readouterr().err
    overruled = ("--basis", "示例〔2018〕5号，整改到位")
    assert ledger("act", "frontrunners", "f1", "list", "--at", "2018-06-01", *entry, *overruled) == 0
    assert "一票否决" in capsys.readouterr().err
    assert ledger("state", "frontrunners", "--as-of", "2018-06-30") == 0
    assert "示例〔2018〕1号" in capsys.readouterr().err


def test_figures_stand_beside_the_plans_targets(working: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "plan.zh.md", "-o", "plan.yaml"]) == 0
    capsys.readouterr()
    assert ledger("figures", "parks", "--as-of", "2018-12-31") == 0
    assert "2020 25个" in capsys.readouterr().out


def test_a_new_ledger_never_writes_over_a_file_that_is_there(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = project / "ledgers" / "visits.yaml"
    there.write_text(
        "ledger: calls\nshape: problem\nzh: 走访\nen: Calls\n", encoding="utf-8"
    )  # of another name than its file
    before = there.read_bytes()
    assert ledger("new", "visits", "--shape", "problem", "--zh", "走访台账", "--en", "Visits") == 2
    assert "LG-EXISTS" in capsys.readouterr().err
    assert there.read_bytes() == before


def test_a_file_that_is_no_workbook_is_no_sheet(working: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ledger("take", "ledgers/bodies.csv") == 2
    assert "LG-SHEET" in capsys.readouterr().err


def test_a_body_that_the_register_does_not_know_is_pointed_out(
    working: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (working / "新.csv").write_text(
        "重点任务,具体举措,牵头单位\n平台,建平台,自治区发改委\n平台,管平台,某某局\n", encoding="utf-8"
    )
    assert ledger("import", "tasks", "新.csv", "--at", "2017-07-01", "--by", "演示") == 0
    told = capsys.readouterr().err
    assert "register of bodies: 某某局\n" in told


def test_figures_leave_out_ledgers_in_which_nothing_was_recorded(
    working: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ledger("figures", "--as-of", "2018-12-31") == 0
    out = capsys.readouterr().out
    assert "tasks" in out and "brands" not in out
    assert ledger("figures", "brands", "--as-of", "2018-12-31") == 0
    out = capsys.readouterr().out
    assert "内蒙古名牌数" in out and " 0 " not in out and "—" in out


def test_a_self_evaluation_knows_its_body_by_any_of_its_names(
    working: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import zipfile

    def words(body: str) -> str:
        asked = ["report", "--self-evaluation", "--body", body, "--as-of", "2018-06-30", "-o", "自评表.docx"]
        assert main(asked) == 0
        return zipfile.ZipFile("自评表.docx").read("word/document.xml").decode()

    for name in ("自治区发展改革委", "发展和改革委员会", "内蒙古自治区发展和改革委员会"):
        assert "稳定石油产量" in words(name), name
    capsys.readouterr()
    assert "没有登记由本单位牵头的任务" in words("没有的厅")
    assert "no task is led by it" in capsys.readouterr().err
