"""`make accuracy`: reading measured on annotated documents; writes docs/accuracy.md and the rules' evidence.

    python scripts/accuracy.py            the first plan and the dev documents, with the peers on the same quantities
    python scripts/accuracy.py --final    the held-back documents, nothing else; the result is appended to docs/accuracy-final.log
    python scripts/accuracy.py --peers    first make the peers' environment (build/bench) from requirements/bench.txt

Needs the corpus (GUIHUA_CORPUS); texts that lie elsewhere are looked for in the folders of GUIHUA_CORPUS_MORE, and those that
are not found are listed as not measured. Nothing of a text is written: errors are offsets, rules and slots.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.scoring import SLOTS, Gold, Score, read_gold, score  # noqa: E402
from scripts.strict import Strict, strict_score  # noqa: E402

from guihua.plan.statement import Statement  # noqa: E402  (the path is set above)
from guihua.reading import read_text  # noqa: E402
from guihua.reading.compiler import grammar  # noqa: E402

CORPUS = Path(os.environ.get("GUIHUA_CORPUS") or ROOT.parent / "shared")
GOLD = ROOT / "tests" / "gold"
FIRST = "neimenggu_industry_13fyp"
PEERS = ("Recognizers-Text", "cn2an + jieba", "jionlp (money)")
NAIVE = re.compile(
    r"\d+(?:\.\d+)?\s*(?:万亿|亿|万)?(?:%|％|个百分点|倍|元|吨|千瓦|家|个|户|件|人|项|台|辆|条|座|处|种|公里|平方公里|亩|立方米|平方米|Mbps)"
)
_MULTIPLIERS = {"万亿": 10**12, "亿": 10**8, "万": 10**4}


@dataclass(frozen=True, slots=True)
class Document:
    """One annotated document with what was read in it."""

    name: str
    text: str
    gold: Gold
    found: tuple[Statement, ...]
    score: Score
    path: Path


def main() -> int:
    """Measure, write, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--final", action="store_true", help="score the held-back documents and log the run")
    parser.add_argument("--peers", action="store_true", help="make the peers' environment first")
    args = parser.parse_args()
    if not (CORPUS / "plans").is_dir():
        print(f"the corpus is not at {CORPUS} (set GUIHUA_CORPUS)", file=sys.stderr)
        return 2
    split = yaml.safe_load((GOLD / "split.yaml").read_text(encoding="utf-8"))
    if args.final:
        return final(split)
    if args.peers:
        make_peers()
    elsewhere = [name for name in split["dev_elsewhere"] if text_file(name)]
    documents = [first_plan(), *(annotated(name) for name in (*split["dev"], *elsewhere))]
    firing = rule_firing(elsewhere)
    further = further_papers()
    page = render(documents, peer_rows(documents), firing, split, strictly([*documents, *further]))
    (ROOT / "docs" / "accuracy.md").write_text(page, encoding="utf-8")
    write_evidence(sum((d.score for d in documents), Score()))
    print(summary(documents))
    print("\n".join("  ".join(row) for row in strictly([*documents, *further])))
    return 0


def further_papers() -> list[Document]:
    """The annotated documents that came with their texts after the rules were made (gold/more of the corpus)."""
    return [_document(path.stem, path) for path in sorted((CORPUS / "gold" / "more").glob("*.jsonl"))]


def strictly(documents: list[Document]) -> list[list[str]]:
    """One row a document and their sum: values, whole statements by both rules, and the honesty of the marks."""
    scores = [(d.name, strict_score(d.found, d.gold, d.path)) for d in documents]
    rows = [*scores, ("pooled", sum((s for _, s in scores), Strict()))]
    return [
        [
            name,
            str(s.required),
            f"{s.f1(s.met):.3f}",
            f"{s.f1(s.lenient):.3f}",
            f"{s.f1(s.strict):.3f}",
            f"{s.marked_share:.2f}",
            f"{s.unmarked_wrong:.2f}",
        ]
        for name, s in rows
    ]


def final(split: dict[str, list[str]]) -> int:
    """Score the held-back documents whose texts are found; each run leaves a line."""
    elsewhere = [name for name in split["held_elsewhere"] if text_file(name)]
    names = [*split["held_back"], *elsewhere]
    log_file = ROOT / "docs" / "accuracy-final.log"
    before = log_file.read_text(encoding="utf-8") if log_file.exists() else ""
    if again := [name for name in names if f" {name} " in before]:
        print(f"scored once already: {', '.join(again)}; move them to dev in tests/gold/split.yaml", file=sys.stderr)
        return 2
    documents = [annotated(name) for name in names]
    total = sum((d.score for d in documents), Score())
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ")
    parts = ", ".join(f"{d.name} {d.score.value_f1:.3f}/{d.score.whole_f1:.3f}" for d in documents)
    line = (
        f"{now} {commit.stdout.strip()} values P {total.precision:.3f} R {total.recall:.3f} F1 {total.value_f1:.3f}; "
        f"whole F1 {total.whole_f1:.3f} ({total.required} annotated); values/whole F1: {parts}"
    )
    with log_file.open("a", encoding="utf-8") as log:
        log.write(line + "\n")
    print(line)
    return 0


