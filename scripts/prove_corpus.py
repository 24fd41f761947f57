"""Every bundle that the commands make from every text: does it verify, and hold against its text?

    python -m scripts.prove_corpus FOLDER… [--seconds 1200] [--store STORE] [--region 150000] [--out proved.jsonl]

For each .txt, .md, .docx, .html, .pdf of the folders, in an order drawn from a fixed seed: findings, implied intervals,
tracking, path, risk, audit and report are made by the commands (of the project in the current folder) and verified with the
text handed in. A line a bundle: file, kind, bytes, processor seconds, verdict, what was refused. Exit 1 where one was refused.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from guihua.cli.main import main as guihua
from guihua.proof.verify import Verdict
from guihua.verification import Exhibit, verify

SUFFIXES = {".txt", ".md", ".docx", ".html", ".htm", ".pdf"}
DAY = ["--as-of", "2021-12-31"]
COMMANDS = {
    "findings": ["check", "FILE", "-o", "OUT"],
    "implied": ["implied", "FILE", "-o", "OUT"],
    "tracking": ["track", "FILE", *DAY, "--bundle", "OUT"],
    "path": ["path", "FILE", *DAY, "-o", "OUT"],
    "risk": ["risk", "FILE", *DAY, "--seed", "1", "--draws", "200", "-o", "OUT"],
    "audit": ["audit", "FILE", *DAY, "-o", "OUT"],
}


@dataclass(frozen=True, slots=True)
class Proved:
    """One bundle of one text; made: the command's exit status."""

    file: str
    kind: str
    made: int
    bytes: int = 0
    seconds: float = 0.0
    verdict: str = ""
    refused: str = ""


def proved(path: Path, folder: Path) -> Iterator[Proved]:
    """Every kind of bundle of one text."""
    for kind, command in COMMANDS.items():
        out = folder / f"{kind}.json"
        out.unlink(missing_ok=True)
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            try:
                made = guihua([{"FILE": str(path), "OUT": str(out)}.get(word, word) for word in command])
            except SystemExit as ended:
                made = int(ended.code or 0)
        if not out.exists():
            yield Proved(path.name, kind, made, refused=said.getvalue()[-200:] if made == 4 else "")
            continue
        data = out.read_bytes()
        start = time.process_time()
        found = verify(data, [Exhibit(path, "text")] if kind not in ("risk",) else [])
        took = time.process_time() - start
        wrong = [f"{p.name}: {p.reason}"[:200] for p in found.parts if p.verdict is Verdict.REFUSED]
        yield Proved(path.name, kind, made, len(data), round(took, 3), found.verdict.name, "; ".join(wrong[:3]))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--seconds", type=float, default=1200.0)
    parser.add_argument("--out", type=Path, default=Path("proved.jsonl"))
    args = parser.parse_args()
    files = sorted({f for folder in args.folders for f in folder.rglob("*") if f.suffix.lower() in SUFFIXES})
    random.Random(20261125).shuffle(files)
    end, refused, texts = time.perf_counter() + args.seconds, 0, 0
    with args.out.open("a", encoding="utf-8") as out, tempfile.TemporaryDirectory() as folder:
        for path in files:
            if time.perf_counter() > end:
                break
            texts += 1
            for line in proved(path, Path(folder)):
                refused += line.verdict == "REFUSED" or line.made == 4
                print(json.dumps(asdict(line), ensure_ascii=False), file=out, flush=True)
    print(f"{texts} of {len(files)} texts, {refused} refused or failed")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
