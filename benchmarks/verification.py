"""What verifying costs and what slips through: seconds and memory by kind and size, and changed bytes that are not refused.

    python benchmarks/verification.py FILE… [--changes 1000]

Each file is a bundle. Every change flips one bit at a place drawn from a fixed seed; none may be taken for the whole file.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from pathlib import Path

from guihua.proof.verify import Verdict
from guihua.verification import verify


def measure(file: Path, changes: int) -> dict[str, object]:
    """One bundle: its kind, size, processor seconds of a verification, and how many changed copies were not refused."""
    data, rng = file.read_bytes(), random.Random(20261124)
    start = time.process_time()
    found = verify(data)
    spent = time.process_time() - start
    slipped = 0
    for _ in range(changes):
        changed = bytearray(data)
        changed[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        slipped += verify(bytes(changed)).verdict is not Verdict.REFUSED
    return {
        "file": file.name,
        "kind": found.kind,
        "bytes": len(data),
        "verdict": found.verdict.name,
        "cpu_seconds": round(spent, 3),
        "changes": changes,
        "not_refused": slipped,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    """Measure each file, a line of JSON each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--changes", type=int, default=1000)
    args = parser.parse_args()
    for file in args.files:
        print(json.dumps(measure(file, args.changes), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
