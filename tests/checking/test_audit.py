"""数据核校: every figure of a paper gets its remark, the .docx its comments, and the bundle holds."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from guihua import read
from guihua.checking.audit.auditing import audit
from guihua.checking.audit.recompute import verify_audit
from guihua.checking.audit.records import Audit, Stand, Tracked
from guihua.checking.audit.since import since
from guihua.plan import concepts
from guihua.plan.periods import Period
from guihua.proof.verify import Verdict
from guihua.reading.documents import extract
from guihua.statistics.frame import identity_of
from guihua.statistics.harvest import harvest
from guihua.statistics.observation import DateTrust, Observation, Span, Transformation
from guihua.verification import verify
from guihua.verification.verifying import Exhibit
from guihua.view import audit as words

DAY = date(2023, 1, 1)
Ask = Callable[[str, str], Sequence[Observation]]


def figure(
    indicator: str,
    value: str,
    unit: str = "亿元",
    *,
    year: int = 2020,
    region: str = "150200",
    kind: str = "level",
    coverage: str = "unstated",
    published: date = date(2021, 3, 1),
) -> Observation:
    """A published figure; its values are invented."""
    bare = Observation(
        id="",
        region=region,
        variable=concepts.resolve(indicator).variable,
        indicator=indicator,
        period=Period.years(year),
        span=Span.SINGLE,
        value=value,
        unit=unit,
        transformation=Transformation(kind),
        coverage=coverage,
        published=published,
        date_trust=DateTrust.EXACT,
        publisher="某市统计局",
    )
    return replace(bare, id=identity_of(bare))


STORE = (
    figure("地区生产总值", "2787.4"),
    figure("地区生产总值", "2715.2", year=2019),
    figure("地区生产总值", "2810.6", published=date(2022, 12, 1)),
    figure("地区生产总值", "3533.7", region="150600"),
    figure("地区生产总值", "5.3", "%", kind="yoy"),
    figure("社会消费品零售总额", "1041.5"),
    figure("一般公共预算收入", "152.3"),
    figure("一般公共预算收入", "147.9", year=2019),
    figure("工业增加值", "8.1", "%", kind="yoy", coverage="全部"),
    figure("工业增加值", "9.6", "%", kind="yoy", coverage="规模以上"),
)


def ask(variable: str, region: str) -> Sequence[Observation]:
    return [o for o in STORE if o.variable == variable or o.region == region]


def audited(text: str, tmp_path: Path, **more: object) -> Audit:
    paper = tmp_path / "paper.txt"
    paper.write_text(f"包头市2020年经济运行情况\n{text}\n", encoding="utf-8")
    return audit(extract(paper), DAY, ask=ask, place="150200", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "stand", "reason"),
    [
        ("2020年，全市地区生产总值2810.6亿元。", Stand.AGREES, ""),
        ("2020年，全市地区生产总值2811亿元。", Stand.ROUNDED, ""),
        ("2020年，全市地区生产总值2787.4亿元。", Stand.OLDER, "revision"),
        ("2020年，全市社会消费品零售总额10415亿元。", Stand.DIFFERS, "unit"),
        ("2020年，全市一般公共预算收入147.9亿元。", Stand.DIFFERS, "period"),
        ("2020年，全市地区生产总值3533.7亿元。", Stand.DIFFERS, "region"),
        ("2020年，全市规模以上工业增加值增长8.1%。", Stand.DIFFERS, "coverage"),
        ("2020年，全市规模以上工业增加值增长9.6%。", Stand.AGREES, ""),
        ("2020年，全市固定资产投资880亿元。", Stand.UNKNOWN, ""),
    ],
)
def test_a_figure_is_judged_by_the_store_and_told_why(text: str, stand: Stand, reason: str, tmp_path: Path) -> None:
    (remark,) = audited(text, tmp_path).remarks
    assert (remark.stand, remark.reasons[:1]) == (stand, (reason,) if reason else ())


def test_a_published_whole_number_is_no_rounding_of_a_finer_one(tmp_path: Path) -> None:
    rows = [figure("一般公共预算收入", "5", "%", kind="yoy")]
    paper = tmp_path / "p.txt"
    paper.write_text("包头市情况\n2020年，全市一般公共预算收入增长5.4%。\n", encoding="utf-8")
    (remark,) = audit(extract(paper), DAY, ask=lambda *_: rows, place="150200").remarks
    assert remark.stand is Stand.DIFFERS


def test_a_target_is_held_against_the_plan_and_never_against_what_happened(tmp_path: Path) -> None:
    plan = read("包头市“十三五”规划\n二、发展目标\n到2020年，全市地区生产总值达到5000亿元，年均增长8%左右。\n")
    plan = replace(plan, region="150200")
    found = audited("规划提出，到2020年全市地区生产总值达到5500亿元。", tmp_path, plan=plan)
    assert [r.stand for r in found.remarks] == [Stand.OFF_PLAN]
    assert "5000亿元" in words.remark_words(found, found.remarks[0])


def test_where_a_target_is_called_met_the_tracker_is_quoted(tmp_path: Path) -> None:
    plan = replace(read("包头市“十三五”规划\n二、发展目标\n到2020年，全市森林覆盖率达到20%。\n"), region="150200")
    (target,) = plan.targets
    found = audited(
        "到2020年，全市森林覆盖率达到20%，规划目标已经完成。",
        tmp_path,
        plan=plan,
        tracked=(Tracked(target.id, "missed"),),
    )
    (remark,) = [r for r in found.remarks if r.statement]
    assert (remark.stand, remark.tracked) == (Stand.PLAN, "missed")
    assert "未完成" in words.remark_words(found, remark)


def test_the_paper_stands_against_itself_without_a_store(tmp_path: Path) -> None:
    found = audit(_text(tmp_path, "全市共有幼儿园620所，其中公办248所、民办472所。"), DAY)
    assert {r.stand for r in found.remarks} == {Stand.CLASHES}
    assert len({r.finding for r in found.remarks}) == 1


def _text(tmp_path: Path, text: str):  # type: ignore[no-untyped-def]
    paper = tmp_path / "alone.txt"
    paper.write_text(f"包头市情况\n{text}\n", encoding="utf-8")
    return extract(paper)


def test_comments_stand_at_the_figures_and_right_figures_have_none(tmp_path: Path) -> None:
    import docx

    from guihua.reporting.audit_docx import commented

    paper = docx.Document()
    paragraph = paper.add_paragraph("包头市情况：2020年，全市地区生产总值28")
    paragraph.add_run("10.6").bold = True
    paragraph.add_run("亿元，社会消费品零售总额10")
    paragraph.add_run("415").italic = True
    paragraph.add_run("亿元。")
    file = tmp_path / "讲话.docx"
    paper.save(str(file))
    found = audit(extract(file), DAY, ask=ask, place="150200")
    again = docx.Document(io.BytesIO(commented(found, file.read_bytes())))
    (comment,) = again.comments
    assert comment.author == "数据核校"
    assert "1041.5亿元" in comment.text
    assert [p.text for p in again.paragraphs] == [p.text for p in paper.paragraphs]
    bold = [r.text for r in again.paragraphs[0].runs if r.bold]
    assert bold == ["10.6"]


def test_table_and_page_hold_every_figure(tmp_path: Path) -> None:
    import openpyxl

    from guihua.reporting.audit_xlsx import audit_xlsx

    found = audited("2020年，全市地区生产总值2787.4亿元，社会消费品零售总额1041.5亿元。", tmp_path)
    sheet = openpyxl.load_workbook(io.BytesIO(audit_xlsx(found))).worksheets[0]
    assert sheet.max_row == 1 + len(found.remarks)
    page = words.page(found)
    assert page.count("<mark") == len(found.remarks) and page.count("<li ") == len(found.faults) == 1


def test_the_bundle_holds_and_the_paper_shows_that_nothing_is_left_out(tmp_path: Path) -> None:
    found = audited("2020年，全市地区生产总值2787.4亿元，社会消费品零售总额10415亿元。", tmp_path)
    data = found.to_bytes()
    assert verify(data).verdict is Verdict.HOLDS
    assert verify(data, [Exhibit(tmp_path / "paper.txt", "text")]).verdict is Verdict.HOLDS


@pytest.mark.parametrize(
    ("slot", "value"), [("stand", "agrees"), ("apart", "1.0"), ("nearest", ""), ("reasons", []), ("start", 3)]
)
def test_a_remark_that_is_changed_is_refused(slot: str, value: object, tmp_path: Path) -> None:
    found = audited("2020年，全市社会消费品零售总额10415亿元。", tmp_path)
    payload = json.loads(json.dumps(found.to_payload(), ensure_ascii=False))
    payload["remarks"][0][slot] = value
    assert any(p.verdict is Verdict.REFUSED for p in verify_audit(payload)), slot


def test_a_published_figure_that_is_changed_is_refused(tmp_path: Path) -> None:
    payload = audited("2020年，全市社会消费品零售总额10415亿元。", tmp_path).to_payload()
    text = json.dumps(payload, ensure_ascii=False).replace('"1041.5"', '"1040.5"')
    assert any(p.verdict is Verdict.REFUSED for p in verify_audit(json.loads(text)))


def test_between_two_drafts_only_changed_figures_are_told(tmp_path: Path) -> None:
    old = harvest(_text(tmp_path, "2020年，全市地区生产总值2787.4亿元，社会消费品零售总额1041.5亿元。"), "150200")
    new = harvest(
        _text(
            tmp_path, "2020年，全市社会消费品零售总额1041.5亿元，地区生产总值2810.6亿元。一般公共预算收入152.3亿元。"
        ),
        "150200",
    )
    found = since(old.figures, new.figures)
    assert [(c.before and c.before.value, c.after and c.after.value) for c in found] == [
        ("2787.4", "2810.6"),
        (None, "152.3"),
    ]
    assert since(old.figures, old.figures) == ()


def test_the_command_writes_what_is_asked_and_says_whether_a_figure_needs_a_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from guihua.cli.main import main

    _text(tmp_path, "全市共有幼儿园620所，其中公办248所、民办472所。")
    paper = str(tmp_path / "alone.txt")
    outputs = [tmp_path / name for name in ("a.docx", "a.xlsx", "a.html", "a.json", "a.txt")]
    wanted = [x for o in outputs for x in ("-o", str(o))]
    assert main(["audit", paper, *wanted]) == 1
    assert all(o.stat().st_size > 100 for o in outputs)
    assert main(["verify", str(outputs[3])]) == 0
    assert main(["audit", paper, "--since", paper]) == 1
    assert "较上一稿：0" in capsys.readouterr().out
    assert main(["audit", paper, "-o", str(tmp_path / "a.xyz")]) == 2
