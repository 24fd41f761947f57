"""The second look: each rule finds what its examples say and keeps still where they say so."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua import read
from guihua.checking import check, default_settings
from guihua.checking.codes import known_codes
from guihua.checking.finding import Finding, Severity
from guihua.checking.look.rules import known_rules
from guihua.checking.look.search import look
from guihua.checking.relations import KINDS, relation_from
from guihua.checking.verify import verify_findings
from guihua.proof.verify import Verdict
from guihua.verification import verify

YES = [(r.name, text) for r in known_rules() for text in r.yes]
NO = [(r.name, text) for r in known_rules() for text in r.no]


def found(text: str) -> tuple[Finding, ...]:
    plan = read(text if "\n" in text else text + "\n")
    return look(text, plan.period, default_settings()).findings


@pytest.mark.parametrize(("name", "text"), YES)
def test_a_rule_finds_the_clash_of_its_example(name: str, text: str) -> None:
    rule = next(r for r in known_rules() if r.name == name)
    (finding,) = found(text)
    codes = {KINDS[relation_from(r).kind].code for r in dict(finding.parameters)["relations"].split(";")}
    assert finding.severity is not Severity.NOTE
    assert rule.code in codes or finding.code in ("GH101", "GH104")


@pytest.mark.parametrize(("name", "text"), NO)
def test_a_rule_keeps_still_where_its_words_say_so(name: str, text: str) -> None:
    assert found(text) == (), name


def test_every_rule_gives_a_finding_that_the_reference_knows() -> None:
    assert {r.code for r in known_rules()} <= set(known_codes())


@pytest.mark.parametrize(("name", "text"), YES)
def test_what_it_finds_is_made_again_from_the_bundle(name: str, text: str) -> None:
    result = check(read(text if "\n" in text else text + "\n"))
    assert verify(result.to_bytes()).verdict is Verdict.HOLDS, name


def test_a_figure_that_is_changed_in_a_bundle_is_refused() -> None:
    payload = json.loads(
        json.dumps(
            check(read("2015年，企业120户，其中大型企业6户、小型企业197户。\n")).to_payload(), ensure_ascii=False
        )
    )
    (finding,) = [f for f in payload["findings"] if f["code"] == "GH102"]
    for slot, value in (("value", "1197"), ("unit", "万户"), ("needs", "3"), ("indicator", "别的")):
        members = [{**finding["members"][0], slot: value}, *finding["members"][1:]]
        forged = {
            **payload,
            "findings": [{**f, "members": members} if f is finding else f for f in payload["findings"]],
        }
        assert any(p.verdict is Verdict.REFUSED for p in verify_findings(forged)), slot


def test_figures_that_agree_are_no_finding_even_under_another_code() -> None:
    """A forger may write the digest anew: relations that hold give no finding."""
    payload = json.loads(
        json.dumps(
            check(read("2015年，企业120户，其中大型企业6户、小型企业197户。\n")).to_payload(), ensure_ascii=False
        )
    )
    text = json.dumps(payload, ensure_ascii=False).replace("197", "114")
    assert any(p.verdict is Verdict.REFUSED for p in verify_findings(json.loads(text)))


def test_one_clash_is_one_finding_however_often_it_is_stated() -> None:
    text = "电话用户由2010年的120万户增加到2015年的170万户，净增80万户，增长12%，年均增长30%。\n"
    assert len(found(text)) == 1
    assert len(dict(found(text)[0].parameters)["relations"].split(";")) == 3


def test_a_power_of_ten_apart_is_named_as_a_slip_of_the_unit() -> None:
    (finding,) = found("2010年财政收入129.8万元，比上年的118亿元增长10%。\n")
    assert "unit_slip" in {e.code for e in finding.explanations}


@given(st.integers(1, 400), st.integers(1, 400), st.integers(1, 400))
def test_a_list_that_adds_up_is_never_a_finding(a: int, b: int, c: int) -> None:
    assert found(f"2015年，全县企业{a + b + c}户，其中大型企业{a}户、中型企业{b}户、小型企业{c}户。\n") == ()


@given(st.integers(2, 400), st.integers(2, 400), st.integers(30, 400))
def test_parts_above_their_whole_are_always_found(a: int, b: int, more: int) -> None:
    """Thirty more is past what round counts may hide."""
    (finding,) = found(f"2015年，全县幼儿园{a + b}所，其中公办{a}所、民办{b + more}所。\n")
    assert finding.code == "GH102"


@given(st.text(max_size=200))
def test_no_text_makes_the_look_fail(text: str) -> None:
    look(text, None, default_settings())


def test_the_pages_are_what_the_rules_say() -> None:
    from guihua.checking.look.rules import index, page
    from tests.corpus import ROOT

    folder = ROOT / "docs" / "reference"
    assert (folder / "checking-rules.md").read_text("utf-8") == index()
    assert {f.stem: f.read_text("utf-8") for f in (folder / "rules").glob("*.md")} == {
        r.name: page(r) for r in known_rules()
    }
