"""What checking finds of planted contradictions, and what each miss is due to: reading, no relation, or checking.

    GUIHUA_CORPUS=FOLDER python scripts/planted.py [FILE.jsonl] [--quiet]

The corpus holds `planted/*.jsonl`: a case is an edit on a base text, with the planted characters, those that they clash
with, and whether a contradiction is expected. Found: an error or warning that the base text does not give touches the
planted characters; an alarm: the same for a case that agrees, anywhere. A miss is due to

    reading    a number of the clash is in no statement and no figure of the second look
    name       all are read, but no two under one name and year (or as parts of one sentence)
    relation   two are read alike, but nothing relates them
    checking   they were held against each other and passed
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guihua import check, read
from guihua.checking import default_settings
from guihua.checking.finding import Finding, Severity
from guihua.checking.joining import other_areas, with_own_region
from guihua.checking.look.across import plain_label
from guihua.checking.look.search import Looked, look
from guihua.checking.quantities import quantity_of
from guihua.checking.result import CheckResult, fingerprint
from guihua.plan.plan import Plan

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case as it came out: found or alarmed, and of a miss its cause."""

    kind: str
    expected: bool
    loud: bool
    cause: str
    words: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", help="cases (default: planted/dev.jsonl of the corpus)")
    parser.add_argument("--quiet", action="store_true", help="the table alone")
    options = parser.parse_args()
    corpus = Path(os.environ.get("GUIHUA_CORPUS", ""))
    path = Path(options.file) if options.file else corpus / "planted" / "dev.jsonl"
    if not path.is_file():
        print(f"no cases: {path}; set GUIHUA_CORPUS or name a file", file=sys.stderr)
        return 2
    bench = Bench(path.parent, corpus / "plans")
    outcomes = [bench.outcome(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
    table(outcomes)
    for o in outcomes:
        if not options.quiet and o.expected and not o.loud:
            print(f"missed ({o.cause}) {o.kind}: {o.words}")
        elif not options.quiet and o.loud and not o.expected:
            print(f"alarm {o.kind}: {o.words}")
    return 0


class Bench:
    """The cases' folder, with what each base text gives by itself."""

    def __init__(self, folder: Path, plans: Path) -> None:
        self.folder, self.plans = folder, plans
        self.bases: dict[str, tuple[str, frozenset[str]]] = {}
        self.loud: dict[str, list[Finding]] = {}

    def outcome(self, case: dict[str, Any]) -> Outcome:
        """Read and check one case."""
        base, known = self._base(case["base"])
        edit = case["edit"]
        text = base[: edit["start"]] + edit["new"] + base[edit["end"] :]
        plan, result = _checked(text)
        planted, others = tuple(case["planted"]), [tuple(c) for c in case["clash"]]
        new = [f for f in _loud(result) if fingerprint(f) not in known and not _as_before(f, self.loud[case["base"]])]
        expected = case["expected"] == "contradiction"
        loud = any(_touches(_places(f, plan), planted) for f in new) if expected else bool(new)
        cause = _cause(plan, [planted, *others]) if expected and not loud else ""
        return Outcome(case["kind_name"], expected, loud, cause, f"{text[planted[0] : planted[1]]} — {case['why']}")

    def _base(self, name: str) -> tuple[str, frozenset[str]]:
        if name not in self.bases:
            where, file = name.split("/", 1)
            text = ((self.plans if where == "plans" else self.folder / "base") / file).read_text(encoding="utf-8")
            self.loud[name] = _loud(_checked(text)[1])
            self.bases[name] = text, frozenset(fingerprint(f) for f in self.loud[name])
        return self.bases[name]


def _as_before(finding: Finding, base: list[Finding]) -> bool:
    """Did the base text give the finding already, but for the one figure that was changed?"""
    own = {m.quote for m in finding.members}
    return any(
        f.code == finding.code
        and len(f.members) == len(finding.members)
        and len(own - {m.quote for m in f.members}) < 2
        for f in base
    )


def _checked(text: str) -> tuple[Plan, CheckResult]:
    plan = read(text if "\n" in text else text + "\n")
    return plan, check(plan)


def _loud(result: CheckResult) -> list[Finding]:
    return [f for f in result.findings if f.severity is not Severity.NOTE]


def _places(finding: Finding, plan: Plan) -> list[Span]:
    statements = {s.id: s for s in plan.statements}
    found: list[Span] = []
    for m in finding.members:
        if (s := statements.get(m.statement)) is not None:
            found.append((s.value_start, s.value_end))
        elif m.start is not None and m.end is not None:
            found.append((m.start, m.end))
    return found


def _touches(places: list[Span], span: Span) -> bool:
    return any(a < span[1] and span[0] < b for a, b in places)


def _cause(plan: Plan, spans: list[Span]) -> str:
    """Why the numbers of a clash gave no finding; see the head of this file."""
    whole = with_own_region(plan)
    looked = look(whole.text, whole.period, default_settings(), other_areas(whole))
    names = [_names(plan, looked, span) for span in spans]
    if not all(names):
        return "reading"
    met = all(
        any(f.start not in looked.alone for f in looked.figures if _touches([(f.start, f.end)], s)) for s in spans
    )
    if met:
        return "checking"
    return "relation" if len(names) > 1 and set.intersection(*names) else "name"


def _names(plan: Plan, looked: Looked, span: Span) -> set[tuple[str, int | None]]:
    """What is read at a place, each with its year: the quantity of a statement, the label of a figure."""
    said = {(quantity_of(s).key, s.year) for s in plan.statements if _touches([(s.value_start, s.value_end)], span)}
    return said | {(plain_label(f.label), f.year) for f in looked.figures if _touches([(f.start, f.end)], span)}


def table(outcomes: list[Outcome]) -> None:
    """Found and alarms by kind, then the causes of misses."""
    print(f"{'kind':24} planted found  controls alarms")
    for kind in [*dict.fromkeys(o.kind for o in outcomes), "all"]:
        own = [o for o in outcomes if kind in (o.kind, "all")]
        yes, no = [o for o in own if o.expected], [o for o in own if not o.expected]
        print(f"{kind:24} {len(yes):7} {sum(o.loud for o in yes):5}  {len(no):8} {sum(o.loud for o in no):6}")
    causes = Counter(o.cause for o in outcomes if o.cause)
    print("misses: " + (", ".join(f"{n} {c}" for c, n in causes.most_common()) or "none"))


if __name__ == "__main__":
    sys.exit(main())
