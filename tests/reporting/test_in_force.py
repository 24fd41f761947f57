"""A plan whose target was adjusted on the way and whose schedule follows a yearly plan: what the report says of both."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from guihua.errors import GuihuaError
from guihua.plan.planfile import Decision, append_decision, read_planfile, write_planfile
from guihua.project import read_plan
from guihua.proof.verify import Verdict
from guihua.reporting.bundle import write_bundle
from guihua.reporting.docx_writer import write_docx
from guihua.reporting.gather import Sources, gather, material
from guihua.reporting.markdown_writer import write_markdown
from guihua.reporting.material import ReportKind
from guihua.reporting.report import make_report
from guihua.reporting.update import update_docx
from guihua.statistics.importing import import_file
from guihua.storage import open_store
from guihua.verification import verify
from tests.reporting.conftest import EXAMPLE

DOCUMENT = "某政办发〔2018〕9号"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, its wind target lowered twice by decisions, a yearly plan for 2019."""
    folder = tmp_path_factory.mktemp("adjusted")
    plan = read_plan(EXAMPLE / "plan.zh.md")
    write_planfile(plan, folder / "plan.yaml")
    wind = next(s for s in plan.targets if s.indicator == "风电装机容量")
    for day, was, value, document in (
        ("2017-11-01", "4500", "4200", "某政办发〔2017〕3号"),
        ("2018-11-01", "4500", "4000", DOCUMENT),
    ):
        changes = (("value", value),)
        append_decision(
            folder / "decisions.yaml",
            Decision(
                "adjust",
                wind.id,
                "规划处",
                day,
                plan.text_sha256,
                wind.quote,
                (was,),
                changes,
                document,
                "消纳条件变化",
            ),
        )
    (folder / "yearly.yaml").write_text(
        "plans:\n- year: 2019\n  region: '150000'\n  document: {title: 年度安排, number: 某发〔2019〕1号, date: 2019-01-20}\n"
        f"  targets:\n  - {{indicator: 风电装机容量, value: '3200', unit: 万千瓦, form: level, statement: {wind.id}}}\n",
        encoding="utf-8",
    )
    with open_store(folder / "store", create=True) as store:
        import_file(store, EXAMPLE / "observations.csv")
    return folder


def sources(folder: Path, day: str, lang: str = "zh", **more: object) -> Sources:
    with open_store(folder / "store") as store:
        return gather(
            read_planfile(folder / "plan.yaml"),
            store,
            date.fromisoformat(day),
            kind=ReportKind.FINAL,
            include_collected=True,
            region="150000",
            path=folder / "plan.yaml",
            yearly=folder / "yearly.yaml",
            lang=lang,
            **more,  # type: ignore[arg-type]
        )


@pytest.fixture(scope="module")
def given(folder: Path) -> Sources:
    return sources(folder, "2025-01-31")


def test_each_adjustment_is_told_with_document_day_and_reason(given: Sources) -> None:
    words = write_markdown(make_report(material(given, charts=False)))
    assert "规划目标按程序作过调整2次，判定以调整后的目标为准" in words
    assert (
        "风电装机容量：由4500万千瓦调整为4200万千瓦（某政办发〔2017〕3号，2017年11月1日）。理由：消纳条件变化。"
        in words
    )
    assert f"风电装机容量：由4200万千瓦调整为4000万千瓦（{DOCUMENT}，2018年11月1日）" in words


def test_the_adjusted_target_is_judged_and_the_original_kept_beside_it(given: Sources) -> None:
    words = write_markdown(make_report(material(given, charts=False)))
    assert f"规划目标为4000万千瓦；原为4500万千瓦，2018年11月1日按{DOCUMENT}调整" in words
    assert "| 4000万千瓦<br>原为4500万千瓦 |" in words
    assert "目标4000万千瓦，最新3786万千瓦，差214万千瓦" in words


def test_the_yearly_plan_is_named_with_its_document(given: Sources) -> None:
    words = write_markdown(make_report(material(given, charts=False)))
    assert "风电装机容量：2019年为3200万千瓦（年度安排，某发〔2019〕1号，2019年1月20日）" in words


def test_before_its_day_neither_counts(folder: Path) -> None:
    words = write_markdown(make_report(material(sources(folder, "2017-06-30"), charts=False)))
    assert "调整" not in words.partition("附件")[0].partition("评估工作情况")[2].partition("主要目标完成情况")[0]
    assert "年度计划的安排" not in words


def test_the_english_report_says_the_same(folder: Path) -> None:
    words = write_markdown(make_report(material(sources(folder, "2025-01-31", "en"), charts=False)))
    assert f"Target 40,000 MW; before it was adjusted 45,000 MW ({DOCUMENT}, 1 November 2018)" in words


def test_every_figure_is_recomputed_from_the_bundle_and_a_bent_adjustment_refused(given: Sources) -> None:
    document = make_report(material(given, charts=False))
    assert any(f.operation[:1] == ("adjustment",) for f in document.figures)
    assert any(f.operation[:1] == ("yearly",) for f in document.figures)
    held = write_bundle(document, given)
    assert verify(held).verdict is Verdict.HOLDS
    bent = tuple(replace(x, before="9999万千瓦") for x in given.adjusted)
    other = write_bundle(document, replace(given, adjusted=bent))
    assert verify(other).verdict is Verdict.REFUSED


def test_an_update_takes_an_adjustment_in(folder: Path) -> None:
    before = make_report(material(sources(folder, "2017-06-30"), charts=False))
    after = make_report(material(sources(folder, "2025-01-31"), charts=False))
    done = update_docx(write_docx(before), after)
    assert ("风电装机容量 目标值", "4500万千瓦", "4000万千瓦") in done.refreshed


@pytest.mark.parametrize("day", ["2025-01-31", "2026-01-01"])
def test_a_day_to_compare_with_that_is_not_earlier_is_refused(folder: Path, day: str) -> None:
    with pytest.raises(GuihuaError) as caught:
        sources(folder, "2025-01-31", before=date.fromisoformat(day))
    assert caught.value.code == "REPORT-SINCE"
