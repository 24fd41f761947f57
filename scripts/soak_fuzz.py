"""An hour of fuzzing in all: readers, importers, verify, plan files and declarations, by coverage.

    python -m scripts.soak_fuzz [--seconds 3600] [--slice 60] [--only TARGET …] [--out FOLDER]

Each target of `tests/fuzz/harness.py` runs in turn in a process of its own, again and again for a slice of time with
another seed, until the time is over; its corpus grows in the folder from slice to slice. An input that raises anything
but a GuihuaError is kept (FOLDER/faults/TARGET/…, once a place in the program) and the run goes on. FOLDER/told.json holds, for each target, runs,
processor seconds, faults, the slowest input (seconds, characters) and the peak memory in MB; exit 1 where there was a fault.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.fuzz.harness import CORPUS, MORE, TARGETS

MEMORY = 3_000_000_000
"""Bytes of address space beyond which a target fails."""


@dataclass(slots=True)
class Told:
    """What is known of a target so far."""

    runs: int = 0
    seconds: float = 0.0
    faults: int = 0
    slowest: float = 0.0
    slowest_bytes: int = 0
    peak_mb: float = 0.0

    def add(self, other: Told) -> None:
        """With what another slice found."""
        self.runs += other.runs
        self.seconds += other.seconds
        self.faults += other.faults
        self.peak_mb = max(self.peak_mb, other.peak_mb)
        if other.slowest > self.slowest:
            self.slowest, self.slowest_bytes = other.slowest, other.slowest_bytes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3600.0)
    parser.add_argument("--slice", type=float, default=60.0)
    parser.add_argument("--only", nargs="*", choices=tuple(TARGETS), default=[])
    parser.add_argument("--out", type=Path, default=Path("fuzz-out"))
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, default=1, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        return child(args.child, args.out, args.slice, args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    told: dict[str, Told] = {}
    start = time.perf_counter()
    names = args.only or tuple(TARGETS)
    for number in range(1_000_000):
        left = args.seconds - (time.perf_counter() - start)
        if left < 5:
            break
        name = names[number % len(names)]
        found = one(name, args.out, min(args.slice, left), number)
        told.setdefault(name, Told()).add(found)
        told_now = {n: asdict(t) for n, t in told.items()} | {"wall": time.perf_counter() - start}
        (args.out / "told.json").write_text(json.dumps(told_now, indent=1), encoding="utf-8")
        print(f"{time.perf_counter() - start:7.0f} s  {name:<12}{found}", flush=True)
    return 1 if any(t.faults for t in told.values()) else 0


def one(name: str, out: Path, seconds: float, seed: int) -> Told:
    """One slice of one target in a process of its own."""
    result = out / f"slice-{name}.json"
    result.unlink(missing_ok=True)
    command = [sys.executable, "-m", "scripts.soak_fuzz", "--child", name, "--out", str(out)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    with (out / f"log-{name}").open("wb") as log:
        done = subprocess.run(
            [*command, "--slice", str(seconds), "--seed", str(seed + 1)],
            stdout=log, stderr=subprocess.STDOUT, check=False, env=environment,
        )  # fmt: skip
    if result.exists():
        return Told(**json.loads(result.read_text()))
    (out / f"ended-{name}-{seed}").write_bytes((out / f"log-{name}").read_bytes()[-20_000:])
    print(f"  {name} ended with {done.returncode}, see ended-{name}-{seed}", flush=True)
    return Told(faults=1)


def child(name: str, out: Path, seconds: float, seed: int) -> int:
    """Fuzz one target, keep what breaks, and write down what was found when the time is over."""
    import atheris

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with atheris.instrument_imports(include=["guihua"]):
        import guihua.checking.implied
        import guihua.ledgers.importing
        import guihua.reading.documents.docx
        import guihua.reading.documents.html
        import guihua.reading.documents.markdown
        import guihua.reading.documents.pdf
        import guihua.reading.exchange
        import guihua.statistics.harvest
        import guihua.statistics.importing
        import guihua.verification  # noqa: F401
    from tests.fuzz.harness import survive

    grown = out / "corpus" / name
    grown.mkdir(parents=True, exist_ok=True)
    told = Told()

    def keep(data: bytes, error: BaseException) -> None:
        step: Any = error.__traceback__
        while step.tb_next:
            step = step.tb_next
        place = f"{type(error).__name__}-{Path(step.tb_frame.f_code.co_filename).name}-{step.tb_lineno}"
        folder = out / "faults" / name
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / place).exists():
            (folder / place).write_bytes(data)
            told.faults += 1

    def run(data: bytes) -> None:
        start = time.process_time()
        try:
            survive(name, data)
        except Exception as error:
            keep(data, error)
        took = time.process_time() - start
        told.runs += 1
        told.seconds += took
        if took > told.slowest:
            told.slowest, told.slowest_bytes = took, len(data)
            (out / f"slowest-{name}").write_bytes(data)
        told.peak_mb = max(told.peak_mb, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        if time.perf_counter() > end:
            (out / f"slice-{name}.json").write_text(json.dumps(asdict(told)), encoding="utf-8")
            sys.stdout.flush()
            os._exit(0)

    begin = [str(folder) for folder in (CORPUS / name, *MORE.get(name, ()))]
    options = [f"-seed={seed}", "-max_len=8192", "-len_control=20", "-timeout=60", "-rss_limit_mb=0", "-verbosity=0"]
    atheris.Setup([sys.argv[0], str(grown), *begin, *options, f"-artifact_prefix={out}/{name}-"], run)
    end = time.perf_counter() + seconds
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
