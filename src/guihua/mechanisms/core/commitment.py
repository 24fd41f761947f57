"""Digests of the directories, published before the randomness exists; the lists themselves follow after the inspection."""

from __future__ import annotations

import json
import secrets
from typing import Any

from guihua.errors import GuihuaError
from guihua.mechanisms.core.records import Job, Table
from guihua.proof.hashes import text_digest


def commitment_text(job: Job) -> str:
    """What is published (digests) and kept (the salt, without which small lists could be guessed), as JSON."""
    salt = secrets.token_hex(16)
    made = {
        "mechanism": job.declaration.name,
        "period": job.period,
        "declaration": job.declaration.digest,
        "published": {f.table.name: _salted(f.table, salt) for f in job.inputs},
        "kept_until_published": {"salt": salt},
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def hold_against(job: Job, text: str, where: str = "") -> None:
    """The inputs against digests published before. Raises GuihuaError DRAW-COMMITMENT with the first that is another."""
    try:
        found: Any = json.loads(text)
        stated, salt = dict(found["published"]), str(found["kept_until_published"]["salt"])
    except (ValueError, KeyError, TypeError) as error:
        raise GuihuaError("DRAW-COMMITMENT", "不是名录摘要文件 no file of digests", str(error), where) from None
    for frozen in job.inputs:
        if stated.pop(frozen.table.name, "") != _salted(frozen.table, salt):
            title = f"{frozen.table.zh}与抽取前公布的摘要不符 is not what was committed to"
            raise GuihuaError("DRAW-COMMITMENT", title, "用公布摘要时的名录 use the list of that day", where)


def _salted(table: Table, salt: str) -> str:
    """A digest that no order of rows changes."""
    rows = sorted("\t".join(row) for row in table.rows)
    return str(text_digest("\n".join([salt, *rows])))
