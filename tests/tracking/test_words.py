"""Every code that tracking can give has its sentence in both languages, with its figures in it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import guihua.tracking
from guihua.plan.data import load
from guihua.plan.status import ReasonCode
from guihua.tracking import Note, track
from guihua.tracking.methods.progress import REASONS
from guihua.tracking.methods.spec import codes, spec
from guihua.view.assessments import change_sentence, note_sentence, reading_sentence, record, remarks, status_word, why
from tests.tracking.example import example_plan, example_store

TEXTS = load("data/assessments.yaml", "guihua.view")
SOURCES = "\n".join(p.read_text(encoding="utf-8") for p in Path(guihua.tracking.__file__).parent.glob("*.py"))
CHANGES = (Path(guihua.tracking.__file__).parent / "change.py").read_text(encoding="utf-8")
NOTES = set(re.findall(r'Note\(\s*"([a-z_]+)"', SOURCES.replace(CHANGES, ""))) | {"within_hedge"}


@pytest.mark.parametrize("group", sorted(TEXTS))
def test_every_sentence_is_there_in_both_languages_with_the_same_figures(group: str) -> None:
    for code, entry in TEXTS[group].items():
        zh, en = (set(re.findall(r"\{(\w+)\}", entry[lang])) for lang in ("zh", "en"))
        assert zh - {"zh", "what", "period"} <= en | {"what", "period", "zh"}, code
        assert entry["zh"] and entry["en"]


def test_every_note_code_has_a_sentence() -> None:
    assert NOTES
    assert set(TEXTS["notes"]) >= NOTES


def test_every_change_reason_label_and_hindrance_has_a_sentence() -> None:
    assert set(TEXTS["changes"]) >= set(
        re.findall(r'"(new_\w+|changed_\w+|revised_\w+|period_over|due|time_passed)"', CHANGES)
    ) - {"revised"}
    assert set(TEXTS["reasons"]) == {reason.value for reason in ReasonCode}
    assert set(TEXTS["labels"]) == {label for code in codes() for label in spec(code).labels}
    assert set(TEXTS["why"]) >= set(REASONS) - {""}


def test_sentences_leave_no_bracket_unfilled() -> None:
    for day, collected in ((date(2017, 6, 30), False), (date(2021, 12, 31), False), (date(2025, 1, 31), True)):
        for a in track(example_plan(), example_store(), day, include_collected=collected):
            for lang in ("zh", "en"):
                told = [
                    why(a, lang),
                    status_word(a, lang),
                    *remarks(a, lang),
                    *(reading_sentence(r, lang) for r in a.readings),
                ]
                assert not any("{" in sentence or "}" in sentence for sentence in told)
                assert record(a, lang)["status"] == a.status.zh


def test_a_correction_is_told_with_its_document_and_date() -> None:
    sentence = note_sentence(
        Note("break", (("zh", "核减"), ("en", "cut"), ("known", "2018-01-03"), ("document", "会议")))
    )
    assert sentence == "口径变动：核减（会议，2018年1月3日公布）"
    assert change_sentence(
        Note("revised_figure", (("year", "2015"), ("from", "7939"), ("to", "4121.2"), ("unit", "亿元")))
    ) == ("2015年数由7939亿元修订为4121.2亿元")
