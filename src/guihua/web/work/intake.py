"""Files that people drop in: a plan to read, a table of statistics to take in. Each is parsed in a process of its own."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop

from guihua.plan.files import read_utf8, write_whole
from guihua.plan.plan import Plan
from guihua.plan.planfile import text_path, write_planfile
from guihua.project import FILE, Project, read_plan
from guihua.web import results
from guihua.web.uploads import safe_name
from guihua.web.work.apart import apart
from guihua.web.work.kinds import kind
from guihua.web.work.queue import Progress

EARLIER = "earlier"


@kind("read")
def read_document(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Read a document and make it the project's plan; the version before it is kept for comparison."""
    of = results.project()
    kept = Path(payload["path"])
    plan: Plan = apart(read_plan, kept, progress=progress, percent=20, stage=gettext_noop("读取规划"))
    progress(80, gettext_noop("保存"))
    _keep_earlier(of)
    adopt(of, kept, safe_name(payload["name"]))
    write_planfile(plan, of.plan_file)
    return {"statements": len(plan.statements), "commitments": len(plan.commitments), "then": "/text/review/"}


def adopt(of: Project, document: Path, name: str) -> None:
    """Put a document into the project's folder and name it in guihua.toml."""
    target = of.root / name
    if target.name in (FILE, of.plan_file.name, "decisions.yaml"):
        target = of.root / f"plan-{name}"
    shutil.copyfile(document, target)
    target.chmod(0o644)
    path = of.root / FILE
    text = read_utf8(path)
    line = f'plan = "{target.name}"'.replace("\\", "\\\\")
    changed, count = re.subn(r"(?m)^plan\s*=.*$", lambda _m: line, text, count=1)
    write_whole(path, changed if count else f"{line}\n{text}")


def _keep_earlier(of: Project) -> None:
    """The plan file that is about to be replaced, with its text, under the moment of its replacement."""
    if not of.plan_file.exists():
        return
    folder = of.root / EARLIER
    folder.mkdir(exist_ok=True)
    stamp = datetime.now().strftime("%Y-%m-%d-%H%M%S")
    shutil.copyfile(of.plan_file, folder / f"{stamp}.yaml")
    if text_path(of.plan_file).exists():
        shutil.copyfile(text_path(of.plan_file), text_path(folder / f"{stamp}.yaml"))
