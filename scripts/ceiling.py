"""How often the right label is among the candidates, and how often the reader chose it: on the annotated texts at hand.

    python scripts/ceiling.py          # a line, and the figures for each way that made the chosen label

Right is by the strict rule (85 % of the character pairs). A chooser, learned or by rules, can gain no more than the gap between the two.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.accuracy import GOLD, annotated, further_papers, text_file
from scripts.scoring import match
from scripts.strict import alike, key_of, rows_of

from guihua.reading.candidates import candidates


def main() -> int:
    """Print the counts."""
    split = yaml.safe_load((GOLD / "split.yaml").read_text(encoding="utf-8"))
    documents = [annotated(name) for name in split["dev"] if text_file(name)] + further_papers()
    asked, chosen, among = Counter[str](), Counter[str](), Counter[str]()
    for document in documents:
        rows = {
            (r["value_start"], r["value_end"], json.dumps([r["value"], r.get("indicator")])): r
            for r in rows_of(document.path)
        }
        pairs, _, _ = match(document.found, document.gold)
        for statement, gold in pairs:
            key = key_of(gold, rows)
            if gold.optional or key is None or statement.rule.startswith("table"):
                continue
            given = candidates(document.text, statement.value_start, statement.indicator)
            labels = [rows[key].get("indicator"), *rows[key].get("alt", {}).get("indicator", [])]
            right = [any(alike(c.label, label or "", 0.85) for label in labels) for c in given]
            by = given[0].by if given else "none"
            asked[by] += 1
            chosen[by] += bool(right and right[0])
            among[by] += any(right)
    n = asked.total()
    print(
        f"{n} labels of clauses: chosen right {chosen.total() / n:.3f}, right one among the candidates {among.total() / n:.3f}"
    )
    for by, count in asked.most_common():
        print(f"  {by:14}{count:5}  {chosen[by] / count:.2f}  {among[by] / count:.2f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
