"""What to do next here: `guihua` without a verb, in a project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from guihua.project import Project, find_project

DOCUMENTS = (".docx", ".doc", ".wps", ".pdf", ".html", ".htm", ".md", ".txt")
TABLES = (".xlsx", ".xls", ".csv")


def next_steps() -> list[str]:
    """Lines for the terminal: how the project stands and the one or two commands that come next; none outside a project."""
    project = find_project()
    if project is None:
        return []
    lines = [f"项目 project {project.root}", *_steps(project)]
    return [*lines, "", "guihua --help 列出全部命令 lists all commands"]


def _steps(project: Project) -> Iterator[str]:
    if not project.plan_file.exists():
        if project.plan.exists():
            yield f"  规划还没有读入 the plan is not read yet:  guihua read {_short(project, project.plan)} -o plan.yaml"
        else:
            yield f"  没有找到规划文件 the plan's file is not there: {_short(project, project.plan)}（guihua.toml, plan）"
        return
    if project.plan.exists() and project.plan.stat().st_mtime > project.plan_file.stat().st_mtime + 1:
        yield f"  规划文本比 plan.yaml 新 the text is newer than plan.yaml:  guihua read {_short(project, project.plan)} -o plan.yaml"
    yield from _plan_steps(project)
    yield from _store_steps(project)
    unread = _unread(project)
    if unread:
        some = "、".join(unread[:3]) + ("…" if len(unread) > 3 else "")
        yield f"  {len(unread)} 个文件未用 files not used yet: {some}（guihua read, guihua import, guihua harvest）"


def _plan_steps(project: Project) -> Iterator[str]:
    from guihua.plan.planfile import read_planfile

    plan = read_planfile(project.plan_file)
    doubtful = sum(bool(s.doubtful) for s in plan.statements)
    main = sum(s.main for s in plan.targets)
    yield f"  {plan.title or '规划'}：目标 targets {len(plan.targets)}（主要 main {main}），任务 tasks {len(plan.commitments)}"
    if doubtful:
        yield f"  {doubtful} 条表述存疑，先看一遍 doubtful statements to look at:  guihua review"


def _store_steps(project: Project) -> Iterator[str]:
    if project.store_url or (project.store / "store.db").exists():
        yield "  校核与测算 check and track:  guihua check · guihua track · guihua page"
        yield "  还缺什么数 what figures are missing:  guihua gaps"
    else:
        yield "  还没有统计数 no figures yet:  guihua import 统计表.xlsx · guihua harvest 公报.docx"


def _unread(project: Project) -> list[str]:
    """Documents and tables beside the project's file that nothing of it names."""
    named = {project.plan.name, *(p.name for p in (project.yearly, project.bodies) if p)}
    known = _imported(project)
    found = (p for p in sorted(project.root.iterdir()) if p.is_file() and p.suffix.lower() in (*DOCUMENTS, *TABLES))
    left = (p for p in found if p.name not in named | known and not p.name.startswith(("README", "plan.")))
    return [p.name for p in left if not _made_here(p)]


def _made_here(path: Path) -> bool:
    """A page that guihua wrote says so in its head."""
    if path.suffix.lower() not in (".html", ".htm"):
        return False
    with path.open("rb") as file:
        return b'name="generator" content="guihua"' in file.read(2000)


def _imported(project: Project) -> set[str]:
    from guihua.errors import GuihuaError
    from guihua.storage import open_store

    if not project.store_url and not (project.store / "store.db").exists():
        return set()
    try:
        with open_store(project.store_url or project.store, create=False) as store:
            return {Path(str(row[0])).name for row in store.execute("SELECT name FROM batch")}
    except GuihuaError:
        return set()


def _short(project: Project, path: Path) -> str:
    return path.relative_to(project.root).as_posix() if path.is_relative_to(project.root) else str(path)
