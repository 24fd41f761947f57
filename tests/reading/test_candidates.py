"""The labels that a figure could be given: the chosen one first, each of them a label."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from guihua.reading import read_text
from guihua.reading.candidates import candidates
from guihua.reading.reader import place_of
from guihua.reading.wording import balanced

TEXT = "高新区发展迅速。2015年，全市工业增加值达到120亿元，增长8%；建成园区3个，其中省级2个，占全市的三分之一。"


def test_the_chosen_label_is_the_first_candidate() -> None:
    for s in read_text(TEXT).statements:
        found = candidates(TEXT, s.value_start, s.indicator)
        assert found[0].label == s.indicator
        assert [c.chosen for c in found].count(True) == 1


def test_what_the_clause_leaves_out_is_a_candidate() -> None:
    growth = read_text(TEXT).statements[1]
    ways = {c.by for c in candidates(TEXT, growth.value_start, growth.indicator)}
    assert ways & {"carried", "label-before"}


def test_a_figure_that_nothing_asserts_has_no_candidates() -> None:
    assert candidates(TEXT, 0) == ()
    assert place_of(TEXT, 0) is None


@given(
    st.lists(
        st.sampled_from(["工业产值", "（含园区）", "达到", "5亿元", "，", "其中", "增长8%", "、", "3个", "占", "的"]),
        max_size=14,
    )
)
def test_every_candidate_is_a_label_once(words: list[str]) -> None:
    text = "".join(words) + "。"
    for s in read_text(text).statements:
        labels = [c.label for c in candidates(text, s.value_start, s.indicator)]
        assert len(labels) == len(set(labels))
        assert all(balanced(label) == label for label in labels[1:])
