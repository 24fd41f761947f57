"""`guihua doctor`: what is good is said, what is wrong is said with how to mend it, and one broken part hides no other."""

from __future__ import annotations

import json

import pytest

from guihua.cli import doctor
from guihua.cli.main import main


def test_a_sound_installation_is_usable_and_every_note_speaks_both_languages(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["doctor", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["usable"] and {n["state"] for n in told["notes"]} <= {"good", "hint"}
    assert any("guihua init" in n["mend"] for n in told["notes"])


@pytest.mark.parametrize(
    ("text", "said"),
    [('plan = "nothing.docx"\nregion = "150000"\n', "nothing.docx"), ("plan = \n", "guihua.toml")],
)
def test_a_broken_project_is_named_with_how_to_mend_it(text, said, tmp_path, monkeypatch, capsys):
    (tmp_path / "guihua.toml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["doctor"]) == 1
    told = capsys.readouterr().out
    assert "✗" in told and said in told and "Python" in told


def test_a_damaged_store_is_bad_and_the_rest_is_still_looked_at(tmp_path, monkeypatch, capsys):
    (tmp_path / "guihua.toml").write_text('plan = "plan.md"\nregion = "150000"\n', encoding="utf-8")
    (tmp_path / "plan.md").write_text("# 规划\n", encoding="utf-8")
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "store.db").write_bytes(b"no database at all" * 100)
    monkeypatch.chdir(tmp_path)
    assert main(["doctor"]) == 1
    assert "✗ 数据仓 store" in capsys.readouterr().out


def test_what_breaks_while_it_is_looked_at_is_bad_itself(monkeypatch, capsys):
    monkeypatch.setattr(
        doctor,
        "LOOKS",
        (("甲 one", lambda: iter([1 / 0])), ("乙 two", lambda: iter([doctor.Note("乙 two", "good", "x")]))),
    )
    assert main(["doctor"]) == 1
    assert capsys.readouterr().out.splitlines()[0].startswith("✗ 甲 one: ZeroDivisionError")
