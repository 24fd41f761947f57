"""What was there before, and what people let stand, is not told again."""

from __future__ import annotations

from pathlib import Path

import pytest

from guihua import check, read
from guihua.checking.linkage import compare
from guihua.checking.result import fingerprint
from guihua.cli.main import main
from guihua.proof.verify import Verdict
from guihua.verification import verify

OLD = "某县“十三五”规划\n二、目标\n2015年，全县幼儿园620所，其中公办248所、民办472所。\n"
NEW = OLD + "到2020年，全县公路里程由2015年的900公里增加到1200公里，净增500公里。\n"


def test_only_what_is_new_since_the_baseline_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "old.txt").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.txt").write_text("前言\n" + NEW, encoding="utf-8")
    base = str(tmp_path / "base.json")
    assert main(["check", str(tmp_path / "old.txt"), "-o", base]) == 1
    capsys.readouterr()
    main(["check", str(tmp_path / "new.txt"), "--baseline", base])
    told = capsys.readouterr()
    assert "GH102" not in told.out and "GH104" in told.out
    assert "1 findings known" in told.err


def test_a_baseline_that_is_no_bundle_of_findings_is_refused(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text(OLD, encoding="utf-8")
    assert main(["check", str(tmp_path / "old.txt"), "--baseline", str(tmp_path / "none.json")]) == 2
    assert main(["check", str(tmp_path / "old.txt"), "--baseline", str(tmp_path / "old.txt")]) == 2


def test_a_finding_is_let_stand_with_its_reason_and_is_a_decision(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "old.txt").write_text(OLD, encoding="utf-8")
    plan = str(tmp_path / "plan.yaml")
    assert main(["read", str(tmp_path / "old.txt"), "-o", plan]) == 0
    (finding,) = check(read(OLD)).errors
    assert main(["check", plan, "--accept", finding.id]) == 2
    assert not (tmp_path / "decisions.yaml").exists()
    capsys.readouterr()
    assert main(["check", plan, "--accept", finding.id, "--reason", "口径不同", "--document", "示例〔2024〕1号"]) == 0
    written = (tmp_path / "decisions.yaml").read_text("utf-8")
    assert "口径不同" in written and "示例〔2024〕1号" in written and fingerprint(finding) in written
    assert main(["check", plan]) == 0
    assert main(["show", plan]) == 0


def test_the_bundle_says_what_was_left_out_and_holds() -> None:
    result = check(read(NEW))
    kept = result.select(known=[fingerprint(f) for f in result.findings if f.code == "GH102"])
    assert {f.code for f in kept.errors} == {"GH104"}
    assert kept.choices[0].known
    assert verify(kept.to_bytes()).verdict is Verdict.HOLDS


def test_a_fingerprint_outlives_a_move_and_not_another_number() -> None:
    (one,), (moved,) = check(read(OLD)).errors, check(read("前言\n\n" + OLD)).errors
    (other,) = check(read(OLD.replace("472", "482"))).errors
    assert fingerprint(one) == fingerprint(moved) != fingerprint(other)
    assert one.id != moved.id


@pytest.mark.parametrize(
    ("parent", "child", "link"),
    [
        ("单位地区生产总值能耗下降20%", "单位地区生产总值能耗下降18%", "weaker"),
        ("单位地区生产总值能耗下降18%", "单位地区生产总值能耗下降20%", "stronger"),
        ("单位地区生产总值能耗下降20%", "单位地区生产总值能耗下降18%以上", "weaker"),
        ("单位地区生产总值能耗下降18%以上", "单位地区生产总值能耗下降20%", "same"),
        ("地区生产总值达到2万亿元", "地区生产总值达到4000亿元", "part"),
    ],
)
def test_a_citys_plan_beside_its_regions(parent: str, child: str, link: str) -> None:
    """The city's title begins with the region's name; a reduction of 18 % is weaker than one of 20 %."""
    above = read(f"内蒙古自治区“十三五”规划\n二、目标\n到2020年，全区{parent}。\n")
    below = read(f"内蒙古包头市“十三五”规划\n二、目标\n到2020年，全市{child}。\n")
    assert [str(c.link) for row in compare(above, [below]).cells for c in row] == [link]


def test_a_plan_does_not_clash_with_itself() -> None:
    plan = read(
        "内蒙古自治区“十三五”规划\n二、目标\n到2020年，全区地区生产总值达到2万亿元，单位地区生产总值能耗下降18%以上。\n"
    )
    assert {str(c.link) for row in compare(plan, [plan]).cells for c in row} == {"same"}
