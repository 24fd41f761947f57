"""报表 reporting forms: made from the indicator sheet, asked for, followed up.

guihua forms make 包头市 --every month -o forms/包头市.yaml     # 由指标责任清单生成一个单位的报表 from the indicator sheet
guihua forms list                                            # 项目的报表 the project's forms
guihua forms ask 监测-包头市-月报 --month 2018-05 --due 2018-06-10 --bodies 包头市    # 布置；--bodies 各盟市 每个盟市一份
guihua forms timeliness --as-of 2018-12-31 [-o 报送情况.docx]  # 完整率、及时率，逐月 by body, month by month
guihua forms late --as-of 2018-06-20                          # 未报和退回未重报的 what is missing or was sent back
guihua forms urge --as-of 2018-06-20 -o 催报/                  # 催报：函、通知、报告随对象 papers that urge
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from guihua.cli._store import add_as_of, add_store
from guihua.cli.ledger import acting
from guihua.errors import GuihuaError

HELP = "报表 reporting forms: make, ask, timeliness, late, urge"
WORDS = {
    "on_time": "按时 in time",
    "late": "迟报 late",
    "missing": "未报 missing",
    "waiting": "未到期 not due",
    "waived": "免报 waived",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the actions and their options."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    one = actions.add_parser("make", help="生成报表 make a form for a body")
    one.add_argument("body")
    one.add_argument("--every", default="month", choices=["month", "year"], help="月报或年报 (default: month)")
    one.add_argument("--number", default="", help="表号 number")
    one.add_argument("-o", "--output", default="", metavar="FILE", help=".yaml（不写则放项目的 forms 文件夹）")
    actions.add_parser("list", help="列出报表 list")
    one = actions.add_parser("ask", help="布置报表 ask bodies for a form")
    one.add_argument("form", help="表号 number")
    one.add_argument("--month", required=True, help="报告期 2018-05；年报写 2018")
    one.add_argument("--due", required=True, metavar="DATE", help="报送时限 time limit")
    one.add_argument("--bodies", required=True, help="单位 A,B；各盟市 for every league")
    acting(one)
    for name, words in (
        ("timeliness", "完整率、及时率 completeness and timeliness"),
        ("late", "未报的 what is missing"),
    ):
        one = actions.add_parser(name, help=words)
        one.add_argument("-o", "--output", default="", metavar="FILE", help=".docx" if name == "timeliness" else ".csv")
        one.add_argument("--issuer", default="", help="发文机关")
        add_as_of(one)
        add_store(one)
    one = actions.add_parser("urge", help="催报公文 papers that urge")
    one.add_argument("--body", default="", help="只要该单位的 of one body")
    one.add_argument("--issuer", default="", help="发文机关 who will sign")
    one.add_argument("--cc", default="", help="抄送机关 copies to")
    one.add_argument("-o", "--output", type=Path, required=True, help="文件夹 folder")
    add_as_of(one)
    add_store(one)


def run(args: argparse.Namespace) -> int:
    """Run one action."""
    return {"make": _make, "list": _list, "ask": _ask, "timeliness": _timeliness, "late": _late, "urge": _urge}[
        args.action
    ](args)


def _make(args: argparse.Namespace) -> int:
    from guihua.cli._output import form_of
    from guihua.plan.files import write_whole
    from guihua.project import read_plan, require_project
    from guihua.tracking.form_for import as_yaml, form_for

    if args.output:
        form_of(args.output, None, {".yaml": ("yaml",), ".yml": ("yaml",)})
    project = require_project()
    plan = read_plan(project.plan_file if project.plan_file.exists() else project.plan)
    form = form_for(plan, args.body, args.every, args.number)
    name = re.sub(r"[^\w一-鿿-]", "", form.number)
    file = Path(args.output) if args.output else project.root / "forms" / f"{name}.yaml"
    if file.exists():
        raise GuihuaError(
            "FORM-TWICE", f"已有这个文件 the file is there already: {file.name}", "换一个名字 choose another", str(file)
        )
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, as_yaml(form))
    print(f"{file}: {len(form.figures)} 栏 cells", file=sys.stderr)
    return 0


def _list(args: argparse.Namespace) -> int:
    from guihua.project import require_project
    from guihua.statistics.report_forms import load_forms

    for form in load_forms(require_project().root / "forms").values():
        print("\t".join((form.number, form.zh, form.every, form.authority, form.approval, str(len(form.figures)))))
    return 0


def _ask(args: argparse.Namespace) -> int:
    from guihua.cli._ledger import actor_of, at_of, journal_of, ledger_named, opened
    from guihua.cli._store import day
    from guihua.ledgers.asking import ask
    from guihua.ledgers.register import register
    from guihua.project import require_project
    from guihua.statistics.report_forms import load_forms

    form = load_forms(require_project().root / "forms").get(args.form)
    if form is None:
        raise GuihuaError("FORM-UNKNOWN", f"没有这张报表 no such form: {args.form}", "guihua forms list")
    month = f"{args.month}-12" if form.every == "year" and re.fullmatch(r"\d{4}", args.month) else args.month
    names = [n.strip() for n in re.split("[,，、]", args.bodies) if n.strip()]
    with opened(args, create=True) as store:
        known = register(journal_of(store, ledger_named("bodies")))
        journal = journal_of(store, ledger_named("submission"), known.bodies)
        made = ask(journal, known, form, names, month, day(args.due), at_of(args), actor_of(args))
    for state in made:
        print(f"{state.subject}\t{state.text('lead')}\t{state.text('month')}")
    print(f"布置 asked {len(made)} 份 forms", file=sys.stderr)
    return 0


def _timeliness(args: argparse.Namespace) -> int:
    from guihua.cli._output import form_of
    from guihua.ledgers.timeliness import by_body
    from guihua.plan.files import write_whole

    form = form_of(args.output, None, {".docx": ("docx",)}, default="text", files_only=frozenset(("docx",)))
    found, order = _found(args)
    if form == "docx":
        from guihua.reporting.docx_writer import write_docx
        from guihua.reporting.urging import timeliness_table

        write_whole(args.output, write_docx(timeliness_table(found, order)))
        return 0
    for row in by_body(found):
        months = " ".join(f"{m}:{WORDS[s].split()[0]}" for m, s in row.months)
        shares = [
            f"{row.there}/{row.due}",
            *("—" if v is None else f"{v}%" for v in (row.completeness, row.timeliness)),
        ]
        print("\t".join((row.body, *shares, months)))
    print("单位 body, 已报/应报 there of due, 完整率 completeness, 及时率 timeliness", file=sys.stderr)
    return 0


def _late(args: argparse.Namespace) -> int:
    from guihua.cli._output import form_of, put_text
    from guihua.ledgers.timeliness import late

    form = form_of(args.output, None, {".csv": ("csv",)}, default="text")
    found, _order = _found(args)
    rows = [
        (r.body, r.form, r.month, r.due.isoformat() if r.due else "", str(r.days), "退回 sent back" if r.back else WORDS[r.standing])
        for r in late(found)
    ]  # fmt: skip
    if form == "csv":
        from guihua.plan.cells import csv_text

        head = ("单位", "报表", "报告期", "报送时限", "逾期天数", "情况")
        put_text(args.output, csv_text([head, *rows]), "csv")
    else:
        put_text("", "".join("\t".join(row) + "\n" for row in rows), "text")
    return 0


def _urge(args: argparse.Namespace) -> int:
    from guihua.cli._ledger_write import write_papers
    from guihua.reporting.urging import urging_papers

    found, order = _found(args)
    return write_papers(urging_papers(found, order), args.output)


def _found(args: argparse.Namespace):  # type: ignore[no-untyped-def]
    from guihua.cli._ledger import journal_of, ledger_named, opened
    from guihua.cli._store import as_of
    from guihua.ledgers.register import register
    from guihua.ledgers.timeliness import reports
    from guihua.reporting.ledger_documents import Order

    on = as_of(args)
    with opened(args) as store:
        known = register(journal_of(store, ledger_named("bodies")), on)
        found = reports(journal_of(store, ledger_named("submission"), known.bodies), on)
    order = Order(on, body=getattr(args, "body", ""), issuer=args.issuer, cc=getattr(args, "cc", ""), known=known)
    return found, order
