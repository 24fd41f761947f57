"""Pages that are made from the source and from the examples at every build of the documents, into docs/_made/: nothing in them is typed.

commands.md        every command as its --help teaches it
declarations.md    ledgers and mechanisms that are declared
reading-stages.md  one sentence through the stages of reading
architecture.md    the rooms, who imports whom (a picture), how large each is
gallery.md         pictures and pages with the command that makes each
energy.*.md        the energy example as a notebook, executed; the notebook itself lies beside it

    python -m scripts.made_pages [NAME …]
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import io
import os
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from html import escape
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "guihua"
MADE = ROOT / "docs" / "_made"


def write_all(folder: Path = MADE, names: tuple[str, ...] = ()) -> None:
    """Write every page, or those that are named."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        if not names or name in names:
            make(folder)


def commands(folder: Path) -> None:
    """Every verb with its help, in the groups of `guihua --help`."""
    from guihua.cli.main import GROUPS, load

    lines = ["# 命令 commands", "", "由各命令的 `--help` 生成。Made from the `--help` of each command.", ""]
    os.environ["COLUMNS"] = "110"
    for title, verbs in GROUPS:
        lines += [f"## {title}", ""]
        for verb in verbs:
            with contextlib.suppress(ModuleNotFoundError):
                module = load(verb)
                parser = argparse.ArgumentParser(
                    prog=f"guihua {verb}",
                    description=module.__doc__,
                    formatter_class=argparse.RawDescriptionHelpFormatter,
                )
                module.configure(parser)
                lines += [f"### guihua {verb}", "", "```text", parser.format_help().rstrip(), "```", ""]
    (folder / "commands.md").write_text("\n".join(lines), encoding="utf-8")


def declarations(folder: Path) -> None:
    """What is declared as data: ledgers and mechanisms."""
    import guihua

    ledgers, mechanisms = guihua.declared_ledgers(), guihua.declared_mechanisms()
    lines = [
        "# 声明 declarations",
        "",
        f"台账 {len(ledgers)} 个，机制 {len(mechanisms)} 个；每个是一个 YAML 文件，项目可以自带。怎么写见[台账](../reference/ledgers.md)和[机制](../reference/mechanisms.md)。",
        "",
        f"{len(ledgers)} ledgers and {len(mechanisms)} mechanisms, a YAML file each; a project may bring its own.",
        "",
        "## 台账 ledgers",
        "",
        "| | 名称 | name | 类型 shape | 栏目 fields | 状态 states |",
        "|---|---|---|---|---|---|",
    ]
    for name, ledger in sorted(ledgers.items()):
        lines.append(
            f"| `{name}` | {ledger.words.zh} | {ledger.words.en} | {ledger.shape} | {len(ledger.fields)} | {len(ledger.states)} |"
        )
    lines += [
        "",
        "## 机制 mechanisms",
        "",
        "| | 名称 | name | 引擎 engine | 输入 inputs | 例子 examples |",
        "|---|---|---|---|---|---|",
    ]
    for name, one in sorted(mechanisms.items()):
        inputs = "、".join(i.name for i in one.inputs)
        lines.append(f"| `{name}` | {one.zh} | {one.en} | {one.engine} | {inputs} | {len(one.examples)} |")
    (folder / "declarations.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


SENTENCE = "到2025年，全市水产品总产量达到60万吨，年均增长3%，其中养殖产量48万吨左右。"


def reading_stages(folder: Path) -> None:
    """One sentence: as matched, its tokens, the statements with the rule that made each, where the slots came from."""
    import guihua
    from guihua.reading.characters import matching_text
    from guihua.reading.tokens import scan

    head = "# 云溪市“十四五”现代渔业发展规划\n\n"
    plan = guihua.read(head + SENTENCE + "\n")
    text = matching_text(plan.text)
    start = plan.text.index(SENTENCE)
    tokens = scan(text, start, start + len(SENTENCE))
    lines = [
        "句子 the sentence:", "", f"> {SENTENCE}", "",
        "**一、归一 normal characters** 全角变半角、异体归正，字符数不变，位置因此仍指回原文。Full-width forms and variants become one, "
        "character by character, so that offsets still point into the text.", "", f"`{text[start : start + len(SENTENCE)]}`", "",
        "**二、词类 tokens** 每个词类一个字母；N 是其余文字。One letter a kind; N is everything between.", "",
        "| 字母 letter | 文字 words |", "|---|---|",
    ]  # fmt: skip
    lines += [f"| `{k}` | {text[a:b]} |" for k, a, b in zip(tokens.kinds, tokens.starts, tokens.ends, strict=True)]
    lines += [
        "", "**三、规则 rules** 词类串上的正则，每条规则带自己的例子。Regular expressions over the letters, each rule with its own examples.", "",
        "| 规则 rule | 词类 tokens | 读出 statement | 证据 evidence |", "|---|---|---|---|",
    ]  # fmt: skip
    lines += [
        "| `{}` | `{}` | {} | {} |".format(s.rule, s.tokens.replace("|", "\\|"), s.quote, s.evidence) for s in plan
    ]
    lines += [
        "", "**四、语篇 discourse** 年份、主体、地区从上文带下来；没写的留空，从不猜成默认值。Years, subjects and regions are carried from before; "
        "what the text does not say stays empty.", "",
        "| 指标 indicator | 年 year | 数 value | 槽位由来 where slots came from |", "|---|---|---|---|",
    ]  # fmt: skip
    for s in plan:
        origins = "、".join(f"{slot}: {origin.value}" for slot, origin in s.stated)
        lines.append(f"| {s.indicator} | {s.year or ''} | {'–'.join(s.value)}{s.unit} | {origins} |")
    lines += [
        "", "**五、概念 concepts** 指标名归到概念式，才能与统计数相配。Names become concept expressions, which join with statistics.", "",
        *[f"- {s.indicator} → `{s.variable or '—'}`" for s in plan], "",
        "**六、人 people** `guihua review` 的决定另存 `decisions.yaml`，叠在上面；重新读不会丢。Decisions stand in a file of their own and are laid over.", "",
    ]  # fmt: skip
    (folder / "reading-stages.md").write_text("\n".join(lines), encoding="utf-8")


def rooms() -> list[tuple[str, str, int]]:
    """Name, first line of its docstring and lines of code of each room, from the top down."""
    layers = next(
        c["layers"]
        for c in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
            "contracts"
        ]
        if "layers" in c
    )
    found = []
    for layer in layers:
        name = layer.removeprefix("guihua.")
        path = SOURCE / name / "__init__.py" if (SOURCE / name).is_dir() else SOURCE / f"{name}.py"
        doc = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n\n")[0].replace("\n", " ")
        files = sorted((SOURCE / name).rglob("*.py")) if (SOURCE / name).is_dir() else [path]
        found.append((name, doc, sum(len(f.read_text(encoding="utf-8").splitlines()) for f in files)))
    return found