def first_plan() -> Document:
    """The first plan with its own annotations."""
    return _document(FIRST, CORPUS / "gold" / "neimenggu-135-industry.jsonl")


def annotated(name: str) -> Document:
    """A document annotated in tests/gold."""
    return _document(name, GOLD / f"{name}.jsonl")


def _document(name: str, path: Path) -> Document:
    place = text_file(name)
    if place is None:
        raise SystemExit(f"the text of {name} is in none of the corpus folders")
    text = place.read_text(encoding="utf-8")
    gold = read_gold(path, text)
    found = read_text(text).statements
    return Document(name, text, gold, found, score(found, gold), path)


def text_file(name: str) -> Path | None:
    """Where the text of a document lies, None where it does not."""
    more = [Path(folder) for folder in os.environ.get("GUIHUA_CORPUS_MORE", "").split(os.pathsep) if folder]
    places = (folder / f"{name}.txt" for folder in (CORPUS / "plans", CORPUS / "plans" / "more", *more))
    return next((place for place in places if place.is_file()), None)


def rule_firing(elsewhere: list[str]) -> dict[str, Counter[str]]:
    """How often each rule fired, by document, over every text of the corpus."""
    firing: dict[str, Counter[str]] = {}
    texts = [*sorted((CORPUS / "plans").glob("*.txt")), *(p for name in elsewhere if (p := text_file(name)))]
    for path in texts:
        for statement in read_text(path.read_text(encoding="utf-8")).statements:
            firing.setdefault(statement.rule, Counter())[path.stem] += 1
    return firing


def write_evidence(total: Score) -> None:
    """data/evidence.yaml: how often each rule was right on annotated text, and out of how many.

    A measure on more statements that stands there is kept: not every text is at hand at every run.
    """
    path = ROOT / "src" / "guihua" / "reading" / "data" / "evidence.yaml"
    found: dict[str, list[int]] = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    for rule, n in total.rule_seen.items():
        if n >= found.get(rule, [0, 0])[1]:
            found[rule] = [total.rule_right[rule], n]
    lines = ["# Made by `make accuracy` from the annotated dev documents: rule: [whole statements right, seen]."]
    lines += [
        "# A rule seen more often in an earlier run, on texts that were not at hand in the last one, keeps that measure."
    ]
    lines += [f"{rule}: [{right}, {n}]" for rule, (right, n) in sorted(found.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


# ---- peers


def make_peers() -> None:
    """build/bench with the pinned peers; what cannot be installed is listed as such later."""
    folder = ROOT / "build" / "bench"
    if not (folder / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(folder / "bin" / "pip"), "install", "-q", "--disable-pip-version-check"]
    whole = subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "requirements" / "bench.txt")], check=False)
    if whole.returncode:
        print("the peers could not be installed; they are listed so", file=sys.stderr)


def peer_rows(documents: list[Document]) -> list[tuple[str, list[str]]]:
    """One row a reader: F1 on the annotated quantities of each document."""
    rows = [("guihua", [f"{_quantity_f1(_mine(d), d):.3f}" for d in documents])]
    rows.append(("naive expression", [f"{_quantity_f1(_naive(d.text), d):.3f}" for d in documents]))
    python = ROOT / "build" / "bench" / "bin" / "python"
    for peer in PEERS:
        if not python.exists():
            rows.append((peer, ["not installed"] * len(documents)))
            continue
        request = json.dumps({"peer": peer, "texts": [d.text for d in documents]})
        run = subprocess.run(
            [str(python), str(ROOT / "scripts" / "peers.py")],
            input=request,
            capture_output=True,
            text=True,
            check=False,
        )
        answer = json.loads(run.stdout[run.stdout.index("{") :]) if "{" in run.stdout else {"error": run.stderr[-160:]}
        if "error" in answer:
            rows.append((peer, [f"not installed ({answer['error'].split(':')[0]})"] * len(documents)))
        else:
            rows.append(
                (
                    peer,
                    [
                        f"{_quantity_f1([tuple(q) for q in f], d):.3f}"
                        for f, d in zip(answer["found"], documents, strict=True)
                    ],
                )
            )
    return rows


