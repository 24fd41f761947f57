"""检查安装 look over an installation: what works, what is missing, what to mend.

guihua doctor                     # 程序、字体、外部程序、项目、数据仓、网站 program, font, outside programs, project, store, site
guihua doctor --format json       # 给监控 for a monitor

退出码 exit status: 0 可用 usable (！只是提醒 are hints), 1 有要改的 something must be mended。
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

HELP = "检查安装 look over an installation, say what to mend"
LEAST_FREE = 1024**3
EXTRAS = {
    "postgres": "psycopg",
    "forecast": "statsforecast",
    "sdmx": "pysdmx",
    "signatures": "cryptography",
    "beacon": "py_ecc",
    "mcp": "mcp",
}


@dataclass(frozen=True, slots=True)
class Note:
    """One thing looked at: good, a hint (usable without it), or bad (must be mended); what was found; how to mend it."""

    what: str
    state: Literal["good", "hint", "bad"]
    found: str
    mend: str = ""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(args: argparse.Namespace) -> int:
    """Look at everything; 1 where something is bad."""
    notes = list(looked_over())
    if args.format == "json":
        rows = [{"what": n.what, "state": n.state, "found": n.found, "mend": n.mend} for n in notes]
        print(json.dumps({"usable": not _bad(notes), "notes": rows}, ensure_ascii=False, indent=1))
    else:
        for n in notes:
            print(f"{ {'good': '✓', 'hint': '!', 'bad': '✗'}[n.state] } {n.what}: {n.found}")
            if n.mend and n.state != "good":
                print(f"    {n.mend}")
    return 1 if _bad(notes) else 0


def looked_over() -> Iterator[Note]:
    """Every note, in order; what breaks while it is looked at is bad itself, with the error's words."""
    for what, look in LOOKS:
        try:
            yield from look()
        except Exception as error:
            told = getattr(error, "title", "") or f"{type(error).__name__}: {error}"
            yield Note(what, "bad", str(told), str(getattr(error, "hint", "")))


def _bad(notes: list[Note]) -> bool:
    return any(n.state == "bad" for n in notes)


def _program() -> Iterator[Note]:
    from guihua.version import __version__

    version = ".".join(map(str, sys.version_info[:3]))
    fits = (3, 11) <= sys.version_info[:2] <= (3, 13)
    yield Note("guihua", "good", f"{__version__}，{Path(__file__).parent.parent}")
    yield Note("Python", "good" if fits else "hint", version, "试过的是 tried on: 3.11, 3.12, 3.13")


def _packages() -> Iterator[Note]:
    from importlib.metadata import PackageNotFoundError, requires, version

    from packaging.requirements import Requirement

    wrong, count = [], 0
    for line in requires("guihua") or ():
        need = Requirement(line)
        if need.marker is not None and not need.marker.evaluate({"extra": ""}):
            continue
        count += 1
        try:
            if not need.specifier.contains(version(need.name), prereleases=True):
                wrong.append(f"{need.name} {version(need.name)}（要 needs {need.specifier}）")
        except PackageNotFoundError:
            wrong.append(f"{need.name}（没有装 not installed）")
    mend = "重装 install again: pip install -r requirements/run.txt; 离线 offline: sh install.sh"
    yield Note("组件 packages", "bad" if wrong else "good", "、".join(wrong) or f"{count} 个都在 all there", mend)


def _extras() -> Iterator[Note]:
    from importlib.util import find_spec

    there = [name for name, module in EXTRAS.items() if find_spec(module) is not None]
    missing = [name for name in EXTRAS if name not in there]
    found = f"有 there: {', '.join(there) or '—'}；没有 not: {', '.join(missing) or '—'}"
    mend = f"用到时再装 install when needed: pip install 'guihua[{missing[0]}]'" if missing else ""
    yield Note("附加 extras", "good", found, mend)


def _drawing() -> Iterator[Note]:
    from guihua.view.charts import StatusCount, status_overview

    size = len(status_overview((StatusCount("met", 1),), title="检查 check", lang="zh").png())
    yield Note("画图和中文字体 charts and the Chinese font", "good" if size > 1000 else "bad", f"{size} bytes")


