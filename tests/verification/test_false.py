"""False bundles under right hashes, for every kind: refused, or what is false is named as not proved. True ones hold."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from guihua.ledgers.events import event_bytes, read_event
from guihua.proof.bundle import read, write
from guihua.proof.hashes import text_digest
from guihua.proof.heads import new_key, sign
from guihua.proof.verify import How, Part, Verdict, Verification
from guihua.verification import Exhibit, kinds, verify
from guihua.verification.origin import head_of, origin
from tests.verification.example import BUNDLES, ENGINES, data, folder
from tests.verification.forging import resealed

Change = Callable[[dict[str, Any]], object]


def walk(value: Any, act: Callable[[dict[str, Any]], object]) -> None:
    """Every object of a payload, outermost first."""
    if isinstance(value, dict):
        act(value)
        for inner in value.values():
            walk(inner, act)
    elif isinstance(value, list):
        for inner in value:
            walk(inner, act)


def forge(name: str, change: Change) -> bytes:
    return resealed(data(name), lambda bundle: change(bundle["payload"]))


def refused(found: Verification) -> list[str]:
    return [f"{p.name}: {p.reason}" for p in found.parts if p.verdict is Verdict.REFUSED]


def named(found: Verification, name: str) -> list[Part]:
    return [p for p in found.parts if p.name == name and (p.how is How.GIVEN or p.verdict is Verdict.UNCHECKED)]


@pytest.mark.parametrize("name", BUNDLES)
def test_what_the_commands_write_verifies(name: str) -> None:
    found = verify(data(name))
    assert found.verdict is Verdict.HOLDS, refused(found)


@pytest.mark.parametrize("name", BUNDLES)
def test_a_changed_byte_is_refused(name: str) -> None:
    whole, rng = data(name), random.Random(name)
    for _ in range(12):
        changed = bytearray(whole)
        changed[rng.randrange(len(whole))] ^= 1 << rng.randrange(8)
        assert verify(bytes(changed)).verdict is Verdict.REFUSED


@pytest.mark.parametrize("name", BUNDLES)
def test_an_unknown_member_is_refused(name: str) -> None:
    found = verify(forge(name, lambda p: p.update(opinion="checked by the auditor")))
    assert found.verdict is Verdict.REFUSED


@pytest.mark.parametrize("name", BUNDLES)
def test_another_version_of_the_rules_is_named(name: str) -> None:
    bundle = read(data(name))
    if not any(s.kind == "rules" for s in bundle.subjects):
        pytest.skip("its checker runs no rules of a room again")
    swapped = tuple(replace(s, digest=text_digest("other")) if s.kind == "rules" else s for s in bundle.subjects)
    found = verify(write(replace(bundle, subjects=swapped)))
    assert found.verdict is not Verdict.REFUSED
    assert named(found, "rules")


@pytest.mark.parametrize("name", BUNDLES)
def test_an_unknown_version_is_not_checked(name: str) -> None:
    assert verify(write(replace(read(data(name)), version="99"))).verdict is Verdict.UNCHECKED


# Findings


def _first(payload: dict[str, Any], quote: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = []
    walk(payload, lambda d: found.append(d) if quote in str(d.get("quote", "")) and "value" in d else None)
    return found[0]


def _no_errors(p: dict[str, Any]) -> None:
    gone = {f["id"] for f in p["findings"] if f["severity"] == "error"}
    p["findings"] = [f for f in p["findings"] if f["id"] not in gone]
    p["conflicts"] = [c for c in p["conflicts"] if c[0] not in gone]


def _empty(p: dict[str, Any]) -> None:
    p.update(findings=[], conflicts=[], corrections=[], statements=[])


def _softer(p: dict[str, Any]) -> None:
    error = next(f for f in p["findings"] if f["severity"] == "error")
    error.update(severity="warning", weight="120")


def _another_sum(p: dict[str, Any]) -> None:
    step = next(f["steps"][0] for f in p["findings"] if f["steps"])
    step["result"] = step["result"] + "1"


def _every(p: dict[str, Any], quote: str, **slots: object) -> None:
    walk(p, lambda d: d.update(slots) if quote in str(d.get("quote", "")) and "form" in d else None)


FALSE_FINDINGS: dict[str, Change] = {
    "the only error dropped": _no_errors,
    "findings emptied": _empty,
    "an error made a warning": _softer,
    "a value of a member": lambda p: _first(p["findings"], "").update(value="1"),
    "one statement changed, the others not": lambda p: p["statements"][0].update(value=["1"]),
    "conflicts left uncounted": lambda p: p.update(complete=not p["complete"]),
    "a warning put in": lambda p: p["warnings"].append("no_statements"),
}


@pytest.mark.parametrize("what", FALSE_FINDINGS)
def test_false_findings_are_refused(what: str) -> None:
    found = verify(forge("small", FALSE_FINDINGS[what]))
    assert found.verdict is Verdict.REFUSED


def test_another_sum_is_refused() -> None:
    assert verify(forge("findings", _another_sum)).verdict is Verdict.REFUSED


def test_a_plans_head_is_held_against_the_text_and_other_settings_are_named() -> None:
    forged = forge("findings", lambda p: p["plans"][0].update(period=[2011, 2015]))
    assert verify(forged, [Exhibit(folder() / "plan.zh.md", "text")]).verdict is Verdict.REFUSED
    wider = verify(forge("small", lambda p: p["settings"]["hedges"][0]["below"].update(relative="9/10")))
    assert wider.verdict is Verdict.REFUSED or named(wider, "settings")


@pytest.mark.parametrize("slot", [{"value": ["9.9"]}, {"year": 2019}, {"unit": "万元"}, {"kind": "fact"}])
def test_a_slot_changed_everywhere_under_its_quote_is_refused_with_the_text(slot: dict[str, object]) -> None:
    forged = forge("findings", lambda p: _every(p, "五年年均增长8%左右", **slot))
    assert named(verify(forged), "statements") or verify(forged).verdict is Verdict.REFUSED
    found = verify(forged, [Exhibit(folder() / "plan.zh.md", "text")])
    assert found.verdict is Verdict.REFUSED
    assert verify(data("findings"), [Exhibit(folder() / "plan.zh.md", "text")]).verdict is Verdict.HOLDS


def test_a_statement_that_was_left_out_is_missed_with_the_text() -> None:
    def drop(p: dict[str, Any]) -> None:
        used = {s["id"] for s in p["statements"]}
        plan = p["plans"][0]
        plan["statements"] = [s for s in plan["statements"] if s["id"] in used]

    found = verify(forge("findings", drop), [Exhibit(folder() / "plan.zh.md", "text")])
    assert any(reason.startswith("statements") for reason in refused(found))


def test_another_text_and_an_unknown_file_are_refused() -> None:
    for exhibit in (
        Exhibit(folder() / "city.md", "text"),
        Exhibit(folder() / "city.md"),
        Exhibit(folder() / "bodies.csv"),
    ):
        assert verify(data("findings"), [exhibit]).verdict is Verdict.REFUSED


def test_findings_of_plans_that_were_compared_are_complete() -> None:
    found = verify(forge("compare", lambda p: p.update(findings=p["findings"][1:])))
    assert found.verdict is Verdict.REFUSED
    city = folder() / "city.md"
    assert verify(data("compare"), [Exhibit(city), Exhibit(folder() / "plan.yaml")]).verdict is Verdict.HOLDS
    forged = forge("compare", lambda p: p["plans"][1]["statements"][0].update(value=["6"]))
    assert verify(forged, [Exhibit(city, "text")]).verdict is Verdict.REFUSED


# Figures: findings against them, tracking, report

OF_STORE = ("against", "tracking", "report")


def _publisher(p: dict[str, Any]) -> None:
    walk(p, lambda d: d.update(publisher="FORGED") if "publisher" in d and "id" in d else None)


@pytest.mark.parametrize("name", OF_STORE)
def test_a_publisher_changed_under_kept_ids_is_refused(name: str) -> None:
    bundle = json.loads(data(name))
    _publisher(bundle["payload"])
    plain = replace(read(data(name)), payload=bundle["payload"])
    assert verify(write(plain)).verdict is Verdict.REFUSED


@pytest.mark.parametrize("name", OF_STORE)
def test_a_publisher_changed_under_new_ids_is_refused_by_the_store(name: str) -> None:
    store = Exhibit(folder() / "store", "store")
    assert verify(data(name), [store]).verdict is Verdict.HOLDS
    assert verify(forge(name, _publisher), [store]).verdict is Verdict.REFUSED


@pytest.mark.parametrize("name", OF_STORE)
def test_a_figure_left_out_is_missed_by_the_store(name: str) -> None:
    def drop(p: dict[str, Any]) -> None:
        gone = p["observations"].pop()["id"]
        for known in ("known", "known_before"):
            if known in p:
                p[known] = [i for i in p[known] if i != gone]

    assert verify(forge(name, drop), [Exhibit(folder() / "store", "store")]).verdict is Verdict.REFUSED


def _result(p: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(r for r in p["results"] if r["status"] != "unknown")
    return found


FALSE_TRACKINGS: dict[str, Change] = {
    "another verdict": lambda p: _result(p).update(status="ahead"),
    "a figure changed": lambda p: _result(p).update(latest="9"),
    "a verdict left out": lambda p: p["results"].pop(),
    "another day": lambda p: p.update(as_of="2018-12-31"),
    "another method's label": lambda p: _result(p)["methods"][0].__setitem__(2, "on track"),
    "another region": lambda p: p.update(region="150100"),
    "a target changed under its quote": lambda p: _every(p["plan"], "年均增长8%左右", value=["1"]),
}


@pytest.mark.parametrize("what", FALSE_TRACKINGS)
def test_false_trackings_are_refused(what: str) -> None:
    forged = forge("tracking", FALSE_TRACKINGS[what])
    found = verify(forged, [Exhibit(folder() / "plan.yaml", "plan")])
    assert found.verdict is Verdict.REFUSED
    assert verify(data("tracking"), [Exhibit(folder() / "plan.yaml")]).verdict is Verdict.HOLDS


def test_a_tracking_that_calls_itself_partial_says_so() -> None:
    assert named(verify(forge("tracking", lambda p: p.update(partial=True))), "partial")


FALSE_REPORTS: dict[str, Change] = {
    "a figure changed": lambda p: p["figures"][0].update(text="9.9%"),
    "a figure left out": lambda p: p["figures"].pop(),
    "a figure put in": lambda p: p["figures"].append({**p["figures"][0], "id": "x.latest"}),
    "another day": lambda p: p["sources"].update(as_of="2018-12-31"),
}


@pytest.mark.parametrize("what", FALSE_REPORTS)
def test_false_reports_are_refused(what: str) -> None:
    assert verify(forge("report", FALSE_REPORTS[what])).verdict is Verdict.REFUSED


def test_the_file_made_from_a_report_holds_as_it_was_made(tmp_path: Path) -> None:
    made = folder() / "report.docx"
    assert verify(data("report"), [Exhibit(made)]).verdict is Verdict.HOLDS
    other = tmp_path / "report.docx"
    other.write_bytes(made.read_bytes()[:-1] + b"x")
    assert verify(data("report"), [Exhibit(other)]).verdict is Verdict.REFUSED


# Ledgers


def _acts(p: dict[str, Any], change: Callable[[Any], Any], place: int = 0) -> None:
    event = read_event(p["records"][place].encode())
    p["records"][place] = event_bytes(change(event)).decode()


def _actor(event: Any, **slots: str) -> Any:
    return replace(event, actor=replace(event.actor, **slots))


FALSE_LOGS: dict[str, Change] = {
    "an act that no ledger knows": lambda p: _acts(p, lambda e: replace(e, action="bless")),
    "a skipped state": lambda p: _acts(p, lambda e: replace(e, to="done")),
    "a role that may not": lambda p: _acts(p, lambda e: _actor(e, role="reporter", body="别的单位")),
    "nobody did it": lambda p: _acts(p, lambda e: _actor(e, by=" ")),
    "a field that there is not": lambda p: _acts(p, lambda e: replace(e, values={**e.values, "opinion": "好"})),
    "an act done twice": lambda p: p["records"].insert(1, p["records"][0]),
    "a correction of nothing": lambda p: _acts(
        p, lambda e: replace(e, action="correct", to="", basis="文号", corrects="0" * 64), 1
    ),
    "another time of the last record": lambda p: _acts(p, lambda e: replace(e, recorded="2017-01-01"), -1),
    "a figure changed": lambda p: p["figures"][0].update(value="999") if p["figures"] else p.update(as_of="1990-01-01"),
    "records of another ledger": lambda p: p.update(ledger="parks"),
}


@pytest.mark.parametrize("what", FALSE_LOGS)
def test_false_logs_are_refused(what: str) -> None:
    found = verify(forge("ledger-log", FALSE_LOGS[what]))
    assert found.verdict is Verdict.REFUSED, found.parts


def test_rules_that_are_not_those_of_guihua_are_named() -> None:
    def loosen(p: dict[str, Any]) -> None:
        p["declaration"]["ledger"] += "\n# another\n"

    found = verify(forge("ledger-log", loosen))
    assert found.verdict is not Verdict.REFUSED and named(found, "declaration")


def test_a_log_cut_off_at_its_end_is_named_and_refused_by_an_earlier_head() -> None:
    head = head_of(data("ledger-log"), "").to_bytes()
    cut = forge("ledger-log", lambda p: p["records"].pop())
    found = verify(cut)
    assert found.verdict is Verdict.REFUSED or named(found, "times")
    assert [p.verdict for p in origin(data("ledger-log"), head).parts] == [Verdict.HOLDS]
    assert [p.verdict for p in origin(cut, head).parts] == [Verdict.REFUSED]


# Origin


@pytest.mark.parametrize("name", BUNDLES)
def test_a_signed_head_proves_where_a_bundle_comes_from_and_of_no_other(name: str) -> None:
    private, public = new_key()
    signed = sign(head_of(data(name), "2026-01-01T00:00:00+00:00"), private).to_bytes()
    assert origin(data(name), signed, public).proved
    assert not origin(data(name), signed).proved
    assert not origin(data(name), signed, new_key()[1]).proved
    other = forge(name, lambda p: p.update(opinion="x"))
    found = origin(other, signed, public)
    assert not found.proved or name == "ledger-log", "a log's head is of its records alone"


# Allotments, paths, programs, risks, audits, runs, meetings: every kind of the registry is forged below


def _slot(kind: type, change: Callable[[Any], Any], *names: str | int) -> Change:
    """Change what stands at a place of the payload; its type says that it is the one that is meant."""

    def forge(p: dict[str, Any]) -> None:
        here: Any = p
        for name in names[:-1]:
            here = here[name]
        assert isinstance(here[names[-1]], kind), here
        here[names[-1]] = change(here[names[-1]])

    return forge


def _more(text: str) -> str:
    """Another number: one more."""
    return str(Fraction(text) + 1)


def _swapped(rows: list[Any], key: str) -> list[Any]:
    rows[0][key], rows[-1][key] = rows[-1][key], rows[0][key]
    return rows


FALSE: dict[str, tuple[str, Change]] = {
    "shares swapped": (
        "allotment",
        _slot(list, lambda rows: _swapped(rows, "share"), "divisions", 0, "nodes", 0, "shares"),
    ),
    "a share raised": ("allotment", _slot(str, _more, "divisions", 0, "nodes", 0, "shares", 0, "share")),
    "another whole": ("allotment", _slot(str, _more, "divisions", 0, "nodes", 0, "total")),
    "a member left out": ("allotment", _slot(list, lambda rows: rows[1:], "members")),
    "a key changed": ("allotment", _slot(str, _more, "members", 0, "key")),
    "a rule swapped": ("allotment", _slot(str, lambda _: "capability", "divisions", 0, "rule")),
    "a point that is not the best": ("program", _slot(str, _more, "point", 0, 1)),
    "another value": ("program", _slot(str, _more, "objective")),
    "the limits left out": ("program", _slot(list, lambda rows: rows[-1:], "limits")),
    "a multiplier changed": ("program", _slot(str, _more, "multipliers", 0, 1)),
    "any tolerance": ("program", _slot(str, lambda _: "1", "tolerance")),
    "a year's value changed": ("path", _slot(str, _more, "point", 0, 1)),
    "another figure in a line": ("path", lambda p: walk(p["lines"][0], _first_number)),
    "a line left out": ("path", _slot(list, lambda rows: rows[1:], "lines")),
    "a trend changed": ("path", lambda p: walk(p["trends"], _first_number)),
    "another chance": ("risk", _slot(str, lambda _: "0.9", "chances", 0, "chance")),
    "another count": ("risk", lambda p: p["counts"][0].__setitem__(1, p["counts"][0][1] + 1)),
    "another seed": ("risk", lambda p: p.update(seed=str(p["seed"]) + "1")),
    "a remark softened": ("audit", lambda p: _differing(p).update(stand="agrees")),
    "a figure of the paper changed": ("audit", lambda p: _differing(p)["figure"].update(value="7940")),
    "the paper's text changed": ("audit", lambda p: p.update(text=p["text"].replace("7939", "7940"))),
    "a rate in the audit's reason changed": ("audit", lambda p: _differing(p).update(apart="0.1")),
    "the price of an auction": ("auction", _slot(str, _more, "auction", "price")),
    "the volume of an auction": ("auction", _slot(str, _more, "auction", "volume")),
    "an amount of a flow": ("flow", _slot(str, _more, "flow", "amounts", 0, 2)),
    "a price of a flow": ("flow", _slot(str, _more, "flow", "demand_prices", 0, 1)),
    "other pairs": ("assignment", _slot(list, lambda rows: [[rows[0][0], rows[1][1]], [rows[1][0], rows[0][1]]], "assignment", "pairs")),
    "a pair parted": ("stable", _slot(list, lambda rows: rows[1:], "stable", "pairs")),
    **{
        f"{what} of a {engine}": (f"run-{engine}", change)
        for engine in ENGINES
        for what, change in {
            "a cell of the outcome": lambda p: _outcome(p)["rows"][0].__setitem__(-1, _outcome(p)["rows"][0][-1] + "9"),
            "a row of the outcome": lambda p: _outcome(p)["rows"].pop(),
            "another mechanism's name": lambda p: p.update(mechanism="relief"),
            "an input left out": lambda p: p["inputs"].pop(0),
        }.items()
    },
}  # fmt: skip


def _first_number(d: dict[str, Any]) -> None:
    """One more, at the first value of an object that is a number."""
    for name, value in d.items():
        if isinstance(value, str) and value.replace(".", "").replace("/", "").isdigit():
            d[name] = _more(value)
            return
        if isinstance(value, list) and value and isinstance(value[0], list):
            value[0][1] = _more(value[0][1])
            return


def _differing(p: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(r for r in p["remarks"] if r["stand"] == "differs")
    return found


def _outcome(p: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(t for t in p["outcome"]["tables"] if t["rows"])
    return found


@pytest.mark.parametrize("what", FALSE)
def test_false_results_of_the_other_kinds_are_refused(what: str) -> None:
    name, change = FALSE[what]
    assert verify(forge(name, change)).verdict is Verdict.REFUSED


@pytest.mark.parametrize("engine", ENGINES)
def test_a_runs_settings_and_its_own_declaration_are_named(engine: str) -> None:
    name = f"run-{engine}"
    true = verify(data(name))
    assert named(true, "sources") and not named(true, "own declaration")
    quieter = verify(forge(name, lambda p: p["settings"].update(quietly="yes")))
    assert named(quieter, "settings") or quieter.verdict is Verdict.REFUSED
    about = verify(forge(name, lambda p: p.update(declaration=p["declaration"].replace("about: ", "about: 另", 1))))
    assert named(about, "own declaration") or about.verdict is Verdict.REFUSED


def test_every_kind_of_the_registry_is_forged_and_changed_byte_by_byte() -> None:
    made = {read(data(name)).kind for name in BUNDLES}
    assert made == {k.name for k in kinds()}
    forged = {name for name, _ in FALSE.values()} | {"findings", "small", "implied", "tracking", "report", "ledger-log"}
    assert {read(data(name)).kind for name in forged} == made


@pytest.mark.parametrize("name", ["allotment", "path"])
def test_a_targets_value_changed_under_its_quote_is_named_and_refused_with_the_text(name: str) -> None:
    forged = forge(
        name, lambda p: walk(p, lambda d: d.update(unit="万吨") if "quote" in d and "comparator" in d else None)
    )
    alone, plan = verify(forged), Exhibit(folder() / "plan.yaml", "plan")
    assert alone.verdict is Verdict.REFUSED or named(alone, "statements")
    assert verify(forged, [plan]).verdict is Verdict.REFUSED
    assert verify(data(name), [plan]).verdict is Verdict.HOLDS


# Files made from a bundle, ledgers that it rests on


def test_a_reports_ledgers_are_named_and_held_against_the_store() -> None:
    heads = [s for s in read(data("report")).subjects if s.kind == "ledger"]
    assert {s.name.partition("@")[0] for s in heads} == {"tasks", "bodies"}
    assert named(verify(data("report")), f"ledger {heads[0].name}")
    store = Exhibit(folder() / "store", "store")
    assert [p.verdict for p in verify(data("report"), [store]).parts if p.name.startswith("ledger")] == [
        Verdict.HOLDS
    ] * 2
    bundle = read(data("report"))
    other = tuple(replace(s, digest=text_digest("other")) if s.kind == "ledger" else s for s in bundle.subjects)
    assert verify(write(replace(bundle, subjects=other)), [store]).verdict is Verdict.REFUSED


def test_acts_under_another_declaration_are_named() -> None:
    assert not named(verify(data("ledger-log")), "versions")
    forged = forge("ledger-log", lambda p: _acts(p, lambda e: replace(e, declared=str(text_digest("older")))))
    assert named(verify(forged), "versions")


MADE = {
    "report": ("report", "report.md"),
    "opinion": ("findings", "opinion.docx"),
    "audit": ("audit", "audit.xlsx"),
    "sheets": ("run-scheme", "sheets.xlsx"),
    "paper": ("run-scheme", "paper.docx"),
}


@pytest.mark.parametrize("what", MADE)
def test_a_file_made_from_a_bundle_holds_and_an_altered_one_is_refused_with_its_place(
    what: str, tmp_path: Path
) -> None:
    name, file = MADE[what]
    made = (folder() / file).read_bytes()
    good, bad = tmp_path / f"good{Path(file).suffix}", tmp_path / file
    good.write_bytes(made)
    bad.write_bytes(altered(made))
    kind = good.suffix[1:]
    parts = [p for p in verify(data(name), [Exhibit(good)]).parts if p.name == kind]
    assert parts and all(p.verdict is Verdict.HOLDS for p in parts), parts
    found = verify(data(name), [Exhibit(bad)])
    assert any(p.name == kind and p.verdict is Verdict.REFUSED and "「" in p.reason for p in found.parts), found.parts


def altered(made: bytes) -> bytes:
    """A made file with its digits moved on by one in one part."""
    table = bytes.maketrans(b"123456789", b"234567891")
    if made[:2] != b"PK":
        return made.translate(table)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as packed, zipfile.ZipFile(out, "w") as again:
        for item in packed.infolist():
            raw = packed.read(item)
            if item.filename in ("word/document.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"):
                raw = re.sub(
                    rb"(<w:t[^>]*>|<t[^>]*>)([^<]*[1-9][^<]*)<", lambda m: m[1] + m[2].translate(table) + b"<", raw
                )
            again.writestr(item, raw)
    return out.getvalue()


# Hostile files


@pytest.mark.parametrize("magnitude", ["1e999999999", "9" * 5000, "-1E-999999", "NaN", "1/0", "Infinity"])
@pytest.mark.parametrize("name", ["findings", "implied", "tracking", "report"])
def test_magnitudes_that_nobody_can_reckon_with_are_refused_at_once(name: str, magnitude: str) -> None:
    found = verify(forge(name, lambda p: _every(p, "年均增长8%左右", value=[magnitude])))
    assert found.verdict is Verdict.REFUSED


@pytest.mark.parametrize("year", [10**15, -1, 0])
@pytest.mark.parametrize("name", ["findings", "implied", "tracking", "report"])
def test_years_that_nobody_can_reckon_with_are_refused_at_once(name: str, year: int) -> None:
    found = verify(forge(name, lambda p: _every(p, "年均增长8%左右", year=year, base_year=-(10**14), period=[1, year])))
    assert found.verdict is Verdict.REFUSED


def test_certificates_with_monstrous_numbers_are_refused_at_once() -> None:
    def bloat(p: dict[str, Any]) -> None:
        walk(
            p,
            lambda d: d.update(multipliers=[[n, "99999"] for n, _ in d["multipliers"]]) if "multipliers" in d else None,
        )
        walk(p, lambda d: d.update(limit="9" * 3999) if "limit" in d else None)

    assert verify(forge("implied", bloat)).verdict is Verdict.REFUSED
    assert verify(forge("findings", bloat)).verdict is Verdict.REFUSED


@pytest.mark.parametrize(
    "raw", [b"[" * 200_000, b'{"a":' * 100_000, b"\xff\xfe", b"", b"null", b"1e999999", b'"\\ud800"']
)
def test_files_that_are_no_bundle_never_raise(raw: bytes) -> None:
    assert verify(raw).verdict is Verdict.REFUSED
