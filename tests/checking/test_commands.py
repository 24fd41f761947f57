"""The commands: what they print, what they write, how they leave."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from guihua.cli.main import main
from guihua.view import findings as words
from tests.checking.gold import gold_plan

TEXT = """# 某市“十三五”工业发展规划

第一章　现状

2015年全市原煤产量200万吨，是2010年的1.5倍，年均增长20%。

第二章　目标

到2020年，原煤产量达到300万吨，年均增长8%左右。
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_json_is_the_bundle_byte_for_byte_and_verifies(plan: Path, tmp_path: Path, capfdbinary) -> None:  # type: ignore[no-untyped-def]
    assert main(["check", str(plan), "--format", "json"]) == 1
    data = capfdbinary.readouterr().out
    file = tmp_path / "findings.json"
    file.write_bytes(data)
    assert main(["verify", str(file)]) == 0
    assert main(["check", str(plan), "-o", str(tmp_path / "again.json")]) == 1
    assert (tmp_path / "again.json").read_bytes() == data
    assert main(["verify", str(file), "--text", str(plan)]) == 0
    other = tmp_path / "other.txt"
    other.write_text(TEXT.replace("300", "301"), "utf-8")
    assert main(["verify", str(file), "--text", str(other)]) == 1


def test_what_only_the_text_can_tell_is_held_against_it() -> None:
    """The official plan's findings hold, and against its text; a claim that its heading does not make is refused."""
    from guihua.checking import check
    from guihua.project import read_plan
    from guihua.proof.verify import Verdict
    from guihua.verification import Exhibit, verify
    from tests.corpus import corpus
    from tests.verification.forging import forged

    path = corpus() / "plans" / "neimenggu_industry_13fyp.txt"
    result = check(read_plan(path))
    assert verify(result.to_bytes(), [Exhibit(path, "text")]).verdict is Verdict.HOLDS
    payload = result.to_payload()
    for finding in payload["findings"]:
        if finding["code"] == "GH150":
            finding["parameters"] = [[k, "质量效益" if k == "claim" else v] for k, v in finding["parameters"]]
    assert verify(forged("findings", payload)).verdict is Verdict.REFUSED


def test_verify_refuses_changed_and_names_unchecked_bundles(plan: Path, tmp_path: Path) -> None:
    from guihua.proof.bundle import Bundle, write

    file = tmp_path / "findings.json"
    main(["check", str(plan), "-o", str(file)])
    data = bytearray(file.read_bytes())
    for place in range(0, len(data), max(1, len(data) // 40)):
        changed = bytearray(data)
        changed[place] ^= 1
        file.write_bytes(changed)
        assert main(["verify", str(file), "-q"]) == 1
    file.write_bytes(write(Bundle("unheard-of", {})))
    assert main(["verify", str(file)]) == 3
    assert main(["verify", str(tmp_path / "nowhere.json")]) == 2


@pytest.mark.parametrize("suffix", [".html", ".docx", ".sarif", ".txt"])
def test_every_form_can_be_written(plan: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"findings{suffix}"
    assert main(["check", str(plan), "-o", str(out)]) == 1
    data = out.read_bytes()
    if suffix == ".docx":
        with zipfile.ZipFile(out) as package:
            assert "= 2.488倍" in re.sub("<[^>]+>", "", package.read("word/document.xml").decode("utf-8"))
    elif suffix == ".sarif":
        run = json.loads(data)["runs"][0]
        assert {r["id"] for r in run["tool"]["driver"]["rules"]} >= {"GH101"}
        first = run["results"][0]
        assert (first["ruleId"], first["level"]) == ("GH101", "error")
        region = first["locations"][0]["physicalLocation"]["region"]
        assert TEXT[region["charOffset"] : region["charOffset"] + region["charLength"]] == region["snippet"]["text"]
    else:
        assert "1.2^5 = 2.488" in data.decode("utf-8")


def test_ignored_errors_do_not_count(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(plan), "--ignore", "GH101"]) == 0
    assert main(["check", str(plan), "--select", "GH11"]) == 0
    assert "GH101" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "options",
    [
        ["-o", "findings.odt"],
        ["--format", "docx"],
        ["--settings", "missing.yaml"],
        ["--assume", "nothing"],
        ["--select", "GH999"],
        ["--ignore", "GH1O1"],
    ],
)
def test_bad_options_are_bad_input(plan: Path, options: list[str]) -> None:
    assert main(["check", str(plan), *options]) == 2


def test_an_empty_plan_is_no_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "empty.txt"
    path.write_text("没有数字的一段话。\n", "utf-8")
    assert main(["check", str(path)]) == 0
    assert "没有可校核的表述" in capsys.readouterr().err


def test_english_is_asked_for_with_lang(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--lang", "en", "check", str(plan)])
    assert "cannot all be true" in capsys.readouterr().out


def test_nothing_but_the_result_reaches_standard_output(plan: Path) -> None:
    """The solver's library prints a banner when it is first used; it must not stand before the bundle."""
    done = subprocess.run(
        [sys.executable, "-m", "guihua.cli.main", "check", str(plan), "--format", "json"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout.startswith(b'{"digest":"sha256:')


def test_compare_and_implied_print_tables(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    child = tmp_path / "child.txt"
    child.write_text(TEXT.replace("8%左右", "5%"), "utf-8")
    assert main(["compare", str(plan), str(child)]) == 0
    assert main(["implied", str(plan), "原煤产量", "-o", str(tmp_path / "implied.json")]) == 0
    assert "原煤产量" in capsys.readouterr().out
    assert main(["verify", str(tmp_path / "implied.json")]) == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_finding_of_the_plan_reads_as_one_whole_sentence(lang: str) -> None:
    from guihua.checking import check, default_settings
    from guihua.checking.settings import override

    result = check(gold_plan(), override(default_settings(), assumptions=("gdp_growth", "conversion_rates_alike")))
    for finding in result.findings:
        sentence = words.sentence(finding, lang)
        assert "{" not in sentence and "None" not in sentence and "  " not in sentence
        assert sentence.rstrip("）").endswith("。" if lang == "zh" else "."), sentence
    fragment = words.html(result, lang)
    assert fragment.count("<li id=") == len(result.findings)
    assert "<script" not in fragment
