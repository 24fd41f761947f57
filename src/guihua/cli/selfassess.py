"""部门自评 the second tier of verdict: what bodies say of their own targets, reviewed, beside the statistical verdict and never mixed with it.

guihua selfassess ask --period 2018 --due 2018-08-31          # 按指标责任清单布置；--unjudged 只布置没有统计判定的
guihua ledger sheet self_assessments --body 包头市 -o 自评.xlsx  # 或在网站填 or on the site
guihua ledger act self_assessments ID assess --set claimed=完成 --set grounds=… --evidence 文件 --as-body 包头市 --role reporter
guihua ledger act self_assessments ID review --set agreed=认可 --set finding=… --role reviewer
guihua selfassess tiers --as-of 2018-12-31                    # 两层并列，分开计数 both tiers side by side
"""

from __future__ import annotations

import argparse
import sys

from guihua.cli._store import add_as_of, add_store
from guihua.cli.ledger import acting

HELP = "部门自评 self-assessments beside the statistical verdicts"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the actions and their options."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    one = actions.add_parser("ask", help="布置自评 ask bodies")
    one.add_argument("--period", required=True, help="自评时点，写年份 year")
    one.add_argument("--due", required=True, metavar="DATE", help="时限 time limit")
    one.add_argument("--unjudged", action="store_true", help="只布置没有统计判定的 only what statistics do not judge")
    acting(one)
    one = actions.add_parser("tiers", help="两层结论并列 both tiers side by side")
    add_as_of(one)
    add_store(one)


def run(args: argparse.Namespace) -> int:
    """Run one action."""
    return {"ask": _ask, "tiers": _tiers}[args.action](args)


def _ask(args: argparse.Namespace) -> int:
    from guihua.cli._ledger import actor_of, at_of, journal_of, ledger_named, opened
    from guihua.cli._store import day
    from guihua.ledgers.self_assessment import LEDGER, asking
    from guihua.plan.status import Status
    from guihua.project import read_plan, require_project
    from guihua.tracking import track

    project, at, due = require_project(), at_of(args), day(args.due)
    plan = read_plan(project.plan_file if project.plan_file.exists() else project.plan)
    with opened(args, create=True) as store:
        only = None
        if args.unjudged:
            found = track(plan, store, at, region=project.region, project_settings=project.settings)
            only = [a.statement.id for a in found.assessments if a.status is Status.UNKNOWN]
        journal = journal_of(store, ledger_named(LEDGER))
        events = asking(journal, plan, args.period, due, at, actor_of(args), only=only)
        journal.record(events)
    print(f"布置 asked {len(events)} 项 targets", file=sys.stderr)
    return 0


def _tiers(args: argparse.Namespace) -> int:
    from guihua.cli._ledger import lang, opened
    from guihua.cli._store import as_of
    from guihua.ledgers.self_assessment import apart, by_statement, opposite, self_verdicts
    from guihua.project import read_plan, require_project
    from guihua.tracking import track
    from guihua.view import told

    project, on = require_project(), as_of(args)
    plan = read_plan(project.plan_file if project.plan_file.exists() else project.plan)
    with opened(args) as store:
        found = track(plan, store, on, region=project.region, project_settings=project.settings).assessments
        own = self_verdicts(store, on, project.ledgers)
    said = by_statement(own)
    for a in found:
        for v in said.get(a.statement.id, ()):
            word = a.status.zh if lang() == "zh" else a.status.value
            mark = "相反 opposite" if v.answers and opposite(a, v) else ""
            print(
                "\t".join(
                    (
                        told.name(a.statement, lang()),
                        word,
                        v.body,
                        v.claimed or "—",
                        v.agreed or v.state,
                        v.finding,
                        mark,
                    )
                )
            )
    counted = apart(found, own)
    claims = "，".join(f"{claim}{n}" for claim, n in counted.answered) or "—"
    print(
        f"统计判定 judged by statistics {counted.judged}；没有统计判定 not judged {counted.unjudged}，其中自评 self-assessed: {claims}，"
        f"尚无自评 none {counted.silent}；两层相反 opposite {len(counted.against)}",
        file=sys.stderr,
    )
    return 0
