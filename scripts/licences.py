"""What guihua stands on: docs/reference/licences.md (a table with why each is there) and docs/reference/sbom.cdx.json (CycloneDX 1.5).

    python -m scripts.licences            write both
    python -m scripts.licences --check    exit status 1 where a dependency has no reason, no licence, or one that is not on the list

The versions are those of the lock requirements/run.txt, the licences those that the installed packages declare.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import uuid
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
REASONS = ROOT / "requirements" / "why.yaml"
TABLE = ROOT / "docs" / "reference" / "licences.md"
SBOM = ROOT / "docs" / "reference" / "sbom.cdx.json"


@dataclass(frozen=True, slots=True)
class Part:
    """One package of the lock. why: "" for what only others need; needed_by: those others."""

    name: str
    version: str
    licence: str
    why: str
    needed_by: tuple[str, ...]
    hashes: tuple[str, ...]


def parts() -> list[Part]:
    """Every package of the lock, sorted."""
    locked = _locked()
    told = yaml.safe_load(REASONS.read_text(encoding="utf-8"))
    users: dict[str, list[str]] = {}
    for name in locked:
        for need in _needs(name):
            users.setdefault(need, []).append(name)
    return [
        Part(
            name,
            version,
            _licence(name, told["licences"]),
            told["why"].get(name, ""),
            tuple(sorted(users.get(name, ()))),
            hashes,
        )
        for name, (version, hashes) in sorted(locked.items())
        if name in told["why"] or name in users  # what only another platform needs (tzdata on Windows) is left out
    ]


def faults(found: list[Part]) -> list[str]:
    """What stands in the way: a direct dependency without a reason, a package without a licence or with one that is not allowed."""
    told = yaml.safe_load(REASONS.read_text(encoding="utf-8"))
    direct = {
        _plain(re.split(r"[<>=\[! ]", d)[0])
        for d in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    }
    lines = [f"no reason: {name}" for name in sorted(direct - told["why"].keys())]
    lines += [f"a reason for what is no dependency: {name}" for name in sorted(told["why"].keys() - direct)]
    for part in found:
        if not any(word.lower() in part.licence.lower() for word in told["allowed"]):
            lines.append(f"licence: {part.name}: {part.licence or 'none'}")
    return lines


def table(found: list[Part]) -> str:
    """The page of the reference."""
    lines = [
        "# 依赖与许可 dependencies and licences",
        "",
        "由 `python -m scripts.licences` 从锁定文件和已装组件生成；同一清单的 CycloneDX 版是 {download}`sbom.cdx.json`。",
        "Made from the lock and the installed packages; the same list in CycloneDX is beside it. guihua itself: Apache-2.0.",
        "",
        "| 组件 package | 版本 | 许可 licence | 为什么 why it is there |",
        "|---|---|---|---|",
    ]
    for p in found:
        why = p.why or f"由 needed by {'、'.join(p.needed_by)}"
        lines.append(f"| {p.name} | {p.version} | {p.licence} | {why} |")
    return "\n".join(lines) + "\n"


def sbom(found: list[Part]) -> str:
    """CycloneDX 1.5, the same bytes for the same lock."""
    components = [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{p.name}@{p.version}",
            "name": p.name,
            "version": p.version,
            "purl": f"pkg:pypi/{p.name}@{p.version}",
            "licenses": [{"license": {"name": p.licence}}],
            "hashes": [{"alg": "SHA-256", "content": h} for h in p.hashes[:1]],
        }
        for p in found
    ]
    root = {
        "type": "application",
        "bom-ref": "guihua",
        "name": "guihua",
        "licenses": [{"license": {"id": "Apache-2.0"}}],
    }
    named = {p.name: f"pkg:pypi/{p.name}@{p.version}" for p in found}
    direct = sorted(named[p.name] for p in found if p.why)
    depends = [{"ref": "guihua", "dependsOn": direct}]
    depends += [
        {"ref": named[p.name], "dependsOn": sorted(named[n] for n in _needs(p.name) if n in named)} for p in found
    ]
    serial = uuid.uuid5(uuid.NAMESPACE_URL, "".join(sorted(named.values())))
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": root},
        "components": components,
        "dependencies": depends,
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _locked() -> dict[str, tuple[str, tuple[str, ...]]]:
    text = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    found = {}
    for block in re.split(r"\n(?=\S)", text):
        head = re.match(r"([\w.-]+)==([^\s\\;]+)", block)
        if head and _installed(_plain(head[1])):
            found[_plain(head[1])] = (head[2], tuple(re.findall(r"sha256:([0-9a-f]{64})", block)))
    return found


def _installed(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False  # of another platform
    return True


def _needs(name: str) -> set[str]:
    from packaging.requirements import Requirement

    found = set()
    for line in distribution(name).requires or ():
        need = Requirement(line)
        if need.marker is None or need.marker.evaluate({"extra": ""}):
            found.add(_plain(need.name))
    return found


def _licence(name: str, known: dict[str, str]) -> str:
    """By the package's own declaration; `why.yaml` says it where that is silent or a whole text."""
    if name in known:
        return known[name]
    about = distribution(name).metadata
    said = str(about.get("License-Expression") or "")
    classed = [c.rsplit(" :: ", 1)[-1] for c in about.get_all("Classifier") or () if c.startswith("License ::")]
    plain = str(about.get("License") or "")
    return (
        said
        or "; ".join(c for c in classed if c != "OSI Approved")
        or (plain if len(plain) < 60 else plain.splitlines()[0][:60])
    )


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> int:
    """Write or check."""
    found = parts()
    wrong = faults(found)
    print("\n".join(wrong))
    if "--check" in sys.argv:
        return 1 if wrong else 0
    TABLE.write_text(table(found), encoding="utf-8")
    SBOM.write_text(sbom(found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
