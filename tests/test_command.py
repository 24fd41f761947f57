"""The command as a user meets it: exit statuses, errors in words, nothing half written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import guihua
from guihua.cli.main import main
from guihua.errors import GuihuaError
from guihua.project import find_project

ROOT = Path(__file__).parent.parent


def run(*arguments, cwd=None):
    return subprocess.run(
        [sys.executable, "-m", "guihua.cli.main", *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )


def test_help_lists_the_verbs_and_the_exit_statuses(capsys):
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    assert "guihua" in text and "init" in text and "exit status" in text


def test_an_unknown_verb_is_bad_input_and_suggests_one():
    result = run("innit")
    assert result.returncode == 2
    assert "guihua init" in result.stderr
    assert result.stdout == ""


def test_init_makes_a_project_and_refuses_to_overwrite_it(tmp_path):
    (tmp_path / "规划.md").write_text("# 规划\n", encoding="utf-8")
    assert run("init", "--region", "150000", cwd=tmp_path).returncode == 0
    project = find_project(tmp_path)
    assert project is not None
    assert project.plan.name == "规划.md"
    assert project.region == "150000"
    again = run("init", cwd=tmp_path)
    assert again.returncode == 2
    assert "PROJECT-EXISTS" in again.stderr


def test_init_keeps_a_plan_that_was_read_before_and_changes_nothing_the_second_time(tmp_path, capsys):
    source = "# 内蒙古自治区工业发展规划\n\n到2020年，全区工业增加值达到100亿元。\n"
    (tmp_path / "规划.md").write_text(source, encoding="utf-8")
    assert main(["read", str(tmp_path / "规划.md"), "-o", str(tmp_path / "plan.yaml")]) == 0
    (tmp_path / "规划.md").unlink()
    read = (tmp_path / "plan.yaml").read_bytes()
    assert main(["init", str(tmp_path)]) == 0
    assert "plan.yaml" in capsys.readouterr().err
    project = find_project(tmp_path)
    assert (project.plan.name, project.region) == ("plan.yaml", "150000")
    written = (tmp_path / "guihua.toml").read_bytes()
    assert main(["init", str(tmp_path)]) == 2
    assert "什么都没改 nothing was changed" in capsys.readouterr().err
    assert (tmp_path / "guihua.toml").read_bytes() == written and (tmp_path / "plan.yaml").read_bytes() == read


def test_init_refuses_an_unknown_region_and_writes_nothing(tmp_path):
    assert run("init", "--region", "999999", cwd=tmp_path).returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_init_asks_which_of_several_documents_is_the_plan(tmp_path):
    for name in ("征求意见稿.docx", "规划 定稿.docx", "README.md"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    result = run("init", cwd=tmp_path)
    assert result.returncode == 2
    assert "PROJECT-PLAN" in result.stderr and "规划 定稿.docx" in result.stderr
    assert not (tmp_path / "guihua.toml").exists()
    assert run("init", "--plan", "规划 定稿.docx", "--region", "100000", cwd=tmp_path).returncode == 0
    assert find_project(tmp_path).plan.name == "规划 定稿.docx"


def test_init_takes_any_document_that_is_read_and_passes_over_what_is_none(tmp_path):
    for name in ("规划.wps", "~$规划.docx", "规划.text.txt", ".草稿.md"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert run("init", "--region", "150000", cwd=tmp_path).returncode == 0
    assert find_project(tmp_path).plan.name == "规划.wps"


def test_init_without_a_document_says_where_to_put_one(tmp_path):
    result = run("init", cwd=tmp_path)
    assert result.returncode == 0
    assert "plan.docx" in result.stderr and "region" in result.stderr


def test_the_folder_ledgers_is_the_project_s_without_being_named(tmp_path):
    run("init", cwd=tmp_path)
    assert find_project(tmp_path).ledgers is None
    (tmp_path / "ledgers").mkdir()
    assert find_project(tmp_path).ledgers == (tmp_path / "ledgers").resolve()


def test_a_project_is_found_from_a_folder_below(tmp_path):
    run("init", "x", cwd=tmp_path)
    below = tmp_path / "x" / "a" / "b"
    below.mkdir(parents=True)
    assert find_project(below).root == (tmp_path / "x").resolve()


@pytest.mark.parametrize(
    ("text", "code"),
    [("plan = ", "PROJECT-TOML"), ("plans = 'x'", "PROJECT-KEY"), ("region = '全国'", "REGION-UNKNOWN")],
)
def test_a_broken_project_file_is_a_clear_error(tmp_path, text, code):
    (tmp_path / "guihua.toml").write_text(text, encoding="utf-8")
    result = run("show", cwd=tmp_path)
    assert result.returncode == 2
    assert code in result.stderr


def test_a_language_chosen_for_one_command_does_not_stay(monkeypatch, capsys):
    monkeypatch.delenv("GUIHUA_LANG", raising=False)
    assert main(["--lang", "en", "--help"]) == 0
    assert "GUIHUA_LANG" not in os.environ
    capsys.readouterr()


def test_what_the_system_refuses_is_one_line_and_bad_input(tmp_path):
    (tmp_path / "taken").write_text("", encoding="utf-8")
    result = run("init", "taken/x", cwd=tmp_path)
    assert result.returncode == 2
    assert "FILE-SYSTEM" in result.stderr and "taken" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("arguments", [("--lang", "fr", "show"), ("--lang=", "show"), ("show", "--lang")])
def test_an_unknown_language_is_refused_and_never_silently_chinese(arguments, tmp_path):
    result = run(*arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert "CLI-LANGUAGE" in result.stderr


def test_a_terminal_without_the_sign_still_gets_the_line(tmp_path):
    (tmp_path / "规划.txt").write_text("到2020年，\n工业增加值达到100亿元。\n", encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "guihua", "show", "--kind", "all", "规划.txt"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert result.returncode == 0
    assert b"100" in result.stdout


def test_a_password_without_a_terminal_is_asked_for_in_words(tmp_path):
    run("init", cwd=tmp_path)
    result = subprocess.run(
        [sys.executable, "-m", "guihua", "user", "add", "zhang"],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    assert "--password-stdin" in result.stderr and "Traceback" not in result.stderr


def test_without_a_verb_a_project_says_what_comes_next(tmp_path, monkeypatch, capsys):
    (tmp_path / "guihua.toml").write_text('plan = "plan.txt"\nregion = "150000"\n', encoding="utf-8")
    (tmp_path / "plan.txt").write_text("某市规划\n\n到2020年，工业增加值达到100亿元。\n", encoding="utf-8")
    (tmp_path / "月报.xlsx").write_bytes(b"x")
    monkeypatch.chdir(tmp_path)
    assert main([]) == 0
    assert "guihua read plan.txt -o plan.yaml" in capsys.readouterr().out
    assert main(["read", "plan.txt", "-o", "plan.yaml"]) == 0
    capsys.readouterr()
    assert main([]) == 0
    told = capsys.readouterr().out
    assert "目标 targets 1" in told and "guihua import" in told and "月报.xlsx" in told


@pytest.mark.parametrize(
    ("locale", "given", "english"),
    [
        ("en_US.UTF-8", "", True),
        ("zh_CN.UTF-8", "", False),
        ("C.UTF-8", "", False),
        ("en_GB", "zh", False),
        ("", "en", True),
    ],
)
def test_the_locale_decides_the_language_where_nothing_else_does(locale, given, english, monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "GUIHUA_LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", locale)
    if given:
        monkeypatch.setenv("GUIHUA_LANG", given)
    from guihua.cli.main import _language

    assert (_language([])[0] == "en") is english


@pytest.mark.parametrize(
    "text",
    [
        "By 2020, industrial value added will reach 10 billion yuan, growing 8 percent a year on average over the plan's period.\n",
        "К 2020 году добавленная стоимость промышленности достигнет десяти миллиардов юаней, ежегодный рост составит восемь процентов.\n",
        "2020年までに工業付加価値額を百億元に引き上げ、年平均成長率を八パーセントとすることを目標とし、そのための取り組みを進めていきます。"
        "また、再生可能エネルギーの比率を高め、地域のくらしをよくしていくことをめざします。\n",
    ],
)
def test_a_text_in_another_language_is_refused_with_the_sentence_that_says_which_is_read(text, tmp_path, capsys):
    (tmp_path / "plan.txt").write_text(text, encoding="utf-8")
    assert main(["read", str(tmp_path / "plan.txt"), "-o", str(tmp_path / "plan.yaml")]) == 2
    assert "guihua reads plans in Chinese" in capsys.readouterr().err
    assert not (tmp_path / "plan.yaml").exists()
    with pytest.raises(GuihuaError, match="READ-LANGUAGE"):
        guihua.read(text)


def test_a_chinese_text_with_much_latin_in_it_is_read():
    text = "到2020年，发展 software as a service（SaaS）、platform as a service（PaaS）等云服务，软件业务收入达到100亿元。\n"
    assert len(guihua.read(text)) == 1


def test_the_first_lines_of_help_and_readme_say_that_plans_in_chinese_are_read(capsys):
    assert main(["--help"]) == 0
    assert "plans in Chinese are read" in "\n".join(capsys.readouterr().out.splitlines()[:3])
    assert "plans in Chinese" in "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:8])
    assert "中文规划" in "\n".join((ROOT / "README.zh-CN.md").read_text(encoding="utf-8").splitlines()[:8])