def _mine(document: Document) -> list[tuple[int, int, str]]:
    return sorted({(s.value_start, s.value_end, _absolute(v, s.unit)) for s in document.found for v in s.value[:1]})


def _naive(text: str) -> list[tuple[int, int, str]]:
    found = []
    for m in NAIVE.finditer(text):
        number = re.match(r"\d+(?:\.\d+)?", m.group())
        assert number
        found.append((m.start(), m.end(), _absolute(number.group(), m.group()[number.end() :].strip())))
    return found


def _absolute(magnitude: str, unit: str) -> str:
    multiplier = next((f for m, f in _MULTIPLIERS.items() if unit.startswith(m)), 1)
    return str(Decimal(magnitude) * multiplier)


def _quantity_f1(found: list[tuple[int, int, str]], document: Document) -> float:
    """F1 of quantities: a place overlaps and the value, with or without its multiplier, is the annotated one."""
    wanted: dict[tuple[int, int], tuple[bool, set[Decimal]]] = {}
    for g in document.gold.statements:
        unit = str(g.slot("unit") or "")
        values = {g.value[0], Decimal(_absolute(str(g.value[0]), unit))}
        wanted.setdefault((g.value_start, g.value_end), (g.optional, values))
    hit: set[tuple[int, int]] = set()
    extra = 0
    regions = document.gold.regions or ((0, len(document.text)),)
    for start, end, value in found:
        if not any(a <= start and end <= b for a, b in regions):
            continue
        met = [span for span in wanted if min(end, span[1]) > max(start, span[0])]
        right = [span for span in met if _number(value) in wanted[span][1]]
        hit.update(right)
        extra += not right
    required = [span for span, (optional, _) in wanted.items() if not optional]
    matched = sum(span in hit for span in required)
    precision = matched / (matched + extra) if matched + extra else 1.0
    recall = matched / len(required) if required else 1.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


# ---- the page


def summary(documents: list[Document]) -> str:
    """One line a document and the sum."""
    total = sum((d.score for d in documents), Score())
    rows = [*((d.name, d.score) for d in documents), ("all", total)]
    return "\n".join(
        f"{name:<34} values P {s.precision:.3f} R {s.recall:.3f} F1 {s.value_f1:.3f}  whole F1 {s.whole_f1:.3f}  n {s.required}"
        for name, s in rows
    )


def render(
    documents: list[Document],
    peers: list[tuple[str, list[str]]],
    firing: dict[str, Counter[str]],
    split: dict[str, list[str]],
    strict: list[list[str]],
) -> str:
    """docs/accuracy.md."""
    missing = [name for name in split["dev_elsewhere"] if name not in {d.name for d in documents}]
    total = sum((d.score for d in documents), Score())
    parts = [
        HEAD,
        "## 各文件 By document\n",
        _table(
            ["document", "annotated", "precision", "recall", "values F1", "whole F1"],
            [
                [
                    name,
                    str(s.required),
                    f"{s.precision:.3f}",
                    f"{s.recall:.3f}",
                    f"{s.value_f1:.3f}",
                    f"{s.whole_f1:.3f}",
                ]
                for name, s in [*((d.name, d.score) for d in documents), ("all", total)]
            ],
        ),
        STRICT_TEXT,
        _table(
            ["document", "annotated", "values F1", "whole, lenient", "whole, strict", "marked", "unmarked wrong"],
            strict,
        ),
        "## 各槽位 By slot\n",
        _table(
            ["slot", "right", "asked", "share"],
            [
                [
                    slot,
                    str(total.slot_right[slot]),
                    str(total.slot_asked[slot]),
                    f"{total.slot_right[slot] / total.slot_asked[slot]:.3f}",
                ]
                for slot in SLOTS
                if total.slot_asked[slot]
            ],
        ),
        MISSING_TEXT.format(names=", ".join(missing) or "none"),
        CALIBRATION_TEXT,
        _table(["evidence from the other documents", "statements", "right", "share"], _calibration(documents)),
        PEER_TEXT,
        _table(["document", *(name for name, _ in peers)], _peer_table(documents, peers)),
        "## 规则 Rules: how often right, and where they fire\n",
        RULE_TEXT,
        _table(
            ["rule", "right / n", "evidence", "fired", "documents", "reason where fewer than two"],
            _rule_rows(total, firing),
        ),
        "## 差错 Errors\n",
        "Offsets are characters of the text, end exclusive; nothing is quoted.\n",
        _table(
            ["document", "error", "from", "to", "rule"],
            [[d.name, k, str(a), str(b), r] for d in documents for k, a, b, r in d.score.errors],
        ),
        "## 首次识读 First readings\n",
        "Documents that were annotated after the rules: what the reader gave before any rule was changed for them.\n",
        f"```text\n{(ROOT / 'docs' / 'accuracy-first.log').read_text(encoding='utf-8')}```\n",
        "## 留出文件 Held-back documents\n",
        f"{len(split['held_back']) + len(split['held_elsewhere'])} documents are scored by `make accuracy-final` alone; every run:\n",
        _final_log(),
    ]
    return "\n".join(parts)


