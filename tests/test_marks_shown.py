"""What is in doubt is marked wherever statements are listed, until a person has looked at it."""

from __future__ import annotations

from dataclasses import replace

from guihua.cli.show import statement_table
from guihua.plan.planfile import Decision, apply_decisions
from guihua.reading import read_text
from guihua.view import told
from guihua.view.statements import doubt_words

PLAN = read_text("东江市“十四五”农业规划\n（2021年5月）\n一、目标\n到2025年，粮食产量达到50万吨，森林覆盖率达到40%。\n")
DOUBTED = replace(PLAN, statements=(replace(PLAN.statements[0], doubtful=("year", "indicator")), PLAN.statements[1]))


def test_a_table_marks_the_statement_and_says_the_slots_below() -> None:
    lines = statement_table(DOUBTED.statements).splitlines()
    assert [line.count("(?)") for line in lines[2:]] == [1, 0, 1]
    assert lines[-1] == "(?) 存疑：年份、指标名称"
    assert "(?)" not in statement_table(PLAN.statements)


def test_main_targets_stand_first_in_a_table() -> None:
    first, second = PLAN.statements
    lines = statement_table([replace(first, main=False), replace(second, main=True)]).splitlines()
    assert "森林覆盖率" in lines[2]


def test_names_in_tables_of_pages_and_reports_carry_the_mark() -> None:
    doubted, sure = DOUBTED.statements
    assert told.marked_name(doubted) == "粮食产量〔存疑：年份、指标名称〕"
    assert told.marked_name(sure) == told.name(sure)
    assert doubt_words(doubted, "en") == "in doubt: Year, Indicator"


def test_a_persons_look_takes_the_mark_off_and_is_no_change() -> None:
    statement = DOUBTED.statements[0]
    seen = Decision(statement=statement.id, action="accept", by="甲", on="2021-06-01", text_sha256=DOUBTED.text_sha256)
    decided = apply_decisions(DOUBTED, (seen,))
    assert decided.statements[0].doubtful == ()
    assert decided.decided == ()
    edited = replace(seen, action="edit", changes=(("year", 2024),))
    assert apply_decisions(DOUBTED, (edited,)).statements[0].doubtful == ("indicator",)