def imports() -> dict[tuple[str, str], int]:
    """(room, room that it imports) → in how many of its files."""
    known = {name for name, _, _ in rooms()}
    found: dict[tuple[str, str], int] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        named = {
            part for part in _imported(ast.parse(path.read_text(encoding="utf-8"))) if part in known and part != room
        }
        for other in named if room in known else ():
            found[room, other] = found.get((room, other), 0) + 1
    return found


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("guihua."):
            yield (node.module or "").split(".")[1]
        if isinstance(node, ast.Import):
            yield from (a.name.split(".")[1] for a in node.names if a.name.startswith("guihua."))


def architecture(folder: Path) -> None:
    """The rooms as a picture of who imports whom, and a table."""
    found, edges = rooms(), imports()
    (folder / "rooms.svg").write_text(_picture(found, edges), encoding="utf-8")
    lines = [
        "![房间与引用 rooms and imports](../_made/rooms.svg)",
        "",
        "| 房间 room | | 行 lines | 引用 imports |",
        "|---|---|---|---|",
    ]
    for name, doc, size in found:
        others = "、".join(other for other, _, _ in found if (name, other) in edges)
        lines.append(f"| `{name}` | {doc.replace('|', '/')} | {size:,} | {others or '—'} |")
    (folder / "architecture.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _picture(found: list[tuple[str, str, int]], edges: dict[tuple[str, str], int]) -> str:
    step, left, wide = 34, 20, 190
    row = {name: i for i, (name, _, _) in enumerate(found)}
    parts = []
    for (a, b), n in sorted(edges.items()):
        y1, y2 = 20 + row[a] * step + 13, 20 + row[b] * step + 13
        bend = left + wide + 16 + 20 * abs(row[a] - row[b])
        colour = "#c0392b" if row[b] < row[a] else "#1f4e79"
        parts.append(
            f'<path d="M{left + wide} {y1} C{bend} {y1} {bend} {y2} {left + wide} {y2}" fill="none" stroke="{colour}" '
            f'stroke-opacity="0.45" stroke-width="{0.6 + min(n, 40) / 16:.1f}"><title>{a} → {b}: {n}</title></path>'
        )
    for name, doc, size in found:
        y = 20 + row[name] * step
        parts.append(
            f'<g><title>{escape(doc)}</title><rect x="{left}" y="{y}" width="{wide}" height="26" fill="#fff" stroke="#1f4e79"/>'
            f'<text x="{left + 8}" y="{y + 17}">{name}</text><text x="{left + wide - 8}" y="{y + 17}" text-anchor="end" fill="#5b6570">{size:,}</text></g>'
        )
    height = 40 + len(found) * step
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 {height}" width="640" height="{height}" font-family="sans-serif" '
        f'font-size="13">{"".join(parts)}</svg>\n'
    )