def _peer_table(documents: list[Document], peers: list[tuple[str, list[str]]]) -> list[list[str]]:
    return [[d.name, *(cells[i] for _, cells in peers)] for i, d in enumerate(documents)]


def _calibration(documents: list[Document]) -> list[list[str]]:
    """How often statements were right, by the evidence that their rule has from all the other documents."""
    total = sum((d.score for d in documents), Score())
    seen: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for document in documents:
        for rule, n in document.score.rule_seen.items():
            others = total.rule_seen[rule] - n
            share = (total.rule_right[rule] - document.score.rule_right[rule]) / others if others >= 10 else None
            name = next((b for b, low in BINS if share is not None and share >= low), "untested (n < 10)")
            seen[name] += n
            right[name] += document.score.rule_right[rule]
    names = [*(b for b, _ in BINS), "untested (n < 10)"]
    return [[b, str(seen[b]), str(right[b]), f"{right[b] / seen[b]:.2f}"] for b in names if seen[b]]


def _rule_rows(total: Score, firing: dict[str, Counter[str]]) -> list[list[str]]:
    notes = {r.id: r.note for r in grammar().rules if r.role == "value"}
    rows = []
    for rule in [*notes, *(r for r in sorted(firing) if r not in notes)]:
        n, right = total.rule_seen[rule], total.rule_right[rule]
        where = firing.get(rule, Counter())
        reason = notes.get(rule, "") if len(where) < 2 else ""
        rows.append(
            [
                rule,
                f"{right} / {n}",
                f"{right / n:.2f}" if n >= 10 else "untested",
                str(sum(where.values())),
                str(len(where)),
                reason,
            ]
        )
    return rows


def _final_log() -> str:
    path = ROOT / "docs" / "accuracy-final.log"
    return f"```text\n{path.read_text(encoding='utf-8')}```\n" if path.exists() else "(none yet)\n"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return (
        "\n".join([*lines, *("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)])
        + "\n"
    )


HEAD = """# 识读准确度 Accuracy of reading

本页由 `make accuracy` 生成，不手改。规则只在开发文件上改进；留出文件只由 `make accuracy-final` 评分，每次留痕。
一条表述的每个已标注槽位都对才算"整条对"。

Made by `make accuracy`. Annotations were made by hand (tests/gold) on texts that the repository does not hold. A found
statement meets an annotated one when their value spans overlap and their values are equal; a *whole* statement has every slot
right that the annotation fills. Wordings of one thing are folded (reach and eq, gt and ge, lt and le, change_abs and change); a
label is right where it shares 60 % of its character pairs.
"""
MISSING_TEXT = "Annotated, but not measured here because their texts were not found: {names}.\n"
BINS = (("0.90 to 1.00", 0.9), ("0.80 to 0.90", 0.8), ("0.70 to 0.80", 0.7), ("0.60 to 0.70", 0.6), ("below 0.60", 0.0))
CALIBRATION_TEXT = """## 校准 Calibration of the evidence

Each document is held back in turn: the evidence of a rule is counted on all the others, and set against how often its
statements were right on the one held back.
"""
STRICT_TEXT = """## 严格评分与存疑标记 Strictly, and the honesty of the marks

Strict: the label by 85 % of its character pairs, brackets balanced, and given to no other annotated thing of the document; all of
kind, form, comparator, value, unit, year, base year and direction asked; readings that an annotation also allows count as right.
*Marked*: the share of met statements with a non-empty `doubtful` (bar 0.25); *unmarked wrong*: of the others, the share that is
wrong by the lenient rule (bar 0.10). Rules were developed on these documents: first-sight figures are in the log below.
"""
PEER_TEXT = """## 与同类工具比较 Peers on the same quantities

F1 on the annotated quantities alone (place and value), since no peer gives statements. The naive expression is digits with a
unit. The peers' environment is `requirements/bench.txt` (`python scripts/accuracy.py --peers`).
"""
RULE_TEXT = """Right: the whole statement. Below ten annotated cases a rule is *untested*. A rule that fires in fewer than two of the
corpus's documents has its reason beside it.
"""

if __name__ == "__main__":
    sys.exit(main())
