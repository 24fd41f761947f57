"""The offline bundle, `make offline`: everything that an office's machine without a network needs, in build/offline.

    wheels/             guihua's own wheel and every wheel it needs, for x86_64 and aarch64, Python 3.11, 3.12 and 3.13
    requirements.txt    the locked versions with the hashes of their wheels
    SHA256SUMS          a digest of every file
    install.sh          checks the digests, makes an environment, installs without asking any index
    LICENSES.md         what each package may be used for

The Chinese font is one of the wheels (Noto Sans CJK, OFL). Options: --machine x86_64 --python 3.11 (repeat; default all), --folder.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
MACHINES = ("x86_64", "aarch64")
PYTHONS = ("3.11", "3.12", "3.13")
GLIBC = (*(f"manylinux_2_{n}" for n in range(34, 4, -1)), "manylinux2014", "manylinux2010", "manylinux1", "linux")
INSTALL = """\
#!/bin/sh
# Installs guihua from this folder, asking nothing of any network: sh install.sh [FOLDER], default ./guihua-env.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
into=${1:-./guihua-env}
cd "$here" && sha256sum --quiet --check SHA256SUMS
cd - >/dev/null
python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { echo "guihua 需要 Python 3.11-3.13 guihua needs Python 3.11 to 3.13" >&2; exit 2; }
"$python" -m venv "$into"
"$into/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --find-links "$here/wheels" --require-hashes -r "$here/requirements.txt"
"$into/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --no-deps "$here"/wheels/guihua-*.whl
"$into/bin/guihua" doctor || true
echo "已装好 installed: $into/bin/guihua"
"""


def main() -> int:
    """Build the wheel, collect the wheels, write hashes and installer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--machine", action="append", choices=MACHINES, default=[])
    parser.add_argument("--python", action="append", choices=PYTHONS, default=[])
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "offline")
    args = parser.parse_args()
    wheels = args.folder / "wheels"
    shutil.rmtree(args.folder, ignore_errors=True)
    wheels.mkdir(parents=True)
    _run("wheel", "--no-deps", "--no-build-isolation", "-w", str(wheels), str(ROOT))
    for python in args.python or PYTHONS:
        for machine in args.machine or MACHINES:
            print(f"{machine} {python}", flush=True)
            _collect(wheels, python, machine)
    locked = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    (args.folder / "requirements.txt").write_text(locked, encoding="utf-8")
    (args.folder / "install.sh").write_text(INSTALL, encoding="utf-8")
    licences = ROOT / "docs" / "reference" / "licences.md"
    if licences.exists():
        shutil.copy(licences, args.folder / "LICENSES.md")
    write_sums(args.folder)
    size = sum(p.stat().st_size for p in wheels.iterdir()) / 2**20
    print(f"{args.folder}: {len(list(wheels.iterdir()))} wheels, {size:.0f} MB")
    return 0


def write_sums(folder: Path) -> None:
    """A digest of every file but the list itself."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder).as_posix()}\n" for p in files]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def _collect(wheels: Path, python: str, machine: str) -> None:
    """The wheels of one Python on one machine, at the versions and hashes of the lock."""
    platforms = [part for tag in GLIBC for part in ("--platform", f"{tag}_{machine}")]
    tag = python.replace(".", "")
    _run(
        "download", "--quiet", "--only-binary=:all:", "--require-hashes", "--no-deps", "-r", str(_for(python, machine, wheels.parent)),
        "-d", str(wheels), "--implementation", "cp", "--python-version", python, "--abi", f"cp{tag}", "--abi", "abi3", "--abi", "none", *platforms,
    )  # fmt: skip


def _for(python: str, machine: str, folder: Path) -> Path:
    """The lock with the requirements whose markers hold there (the markers are evaluated for that machine, not for this one)."""
    from packaging.markers import Marker, default_environment

    there = {
        **default_environment(),
        "python_version": python,
        "python_full_version": f"{python}.0",
        "platform_machine": machine,
    }
    kept: list[str] = []
    text = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    for block in re.split(r"\n(?=\S)", text):
        head = block.split("\\")[0].split("--hash")[0]
        marker = head.partition(";")[2].strip()
        if not marker or Marker(marker).evaluate({k: str(v) for k, v in there.items()}):
            kept.append(re.sub(r"^([^\\;\n]*);[^\\\n]*", r"\1", block))
    path = folder / f"lock-{python}-{machine}.txt"
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return path


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments], check=True)


if __name__ == "__main__":
    sys.exit(main())
