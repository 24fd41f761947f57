"""Ledgers with something in them, on a store of every backend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.importing import import_file
from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import Actor
from guihua.storage import Store

PLANNER = Actor("经办人甲", "牵头部门", "planner")
HEAD = ("序号", "重点任务", "具体举措", "牵头单位", "责任单位", "完成时限", "成果形式")
ROWS = (
    HEAD,
    ("1", "平台建设", "建立公共服务平台", "甲厅", "乙局、丙委", "2018年6月底前", "平台上线"),
    ("2", "平台建设", "完善检测体系", "乙局", "各盟市", "2018年底", "检测报告"),
    ("3", "制度建设", "推行领跑者制度", "甲厅", "", "长期坚持", ""),
    ("4", "制度建设", "出台管理办法", "", "", "2018年三季度", "印发文件"),
)


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows as .xlsx, .docx or .csv and gives the path."""

    def write(rows: Sequence[Sequence[object]], name: str = "分工.xlsx", title: str = "") -> Path:
        path = tmp_path / name
        if path.suffix == ".xlsx":
            from openpyxl import Workbook

            book = Workbook()
            sheet = book.active
            assert sheet is not None
            for row in ([(title,)] if title else []) + [tuple(r) for r in rows]:
                sheet.append(list(row))
            book.save(path)
        elif path.suffix == ".docx":
            from docx import Document

            document = Document()
            document.add_heading(title or "分工方案")
            made = document.add_table(len(rows), len(rows[0]))
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    made.cell(r, c).text = "" if value is None else str(value)
            document.save(str(path))
        else:
            path.write_text("\n".join(",".join(str(v) for v in row) for row in rows), encoding="utf-8")
        return path

    return write


@pytest.fixture
def tasks(store: Store, table: Callable[..., Path]) -> Journal:
    """A division of work of four tasks, one of them without an owner."""
    journal = Journal(store, load_ledgers()["tasks"])
    import_file(journal, table(ROWS), date(2018, 1, 10), PLANNER)
    return journal
