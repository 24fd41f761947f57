"""Labels of awards: the receiver, the award, and lists of both that are paired."""

from __future__ import annotations

import pytest

from guihua.reading import read_text
from guihua.reading.compiler import load

EXAMPLES = load("awards.yaml")["examples"]


@pytest.mark.parametrize("example", EXAMPLES, ids=[e["text"][:12] for e in EXAMPLES])
def test_award_says_who_receives_it(example: dict) -> None:
    text = f"东江市支持产业发展的若干措施\n第一条 政策\n{example['text']}。"
    assert [s.indicator for s in read_text(text).statements] == example["labels"]


def test_receiver_is_carried_to_a_condition_that_names_none() -> None:
    text = "东江市支持农业的若干措施\n对新发展300亩以上的药材基地，一次性奖励60元/亩；对新发展800亩以上的，一次性奖励90元/亩。"
    assert [s.indicator for s in read_text(text).statements] == ["新发展药材基地一次性奖励"] * 2


def test_numeral_in_characters_without_a_unit_is_no_error() -> None:
    read_text("二十至三十")
