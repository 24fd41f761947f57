"""The registry of error codes (`src/guihua/error_codes.toml`): drafts an entry for each code that is raised and not described yet.

    python -m scripts.error_codes            which codes lack an entry, which entries no code raises; exit status 1 where there are any
    python -m scripts.error_codes --write    adds the missing ones in the words of the place that raises them; mend those words by hand

`sites()` is also what the pages of the reference and the tests read.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src" / "guihua"
REGISTRY = SOURCE / "error_codes.toml"
CODE = re.compile(r"[A-Z][A-Z0-9]+(-[A-Z0-9]+)+|PF\d{3}|FAULT")
NO_CODES = {"CN-PROJECT", "M01-M", "Q1-Q", "Q1-Q3", "UTF-8", "YYYY-MM-DD"}
"""Strings of the source that look like a code and are none."""
RAISERS = {"GuihuaError", "BadRows", "NeedsMapping", "HttpError"}
_LAST_CHINESE = re.compile(r"^(.*[一-龥。，、；：？！”）》])(.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Site:
    """One place that raises a code: file under src/guihua, line, its title and hint with … for what is filled in ("" where not literal)."""

    code: str
    file: str
    line: int
    title: str = ""
    hint: str = ""


@cache
def sites() -> tuple[Site, ...]:
    """Every place of the source that raises a code, and every code that a table or a helper is given."""
    found: list[Site] = []
    for path in sorted(SOURCE.rglob("*.py")):
        name, tree = path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))
        raised = list(_raised(tree, name))
        at = {(site.code, site.line) for site in raised}
        codes = {site.code for site in raised}
        found += raised
        for node in ast.walk(tree):
            if _is_code(node) and node.value not in codes and (node.value, node.lineno) not in at:
                found.append(Site(node.value, name, node.lineno))
    return (*found, *_families())


def _families() -> Iterator[Site]:
    """Codes that are put together: refusals of ledgers, caps of `limits.yaml`."""
    import yaml

    from guihua.ledgers.permission import CODES

    words = yaml.safe_load((SOURCE / "ledgers" / "words.yaml").read_text(encoding="utf-8"))
    for code in sorted({*CODES, *words["wrong"]}):
        yield Site(f"LG-{code.upper()}", "ledgers/permission.py", 1)
    for cap in yaml.safe_load((SOURCE / "plan/data/limits.yaml").read_text(encoding="utf-8")):
        yield Site(f"LIMIT-{cap.upper()}", "plan/limits.py", 1)


def _raised(tree: ast.Module, name: str) -> Iterator[Site]:
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    for node in ast.walk(tree):
        called = isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", ""))
        if not called or called not in RAISERS or not node.args:
            continue
        inside = [f for f in functions if f.lineno <= node.lineno <= (f.end_lineno or 0)]
        told = [_words(a, inside, node.lineno) for a in node.args[1:3]]
        told += [_words(k.value, inside, node.lineno) for k in node.keywords if k.arg in ("title", "hint")]
        for code in _codes(node.args[0]):
            yield Site(code, name, node.lineno, *[*told, "", ""][:2])


def _codes(node: ast.expr) -> list[str]:
    return [str(n.value) for n in ast.walk(node) if _is_code(n)]


def _is_code(node: ast.AST) -> bool:
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return False
    return CODE.fullmatch(node.value) is not None and node.value not in NO_CODES


def _words(node: ast.expr, inside: list[ast.FunctionDef], line: int) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else "…" for v in node.values)
    if isinstance(node, ast.IfExp):
        return _words(node.body, inside, line) or _words(node.orelse, inside, line)
    if isinstance(node, ast.Name):
        given = [
            a.value
            for f in inside
            for a in ast.walk(f)
            if isinstance(a, ast.Assign) and a.lineno < line and getattr(a.targets[0], "id", "") == node.id
        ]
        return _words(given[-1], [], line) if given else ""
    return ""


def split(words: str) -> tuple[str, str]:
    """The Chinese and the English of a message that holds both, Chinese first."""
    found = _LAST_CHINESE.match(words.replace(" / ", " "))
    return (found[1].strip(), found[2].strip(" :/;")) if found else ("", words.strip())


def main() -> int:
    """See the module's docstring."""
    import tomllib

    known = tomllib.loads(REGISTRY.read_text(encoding="utf-8")) if REGISTRY.exists() else {}
    there: dict[str, list[Site]] = {}
    for site in sites():
        there.setdefault(site.code, []).append(site)
    missing, idle = sorted(there.keys() - known), sorted(known.keys() - there)
    if "--write" in sys.argv and missing:
        entries = {code: _entry(known.get(code) or _draft(there[code])) for code in known.keys() | there.keys()}
        REGISTRY.write_text(
            HEAD + "".join(f"\n[{code}]\n{entries[code]}" for code in sorted(entries)), encoding="utf-8"
        )
    for code in missing:
        print(f"no entry: {code} ({there[code][0].file}:{there[code][0].line})")
    for code in idle:
        print(f"nothing raises it: {code}")
    return 1 if missing or idle else 0


HEAD = """\
# Every error that guihua raises: what is wrong and how to mend it, in Chinese and English. One table a code; a page each in the
# reference. A code that is raised and has no table here fails a test, and the other way round. `python -m scripts.error_codes`.
"""


def _draft(places: list[Site]) -> dict[str, str]:
    title = next((p.title for p in places if p.title.strip("…: ")), "")
    hint = next((p.hint for p in places if p.hint.strip("…: ")), "")
    (zh, en), (mend_zh, mend_en) = split(title), split(hint)
    return {"zh": zh, "en": en, "mend_zh": mend_zh, "mend_en": mend_en}


def _entry(words: dict[str, str]) -> str:
    return "".join(
        f'{key} = "{value.replace(chr(92), chr(92) * 2).replace(chr(34), chr(92) + chr(34))}"\n'
        for key, value in words.items()
    )


if __name__ == "__main__":
    sys.exit(main())
