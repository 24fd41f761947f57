"""A ledger is a file, checked at load: what does not hold together is said before anybody works with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from guihua.errors import GuihuaError
from guihua.ledgers.declaration import load_ledger, load_ledgers, shapes
from guihua.ledgers.permission import CODES, Refusal
from guihua.ledgers.soundness import ROLES
from guihua.ledgers.values import Wrong
from guihua.ledgers.wording import explain, role_word

ROOT = Path(__file__).resolve().parents[2]
HEAD = "ledger: visits\nshape: {shape}\nzh: 走访台账\nen: Visits\n"


def load(tmp_path: Path, text: str, shape: str = "registry") -> object:
    file = tmp_path / "visits.yaml"
    file.write_text(HEAD.format(shape=shape) + text, encoding="utf-8")
    return load_ledger(file)


@pytest.mark.parametrize("shape", shapes())
def test_four_lines_make_a_ledger_of_any_shape(tmp_path: Path, shape: str) -> None:
    ledger = load(tmp_path, "", shape)
    assert ledger.states and ledger.transitions  # type: ignore[attr-defined]


TASK = """
states:
  - {{name: open, zh: 待办, en: open, means: waiting}}
  - {{name: doing, zh: 在办, en: doing, means: running}}
  - {{name: done, zh: 办结, en: done, means: done}}
{states}
transitions:
  - {{name: begin, zh: 立项, en: begin, from: new, to: open, who: [planner]}}
  - {{name: report, zh: 填报, en: report, from: open, to: doing, who: [owner]}}
{transitions}
"""


@pytest.mark.parametrize(
    ("states", "transitions", "fault"),
    [
        ("", "", "state done is never reached"),
        ("", "  - {name: end, zh: 结, en: e, from: doing, to: done, who: [nobody]}", "no role is called nobody"),
        (
            "",
            "  - {name: end, zh: 结, en: e, from: doing, to: done, who: [planner], needs: [x]}",
            "no field is called x",
        ),
        ("", "  - {name: end, zh: 结, en: e, from: doing, to: gone, who: [planner]}", "no state is called gone"),
        (
            "",
            "  - {name: end, zh: 结, en: e, from: doing, to: done, who: [planner], other_than: [x]}",
            "nothing done is called x",
        ),
        ("", "  - {name: end, zh: 结, en: e, from: doing, to: done, who: []}", "nobody may do it"),
        ("", "  - {name: end, zh: 结, en: e, from: doing, to: done, who: [planner], not_before: task}", "is no date"),
        (
            "",
            "  - {name: correct, zh: 结, en: e, from: doing, to: done, who: [planner]}",
            "every ledger has it already",
        ),
        ("", "  - {name: report, zh: 结, en: e, from: doing, to: done, who: [planner]}", "stands twice"),
        (
            "  - {name: trap, zh: 陷, en: trap, means: running}",
            "  - {name: end, zh: 结, en: e, from: doing, to: [done, trap], who: [planner]}",
            "no end can be reached from state trap",
        ),
        (
            "  - {name: lost, zh: 失, en: lost, means: running}",
            "  - {name: end, zh: 结, en: e, from: doing, to: done, who: [planner]}\n"
            "  - {name: find, zh: 找, en: f, from: lost, to: done, who: [planner]}",
            "state lost is never reached",
        ),
    ],
)
def test_a_flow_that_does_not_hold_together_is_refused(
    tmp_path: Path, states: str, transitions: str, fault: str
) -> None:
    text = TASK.format(states=states, transitions=transitions) + "deadlines: []\n"
    with pytest.raises(GuihuaError) as caught:
        load(tmp_path, text, "task")
    assert fault in f"{caught.value.title}; {caught.value.hint}"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("fields: [{name: a, zh: 甲, en: a, type: colour}]", "no type is called"),
        ("fields: [{name: a, zh: 甲, en: a, type: choice}]", "a choice without options"),
        ("fields: [{name: a, zh: 甲, en: a, unit: 个}]", "only numbers have units"),
        ("fields: [{name: a, zh: 甲, en: a, type: number, unit: 丈八}]", "no unit is called"),
        ("fields: [{name: a, zh: 甲}]", "zh: and en: are needed"),
        ("fields: [{name: a, zh: 名称, en: a}]", "two fields are headed"),
        ("fields: [{name: Aa, zh: 甲, en: a}]", "small letters"),
        ("fields: [{name: a, zh: 甲, en: a, holds: owner}]", "only a body can hold"),
        ("colour: red", "nothing is called 'colour'"),
        ("without: [nothing]", "no field of the shape"),
        ("key: [nothing]", "no field is called nothing"),
        ("documents: [poem]", "no document is called poem"),
        ("reports: sing", "no transition is called sing"),
        ("rename: {states: {nowhere: {zh: 无}}}", "none of the shape's states"),
        ("deadlines: [{name: d, zh: 限, en: d, states: [listed], field: name}]", "is no date"),
        ("deadlines: [{name: d, zh: 限, en: d, states: [listed]}]", "neither a date"),
        ("feeds: [{name: n, zh: 数, en: n, where: [{field: state, is: gone}]}]", "no state is called gone"),
        ("feeds: [{name: n, zh: 数, en: n, where: [{field: nothing, gt: 5}]}]", "no field is called nothing"),
        ("feeds: [{name: n, zh: 数, en: n, where: [{field: name, like: 5}]}]", "a condition is not clear"),
        ("feeds: [{name: n, zh: 数, en: n, measure: sum}]", "a sum or a quotient"),
        ("feeds: [{name: n, zh: 数, en: n, measure: mean}]", "no measure is called mean"),
        ("feeds: [{name: n, zh: 数, en: n, measure: share}]", "a share, and only a share"),
        ("feeds: [{name: n, zh: 数, en: n, indicator: 无此事}]", "no indicator is called"),
        ("derived: [{name: d, zh: 天, en: d, start: name, end: listed_on}]", "is no date"),
    ],
)
def test_a_file_with_a_fault_is_refused_with_its_name(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(GuihuaError) as caught:
        load(tmp_path, text + "\n")
    assert fault in f"{caught.value.title}; {caught.value.hint}"
    assert caught.value.where.file.endswith("visits.yaml")


def test_who_mended_must_not_be_able_to_close(tmp_path: Path) -> None:
    shape = (ROOT / "src/guihua/ledgers/shapes/problem.yaml").read_text(encoding="utf-8")
    start = shape.index("transitions:")
    flow = shape[start : shape.index("deadlines:")].replace(", other_than: [mend]", "")
    with pytest.raises(GuihuaError, match="who mended may close"):
        load(tmp_path, flow, "problem")


@pytest.mark.parametrize("text", ["ledger: [", "- a\n- b\n", "ledger: a\n"])
def test_what_is_no_ledger_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(GuihuaError) as caught:
        load_ledger(file)
    assert caught.value.code in ("LG-FILE", "LG-DECLARATION")
    with pytest.raises(GuihuaError):
        load_ledger(tmp_path / "none.yaml")


def test_a_project_adds_ledgers_and_may_replace_one(tmp_path: Path) -> None:
    load(tmp_path, "")
    (tmp_path / "alliances.yaml").write_text(
        HEAD.format(shape="registry").replace("visits", "alliances").replace("走访台账", "本地联盟"), encoding="utf-8"
    )
    found = load_ledgers(tmp_path)
    assert found["visits"].words.zh == "走访台账" and found["alliances"].words.zh == "本地联盟"
    assert len(found) == len(load_ledgers()) + 1


def test_everything_that_can_be_wrong_has_words_in_both_languages() -> None:
    ledger = load_ledgers()["tasks"]
    codes = {*CODES, "twice", "unknown-object", "conflict"}
    values = {
        "number",
        "integer",
        "range",
        "date",
        "month",
        "choice",
        "too-long",
        "formula",
        "list",
        "form",
        "locked",
        "evidence-file",
    }
    for language in ("zh", "en"):
        assert all(explain(ledger, Refusal(code, "x"), language) != code for code in codes)
        assert all(code not in explain(ledger, Wrong(code, "due", "x"), language).split(": ") for code in values)
        assert all(role_word(role, language) != role or language == "en" for role in ROLES)
    assert explain(ledger, Wrong("range", "share", "150", "0~100%")) == "完成比例：超出范围（0~100%）"
    assert explain(ledger, Refusal("needs", "x", "lead")) == "缺少必填内容：牵头单位"


def written(folder: Path, name: str, feeds: str, more: str = "") -> None:
    text = f"ledger: {name}\nshape: registry\nzh: 甲{name}\nen: {name}\nfields:\n  - {{name: a, zh: 甲, en: a, type: number}}\n  - {{name: b, zh: 乙, en: b, type: number, max: 0}}\n{more}"
    (folder / f"{name}.yaml").write_text(f"{text}feeds:\n{feeds}", encoding="utf-8")


@pytest.mark.parametrize(
    ("feeds", "words"),
    [
        ("  - {name: q, zh: 商, en: q, measure: quotient, of: a, by: b}", "never above zero"),
        ("  - {name: q, zh: 商, en: q, measure: quotient, of: a, by: '0'}", "divided by 0"),
        ("  - {name: q, zh: 商, en: q, measure: quotient, of: a, by: a, times: 0}", "times zero"),
        ("  - {name: q, zh: 数, en: q, where: [{field: listed_on, before: soon}]}", "soon is no date"),
        ("  - {name: q, zh: 数, en: q, where: [{field: a, year: as_of}]}", "no date of this ledger"),
        ("  - {name: q, zh: 数, en: q, where: [{field: name, in: nowhere.name}]}", "nowhere, which is no ledger"),
        ("  - {name: q, zh: 数, en: q, where: [{field: name, in: vetoes.nothing}]}", "no field of vetoes"),
        ("  - {name: q, zh: 数, en: q, indicator: 内蒙古名牌数, where: [{field: state, is: listed}]}", "both feed"),
    ],
)
def test_feeds_that_cannot_be_are_named_when_loaded(tmp_path: Path, feeds: str, words: str) -> None:
    written(tmp_path, "mine", feeds)
    with pytest.raises(GuihuaError) as caught:
        load_ledgers(tmp_path)
    assert caught.value.code == "LG-DECLARATION" and words in f"{caught.value.title} {caught.value.hint}"


def test_ledgers_that_read_one_another_in_a_circle_are_refused(tmp_path: Path) -> None:
    written(tmp_path, "one", "  - {name: q, zh: 数, en: q, where: [{field: name, in: two.name}]}")
    written(tmp_path, "two", "  - {name: q, zh: 数, en: q, where: [{field: name, in: one.name}]}")
    with pytest.raises(GuihuaError, match="circle"):
        load_ledgers(tmp_path)


def test_an_example_that_names_what_is_not_there_is_refused(tmp_path: Path) -> None:
    more = "examples:\n  - {zh: 例, day: 2018-12-31, rows: [{state: gone, z: 1}], gives: {nothing: 1}}\n"
    written(tmp_path, "mine", "  - {name: q, zh: 数, en: q, where: [{field: state, is: listed}]}", more)
    with pytest.raises(GuihuaError) as caught:
        load_ledgers(tmp_path)
    said = f"{caught.value.title} {caught.value.hint}"
    assert "no field is called z" in said and "no state is called gone" in said and "no feed is called nothing" in said