PICTURES = (
    ("target", "一个目标的路径 the path of one target", "chart target 工业增加值 --as-of 2021-12-31"),
    ("status", "各状态目标数 targets by status", "chart status --as-of 2021-12-31"),
    ("structure", "构成 shares of the whole", "chart structure --as-of 2021-12-31"),
    ("map", "盟市示意图 leagues and cities", "chart map 工业增加值增速 --as-of 2021-12-31"),
)
PAGES_SHOWN = (
    ("page-overview", "一页 one page: `guihua page --as-of 2021-12-31 -o page.html`"),
    ("page-text", "原文与表述 the text with its statements: `guihua page -o page.html`"),
    ("site-overview", "网站总览 the site: `guihua serve`"),
    ("site-indicator", "网站：一个指标 an indicator: `guihua serve`"),
    ("site-board", "网站：台账看板 a ledger as a board: `guihua serve`"),
    ("site-form", "网站：填报 reporting: `guihua serve`"),
)


def gallery(folder: Path) -> None:
    """Pictures of the example, each made now by the command under it; pages as they were last looked at."""
    from guihua.cli.main import main

    lines = [
        "# 图廊 gallery",
        "",
        "图由构建文档时现画；页面的截图由 `make screenshots` 生成。Charts are drawn by this build; screenshots by `make screenshots`.",
        "",
    ]
    with tempfile.TemporaryDirectory() as work, contextlib.chdir(_example(Path(work), "neimenggu")), _quiet():
        main(["read", "plan.zh.md", "-o", "plan.yaml"])
        main(["import", "observations.csv"])
        for name, words, command in PICTURES:
            if main([*command.split(), "-o", f"{name}.svg"]) == 0:
                shutil.copy(f"{name}.svg", folder / f"chart-{name}.svg")
                lines += [
                    f"## {words}",
                    "",
                    f"```console\n$ guihua {command} -o {name}.svg\n```",
                    "",
                    f"![{words}](chart-{name}.svg)",
                    "",
                ]
    for name, words in PAGES_SHOWN:
        if (ROOT / "docs" / "images" / f"{name}.png").exists():
            lines += [
                f"## {words.partition(':')[0]}",
                "",
                words.partition(":")[2].strip(),
                "",
                f"![{words.partition(':')[0]}](../images/{name}.png)",
                "",
            ]
    (folder / "gallery.md").write_text("\n".join(lines), encoding="utf-8")


def notebooks(folder: Path) -> None:
    """The energy example as a notebook in each language, executed here; a page with its outputs, the notebook to download."""
    import nbformat
    from nbclient import NotebookClient

    for lang in ("zh", "en"):
        source = ROOT / "docs" / "notebooks" / f"energy.{lang}.ipynb"
        book = nbformat.read(source, as_version=4)
        with tempfile.TemporaryDirectory() as work:
            here = _example(Path(work), "energy")
            NotebookClient(
                book, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(here)}}
            ).execute()
        nbformat.write(book, folder / f"energy.{lang}.ipynb")
        (folder / f"energy.{lang}.md").write_text(_as_page(book, f"energy.{lang}.ipynb"), encoding="utf-8")


def _as_page(book: dict, name: str) -> str:  # type: ignore[type-arg]
    lines: list[str] = []
    for cell in book["cells"]:
        if cell["cell_type"] == "markdown":
            lines += [cell["source"], ""]
            continue
        lines += ["```python", cell["source"], "```", ""]
        for output in cell["outputs"]:
            data = output.get("data", {})
            if "text/html" in data:
                lines += ["```{raw} html", f'<div class="output">{data["text/html"]}</div>', "```", ""]
            else:
                text = output.get("text") or data.get("text/plain", "")
                lines += ["```text", text.rstrip(), "```", ""]
    return "\n".join([*lines, f"{{download}}`{name}`", ""])


def _example(work: Path, name: str) -> Path:
    """A copy of an example to work in."""
    here = work / name
    shutil.copytree(
        ROOT / "examples" / name,
        here,
        ignore=shutil.ignore_patterns("store", "out", "runs", "plan.yaml", "plan.text.txt"),
    )
    return here


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield


PAGES = {
    "commands": commands,
    "declarations": declarations,
    "reading-stages": reading_stages,
    "architecture": architecture,
    "gallery": gallery,
    "notebooks": notebooks,
}

if __name__ == "__main__":
    write_all(names=tuple(sys.argv[1:]))
