"""Runs every benchmark of this folder and prints one table each: the figure, the peer beside it, the bar."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main() -> int:
    chosen = sys.argv[1:] or sorted(
        p.stem for p in Path(__file__).parent.glob("*.py") if p.stem not in ("run", "__init__")
    )
    failed = 0
    for name in chosen:
        print(f"\n## {name}\n", flush=True)
        failed |= subprocess.run([sys.executable, str(Path(__file__).parent / f"{name}.py")], check=False).returncode
    return failed


if __name__ == "__main__":
    sys.exit(main())