def _outside() -> Iterator[Note]:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    mend = "读 .doc .wps、写 .pdf、填目录页码要用 for .doc and .wps, .pdf, page numbers: apt install libreoffice-writer"
    yield Note("LibreOffice", "good" if office else "hint", office or "没有 not here", mend)


def _machine() -> Iterator[Note]:
    from datetime import datetime

    free = shutil.disk_usage(Path.cwd()).free
    yield Note(
        "磁盘 disk",
        "good" if free > LEAST_FREE else "hint",
        f"{free / 1024**3:.1f} GB 可用 free",
        "腾出至少 1 GB make room for at least 1 GB",
    )
    with tempfile.NamedTemporaryFile() as file:
        yield Note("临时文件夹 folder for temporary files", "good", str(Path(file.name).parent))
    zone = datetime.now().astimezone()
    mend = "时限按本机时区 deadlines go by this machine's zone: TZ=Asia/Shanghai"
    yield Note("时区 time zone", "good" if zone.utcoffset() else "hint", f"{zone.tzname()} {zone:%z}", mend)
    encoding = sys.stdout.encoding or ""
    good = encoding.lower().replace("-", "") == "utf8"
    yield Note("终端编码 terminal", "good" if good else "hint", encoding or "—", "LANG=zh_CN.UTF-8")


def _project() -> Iterator[Note]:
    from guihua.project import find_project, read_plan

    project = find_project()
    if project is None:
        yield Note("项目 project", "hint", "这里没有项目 none here", "guihua init 建一个 makes one")
        return
    yield Note("项目 project", "good", str(project.root))
    writable = os.access(project.root, os.W_OK)
    yield Note("可写 may be written", "good" if writable else "bad", str(project.root), "改权限 chown, chmod")
    if project.plan_file.exists():
        yield Note("规划 plan", "good", repr(read_plan(project.plan_file)))
    elif project.plan.exists():
        yield Note("规划 plan", "hint", "还没有读入 not read yet", "guihua read")
    else:
        yield Note("规划 plan", "bad", f"没有这个文件 no such file: {project.plan}", "guihua.toml: plan = …")
    region = project.region
    yield Note("地区 region", "good" if region else "hint", region or "没有写 none", 'guihua.toml: region = "150000"')


def _store() -> Iterator[Note]:
    from guihua.project import find_project
    from guihua.statistics.coding import FACTS
    from guihua.storage import open_store

    project = find_project()
    if project is None:
        return
    if not project.store_url and not (project.store / "store.db").exists():
        yield Note("数据仓 store", "hint", "还没有数 no figures yet", "guihua import, guihua harvest")
        return
    with open_store(project.store_url or project.store, create=False) as store:
        faults = store.check(FACTS)
        found = f"{store.backend}，第 {store.version()} 次写入 writes"
    mend = "guihua store check; 由备份恢复 restore a copy: guihua store restore"
    yield Note("数据仓 store", "bad" if faults else "good", "；".join(faults[:3]) or found, mend)


def _site() -> Iterator[Note]:
    address = os.environ.get("GUIHUA_DATABASE_URL", "")
    if address:
        from guihua.storage.faults import driver

        with driver().connect(address, connect_timeout=5) as connection:
            (rights,) = connection.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        mend = "CREATE ROLE guihua LOGIN NOSUPERUSER NOBYPASSRLS"
        said = "是超级用户 a superuser" if rights[0] else "PostgreSQL"
        yield Note("网站的库 the site's database", "bad" if rights[0] else "good", said, mend)


LOOKS: tuple[tuple[str, Callable[[], Iterator[Note]]], ...] = (
    ("程序 program", _program),
    ("组件 packages", _packages),
    ("附加 extras", _extras),
    ("画图 charts", _drawing),
    ("外部程序 outside programs", _outside),
    ("机器 machine", _machine),
    ("项目 project", _project),
    ("数据仓 store", _store),
    ("网站 site", _site),
)
