"""Every entry of the reading data is held to its own examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from guihua.plan.units import find_unit
from guihua.reading.characters import matching_text
from guihua.reading.clauses import fired
from guihua.reading.compiler import DATA, Rule, grammar, load
from guihua.reading.tokens import NUMBERS, Tokens, scan

RULES = grammar().rules


def tokens_of(text: str) -> tuple[str, Tokens]:
    words = matching_text(text)
    return words, scan(words, 0, len(words))


@pytest.mark.parametrize("rule", RULES, ids=[r.id for r in RULES])
def test_rule_fires_on_its_examples_and_not_on_the_others(rule: Rule) -> None:
    for text in rule.yes:
        assert rule.id in [name for name, _ in fired(matching_text(text))], text
    for text in rule.no:
        assert rule.id not in [name for name, _ in fired(matching_text(text))], text


def test_rules_have_names_of_their_own() -> None:
    assert len({r.id for r in RULES}) == len(RULES)


CUES = load("cues.yaml")


@pytest.mark.parametrize("entry", CUES, ids=[f"{e['kind']}-{e['words'][0]}" for e in CUES])
def test_cue_is_found_where_it_is_one(entry: dict) -> None:
    letter = "v" if entry["kind"] == "V" and entry.get("comparator") != "reach" else entry["kind"]
    listed = {str(word) for word in entry["words"]}
    for text in entry["yes"]:
        assert letter in tokens_of(text)[1].kinds, text
    for text in entry["no"]:
        words, tokens = tokens_of(text)
        found = {words[a:b] for a, b, k in zip(tokens.starts, tokens.ends, tokens.kinds, strict=True) if k == letter}
        assert not found & listed, text


UNITS = load("units.yaml")


@pytest.mark.parametrize("entry", UNITS, ids=[e["class"] for e in UNITS])
def test_unit_makes_one_quantity_of_its_class(entry: dict) -> None:
    for text in entry["yes"]:
        assert [k for k in tokens_of(text)[1].kinds if k in NUMBERS] == [entry["class"]], text
    for text in entry["no"]:
        assert entry["class"] not in tokens_of(text)[1].kinds, text


LABELS = load("labels.yaml")


@pytest.mark.parametrize("entry", LABELS, ids=[e["id"] for e in LABELS])
def test_label_is_no_quantity(entry: dict) -> None:
    for text in entry["yes"]:
        assert not NUMBERS & set(tokens_of(text)[1].kinds), text
    for text in entry["no"]:
        assert NUMBERS & set(tokens_of(text)[1].kinds), text


def test_every_unit_of_the_genre_can_be_resolved_exactly() -> None:
    common = [
        "亿元",
        "万亿元",
        "万千瓦",
        "亿千瓦时",
        "万吨",
        "亿吨标准煤",
        "平方公里",
        "万亩",
        "个百分点",
        "倍",
        "家",
        "万户",
        "万人次",
        "Mbps",
        "m3/万元",
    ]
    assert [u for u in common if find_unit(u) is None] == []


def test_no_character_outside_a_guard_could_begin_a_token() -> None:
    """The scanner's first-character tests change nothing: without them it finds the same tokens."""
    import re

    from guihua.reading.compiler.clause_rules import cue_words, time_words, unit_classes
    from guihua.reading.compiler.quantities import quantity_groups
    from guihua.reading.compiler.scanner import label_groups, word_groups
    from guihua.reading.compiler.times import time_groups

    unit_class = unit_classes()
    cues, near = cue_words()
    relative, plan_words = time_words()
    groups = [
        *label_groups(),
        *time_groups(unit_class, {**relative, **plan_words}),
        *quantity_groups(unit_class),
        *word_groups(unit_class, cues, near),
    ]
    plain = re.compile("|".join(f"(?P<{name}>{body})" for name, body, _ in groups))
    text = matching_text(SAMPLE)
    guarded = [
        (m.span(), {"x": "c"}.get(m.lastgroup or "", m.lastgroup))
        for m in grammar().token.finditer(text)
        if m.lastgroup != "_"
    ]
    assert guarded == [(m.span(), m.lastgroup) for m in plain.finditer(text)]


SAMPLE = """到2020年，园区产值达到1.5万亿元，是“十一五”末的2.5倍，年均增长8%左右；由2015年的30%提高到45%以上（其中省级12家）。
第一章　一、（二）国发〔2007〕37号第26号令，PM2.5浓度较上年下降三成，力争用3年时间翻一番，投资二千三百六十万元至三千万元，
零事故，占全国1/3，比例为2∶8，第一年至第五年免征，今年新增城镇就业56.8万人，前10强企业，新建5G基站2.5万个。"""


def lists_in(data: object) -> Iterator[list[str]]:
    if isinstance(data, list) and all(isinstance(item, str) for item in data):
        yield data
    elif isinstance(data, dict | list):
        for item in data.values() if isinstance(data, dict) else data:
            yield from lists_in(item)


@pytest.mark.parametrize("name", sorted(path.name for path in DATA.glob("*.yaml")))
def test_no_list_says_a_word_twice(name: str) -> None:
    assert [word for words in lists_in(load(name)) for word, n in Counter(words).items() if n > 1] == []
