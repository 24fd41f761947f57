"""The whole suite, soak included, in which a skip is a failure: everything that a test needs must be there.

The tests of two heavy extras run in environments of their own: `make test-forecast`, `make test-spark`.
"""

from __future__ import annotations

import re
import subprocess
import sys


def main() -> int:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "2",
        "--dist",
        "loadfile",
        "--ignore=tests/spark",
        "--ignore=tests/forecast",
        *sys.argv[1:],
    ]
    last = ""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as tests:
        for line in tests.stdout or ():
            print(line, end="", flush=True)
            last = line
    skipped = re.search(r"(\d+) skipped", last)
    if skipped:
        print(f"{skipped[1]} tests were skipped: see the reasons above", file=sys.stderr)
    return tests.returncode or int(bool(skipped))


if __name__ == "__main__":
    sys.exit(main())
