"""The strict scorer on a text whose annotations are made here."""

from __future__ import annotations

import json
from pathlib import Path

from scripts.scoring import read_gold
from scripts.strict import Strict, strict_score

from guihua.reading import read_text

TEXT = "某市“十三五”规划\n一、发展目标\n到2020年，工业增加值达到300亿元，园区达到25个。\n"


def row(words: str, value: str, indicator: str, **slots: object) -> dict[str, object]:
    at = TEXT.index(words)
    given = {"kind": "target", "form": "level", "comparator": "reach", "year": 2020, "base_year": None}
    return {
        "value": value,
        "value_start": at,
        "value_end": at + len(words),
        "start": at,
        "end": at + len(words),
        "indicator": indicator,
        **given,
        **slots,
    }


def scored(tmp_path: Path, *rows: dict[str, object]) -> Strict:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
    return strict_score(read_text(TEXT).statements, read_gold(path, TEXT), path)


def test_a_right_statement_is_right_by_both_rules(tmp_path: Path) -> None:
    both = scored(tmp_path, row("300亿元", "300", "工业增加值", unit="亿元"), row("25个", "25", "园区数", unit="个"))
    assert (both.met, both.lenient, both.strict, both.marked) == (2, 2, 2, 0)
    assert both.f1(both.strict) == 1.0


def test_a_like_label_is_right_by_the_lenient_rule_alone(tmp_path: Path) -> None:
    one = scored(tmp_path, row("300亿元", "300", "全市工业增加值", unit="亿元"))
    assert (one.lenient, one.strict) == (1, 0)


def test_one_label_for_two_things_is_not_right_strictly(tmp_path: Path) -> None:
    text = scored(
        tmp_path,
        row("300亿元", "300", "工业增加值", unit="亿元", alt={"indicator": ["工业增加值"]}),
        row("25个", "25", "工业园区数", unit="个", alt={"indicator": ["园区数"]}),
    )
    assert (text.lenient, text.strict) == (2, 2)  # what an annotation also allows counts as right


def test_a_wrong_year_is_wrong_and_unmarked(tmp_path: Path) -> None:
    one = scored(tmp_path, row("300亿元", "300", "工业增加值", unit="亿元", year=2019))
    assert (one.lenient, one.unmarked_wrong) == (0, 1.0)
