"""Review: the least sure sentence first, every decision appended and applied, old decisions proposed, never dropped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from guihua.cli._review_server import Session
from guihua.errors import GuihuaError
from guihua.plan.plan import Plan
from guihua.plan.planfile import Decision, read_decisions, read_planfile, write_planfile
from guihua.plan.statement import Evidence, Origin
from guihua.reading.review import doubts, review, sentence_span
from tests.reading_exchange.plans import TEXT, plan


def session(folder: Path, of: Plan | None = None) -> Session:
    """A review of the small plan in this folder, its plan file written."""
    write_planfile(of or plan(), folder / "plan.yaml")
    return Session(of or plan(), folder / "decisions.yaml", "某人")


def test_the_least_sure_sentence_comes_first() -> None:
    first, second, third = plan().statements
    sure = Evidence(20, 20)
    made = replace(
        plan(),
        statements=(
            replace(first, evidence=sure),
            replace(second, evidence=sure, stated=()),
            replace(third, evidence=Evidence(12, 20)),
        ),
    )
    screens = review(made, ()).screens
    assert [s.id for s in screens[0].statements] == [third.id]
    assert [s.id for s in screens[1].statements] == [first.id, second.id]


def test_doubts_are_named_and_weighed() -> None:
    second = replace(plan().statements[1], evidence=Evidence(19, 20), stated=(("year", Origin.DEFAULTED),))
    assert [d.code for d in doubts(second)] == ["rule-errs", "defaulted"]
    assert doubts(replace(second, evidence=Evidence(20, 20), stated=())) == ()


def test_a_sentence_ends_at_its_full_stop_or_line() -> None:
    first = plan().statements[0]
    start, end = sentence_span(TEXT, first.start, first.end)
    assert TEXT[start:end] == "到2020年，钢产量达到1500万吨，年均增长8%左右。"


def test_decisions_are_appended_and_applied_to_the_plan_file(tmp_path: Path) -> None:
    here = session(tmp_path)
    first, second, third = plan().statements
    here.decide({"statement": first.id, "action": "accept"})
    before = (tmp_path / "decisions.yaml").read_bytes()
    here.decide({"statement": second.id, "action": "edit", "changes": {"value": "8.5", "year": "2019"}})
    here.decide({"statement": third.id, "action": "reject", "reason": "重复"})
    assert (tmp_path / "decisions.yaml").read_bytes().startswith(before)
    decided = read_planfile(tmp_path / "plan.yaml")
    assert [(s.id, s.value, s.year) for s in decided.statements] == [
        (first.id, ("1500",), 2020),
        (second.id, ("8.5",), 2019),
    ]
    assert here.review().done == 3


def test_a_withdrawn_decision_no_longer_counts_and_stays_in_the_file(tmp_path: Path) -> None:
    here = session(tmp_path)
    third = plan().statements[2]
    here.decide({"statement": third.id, "action": "reject"})
    here.decide({"statement": third.id, "action": "withdraw"})
    assert read_planfile(tmp_path / "plan.yaml").statements == plan().statements
    assert [d.action for d in read_decisions(tmp_path / "decisions.yaml")] == ["reject", "withdraw"]
    assert here.review().done == 0


def test_a_rejected_statement_can_be_accepted_again(tmp_path: Path) -> None:
    here = session(tmp_path)
    third = plan().statements[2]
    here.decide({"statement": third.id, "action": "reject"})
    here.decide({"statement": third.id, "action": "accept"})
    assert third in read_planfile(tmp_path / "plan.yaml").statements


def test_an_adjustment_needs_a_document_and_keeps_it(tmp_path: Path) -> None:
    here = session(tmp_path)
    asked = {"statement": plan().statements[0].id, "action": "adjust", "changes": {"value": "1400"}}
    with pytest.raises(GuihuaError) as caught:
        here.decide(asked)
    assert caught.value.code == "REVIEW-ADJUST"
    assert not (tmp_path / "decisions.yaml").exists()
    here.decide({**asked, "document": "某政发〔2018〕12号", "on": "2018-07-01"})
    (decision,) = read_decisions(tmp_path / "decisions.yaml")
    assert (decision.document, decision.on) == ("某政发〔2018〕12号", "2018-07-01")
    assert read_planfile(tmp_path / "plan.yaml").statements[0].value == ("1400",)


@pytest.mark.parametrize(
    "asked",
    [
        {"action": "destroy"},
        {"action": "edit", "changes": {}},
        {"action": "edit", "changes": {"value": "多"}},
        {"action": "edit", "changes": {"year": "二〇二〇"}},
        {"action": "edit", "changes": {"form": "sideways"}},
        {"action": "edit", "changes": {"quote": "改写原文"}},
        {"action": "edit", "changes": [1]},
        {"action": "accept", "statement": "9-deadbeef"},
        {"action": "accept", "on": "昨天"},
        {"action": "confirm", "was": "9-deadbeef"},
    ],
)
def test_a_decision_that_cannot_be_applied_is_refused_and_not_written(tmp_path: Path, asked: dict[str, object]) -> None:
    here = session(tmp_path)
    with pytest.raises(GuihuaError):
        here.decide({"statement": plan().statements[0].id, **asked})
    assert not (tmp_path / "decisions.yaml").exists()


def changed_text() -> Plan:
    """The same plan after its first sentence was rewritten."""
    text = TEXT.replace("钢产量达到1500万吨", "粗钢产量达到1500万吨以上")
    first, second, third = plan().statements
    moved = text.index("年均增长") - TEXT.index("年均增长")
    shifted = [
        replace(
            s,
            start=s.start + moved,
            end=s.end + moved,
            value_start=s.value_start + moved,
            value_end=s.value_end + moved,
        )
        for s in (second, third)
    ]
    quote = "到2020年，粗钢产量达到1500万吨以上"
    start = text.index(quote)
    new = replace(
        first,
        id="1-0000aaaa",
        quote=quote,
        start=start,
        end=start + len(quote),
        value_start=start + 14,
        value_end=start + 20,
    )
    return Plan(text=text, statements=(new, *shifted))


def test_decisions_on_an_unchanged_sentence_hold_on_a_changed_text(tmp_path: Path) -> None:
    here = session(tmp_path)
    here.decide({"statement": plan().statements[1].id, "action": "edit", "changes": {"value": "9"}})
    write_planfile(changed_text(), tmp_path / "plan.yaml")
    assert read_planfile(tmp_path / "plan.yaml").statements[1].value == ("9",)


def test_a_decision_on_a_changed_sentence_is_proposed_and_can_be_confirmed(tmp_path: Path) -> None:
    here = session(tmp_path)
    old = plan().statements[0].id
    here.decide({"statement": old, "action": "edit", "changes": {"value": "1450"}})
    here.decide({"statement": plan().statements[1].id, "action": "accept"})
    later = session(tmp_path, changed_text())
    (proposal,) = later.review().proposals
    assert proposal.decision.statement == old
    assert proposal.candidate is not None and proposal.candidate.id == "1-0000aaaa"
    later.decide({"statement": "1-0000aaaa", "action": "confirm", "was": old})
    assert later.review().proposals == ()
    assert read_planfile(tmp_path / "plan.yaml").statements[0].value == ("1450",)


def test_a_decision_whose_sentence_is_gone_stays_until_withdrawn(tmp_path: Path) -> None:
    gone = Decision("reject", "7-deadbeef", "某人", "2026-01-01", "0" * 64, quote="全然无关的另一句话", value=("3",))
    state = review(plan(), (gone,))
    assert [(p.decision, p.candidate) for p in state.proposals] == [(gone, None)]
    back = Decision("withdraw", "7-deadbeef", "某人", "2026-01-02", plan().text_sha256)
    assert review(plan(), (gone, back)).proposals == ()


def test_the_key_on_may_stand_without_quotes(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    path.write_text(
        '- action: "accept"\n  statement: "1-a"\n  by: "甲"\n  on: "2026-01-02"\n  text_sha256: "00"\n',
        encoding="utf-8",
    )
    assert read_decisions(path)[0].on == "2026-01-02"


@pytest.mark.parametrize("extra", ["value: 8", "value: [8, 9.5]", "on: 2026-01-02", "reason: 3"])
def test_words_that_yaml_reads_as_numbers_or_dates_are_words_again(tmp_path: Path, extra: str) -> None:
    path = tmp_path / "decisions.yaml"
    rows = {"action": "accept", "statement": "1-a", "by": "甲", "on": "'2026-01-02'", "text_sha256": "'00'"}
    name, _, content = extra.partition(": ")
    rows[name] = content
    path.write_text("- " + "\n  ".join(f"{k}: {v}" for k, v in rows.items()) + "\n", encoding="utf-8")
    (decision,) = read_decisions(path)
    assert all(isinstance(v, str) for v in (*decision.value, decision.on, decision.reason))


@pytest.mark.parametrize(
    "content",
    [
        "- [1]\n",
        "- action: accept\n",
        "3\n",
        "- {action: a, statement: b, by: c, 'on': d, text_sha256: e, changes: [1]}\n",
    ],
)
def test_a_broken_decisions_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "decisions.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(GuihuaError) as caught:
        read_decisions(path)
    assert caught.value.code == "DECISIONS-YAML"
