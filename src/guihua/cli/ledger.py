"""台账 ledgers: tasks, registries and problems, worked by Excel and Word on an append-only log.

guihua ledger list                                             # 有哪些台账 which there are
guihua ledger new airports --shape registry --zh 机场名录 --en Airports
guihua ledger import tasks 任务分工表.docx --at 2017-06-01       # 导入任务分工表; --from-plan 由规划生成草案
guihua ledger import approvals 导出.xlsx --format approval-platform   # 其他系统的导出表 another system's export
guihua ledger sheet tasks --body 自治区发展改革委 --month 2018-05 -o 发改委.xlsx
guihua ledger take 发改委.xlsx --at 2018-06-02                   # 收回报表 take a sheet back
guihua ledger state tasks [ID] [--as-of DATE]                  # 现状 where things stand
guihua ledger due --as-of 2018-07-01 --overdue                 # 到期逾期 what is owed
guihua ledger act hazards ID close --set finding=整改到位 --by 复核人 --role reviewer
guihua ledger documents tasks --kind circular --month 2018-05 -o out/
guihua ledger figures parks --as-of 2018-12-31                 # 计数和合计 counts and sums with their trail
guihua ledger union carriers --as-of 2018-12-31                # 合图：几个台账的对象按地区 objects of several ledgers by region
guihua ledger history tasks ID                                 # 办理记录 who did what, when, on what evidence
guihua ledger verify                                           # 核验日志 check every log
"""

from __future__ import annotations

import argparse
from pathlib import Path

from guihua.cli._store import add_as_of, add_store

HELP = "台账 run the plan's ledgers: tasks, registries, problems"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the actions and their options."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    _reading(actions)
    _writing(actions)


def run(args: argparse.Namespace) -> int:
    """Run one action."""
    if args.action in ("list", "state", "due", "history", "figures", "union", "verify"):
        from guihua.cli import _ledger_read as room
    else:
        from guihua.cli import _ledger_write as room  # type: ignore[no-redef]
    return int(getattr(room, f"run_{args.action}")(args))


def _reading(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    one = actions.add_parser("list", help="列出台账 list the ledgers")
    add_store(one)
    one = actions.add_parser("state", help="事项现状 where objects stand")
    one.add_argument("ledger")
    one.add_argument("id", nargs="?", default="", help="编号 one object")
    one.add_argument("--body", default="", help="只看该单位 of one body")
    one.add_argument("--missing", action="store_true", help="列出不掌握的内容 what is not known")
    one.add_argument("--known", default="", metavar="MOMENT", help="按当时已记录的情况 as recorded by then")
    one.add_argument("--format", default="table", choices=["table", "csv", "json"])
    _dated(one)
    one = actions.add_parser("due", help="到期和逾期 what is owed and overdue")
    one.add_argument("ledgers", nargs="*", metavar="LEDGER")
    one.add_argument("--body", default="", help="只看该单位 of one body")
    one.add_argument("--overdue", action="store_true", help="只看逾期 overdue only")
    _dated(one)
    one = actions.add_parser("history", help="办理记录 the events of an object")
    one.add_argument("ledger")
    one.add_argument("id")
    add_store(one)
    one = actions.add_parser("figures", help="计数和合计 counts and sums")
    one.add_argument("ledgers", nargs="*", metavar="LEDGER")
    one.add_argument("--trail", action="store_true", help="列出对象和记录 list objects and events behind each")
    one.add_argument("--publish", action="store_true", help="完整的数存入数据仓 store complete ones as observations")
    one.add_argument("--known", default="", metavar="MOMENT", help="按当时已记录的情况 as recorded by then")
    _dated(one)
    one = actions.add_parser("union", help="合图 objects of several ledgers by region, each once")
    one.add_argument("union", nargs="?", default="", help="合图名称 its name; 不写则列出 without it: which there are")
    one.add_argument("--known", default="", metavar="MOMENT", help="按当时已记录的情况 as recorded by then")
    one.add_argument("--format", default="table", choices=["table", "csv", "json"])
    _dated(one)
    one = actions.add_parser("verify", help="核验日志 verify the logs")
    one.add_argument("ledgers", nargs="*", metavar="LEDGER")
    one.add_argument("--head", type=Path, action="append", default=[], help="早先保存的根 a head kept earlier")
    one.add_argument("--key", default="", help="签名公钥 public key of the signer (hexadecimal digits)")
    one.add_argument(
        "--bundle", type=Path, help="导出日志核验文件 export each log as a bundle for guihua verify, into a folder"
    )
    one.add_argument("--save-head", type=Path, help="保存当前的根 save heads into a folder")
    one.add_argument("--sign", type=Path, help="签名私钥文件 file with the private key to sign them")
    add_store(one)


def _writing(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    one = actions.add_parser("new", help="新建一个台账文件 make a ledger's file")
    one.add_argument("name")
    one.add_argument("--shape", required=True, choices=["task", "registry", "problem"])
    one.add_argument("--zh", required=True, help="中文名称 Chinese name")
    one.add_argument("--en", required=True, help="英文名称 English name")
    one = actions.add_parser("import", help="导入表格 bring a table in (.xlsx, .docx, .csv)")
    one.add_argument("ledger")
    one.add_argument("files", nargs="*", type=Path, metavar="FILE")
    one.add_argument(
        "--format", dest="import_format", default="", metavar="NAME", help="其他系统导出表的格式 an import format"
    )
    one.add_argument("--from-plan", action="store_true", help="由规划任务生成草案 propose tasks from the plan")
    one.add_argument("--link", action="store_true", help="与规划原句和指标关联 link rows to the plan's sentences")
    one.add_argument("--skip-bad", action="store_true", help="有误的行不导入 leave bad rows out")
    one.add_argument("--dry-run", action="store_true", help="只看不存 look only")
    acting(one)
    one = actions.add_parser("sheet", help="生成填报表 write a prefilled sheet")
    one.add_argument("ledger")
    one.add_argument("--body", default="", help="填报单位 the body it is for")
    one.add_argument("--month", default="", help="报告期 2018-05")
    one.add_argument(
        "--all-bodies", action="store_true", help="每个单位一张，-o 为文件夹 one for each body; -o is a folder"
    )
    one.add_argument("--new-rows", action="store_true", help="可增行 with room for new rows")
    one.add_argument("-o", "--output", type=Path, required=True)
    add_store(one)
    one = actions.add_parser("take", help="收回填报表 take sheets back")
    one.add_argument("files", nargs="+", type=Path, metavar="FILE")
    one.add_argument("--skip-bad", action="store_true", help="有误和冲突的行不存，其余入账 store the other rows")
    one.add_argument("--dry-run", action="store_true", help="只看不存 look only")
    acting(one)
    one = actions.add_parser("act", help="办理一件事 do one thing to one object")
    one.add_argument("ledger")
    one.add_argument("id")
    one.add_argument("act", help="动作（见台账文件）, correct, void")
    one.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", help="填写内容 set a field")
    one.add_argument("--to", default="", help="转为状态 the state it leads to")
    one.add_argument("--basis", default="", help="依据 document or reason")
    one.add_argument("--evidence", action="append", default=[], type=Path, help="佐证材料 file")
    one.add_argument("--corrects", default="", help="被更正的记录编号 id of the event put right")
    acting(one)
    one = actions.add_parser("pauses", help="把暂停登记的工作日计入办件 bring pauses into the cases")
    acting(one)
    one = actions.add_parser("move", help="机构改革后转隶 move what is with bodies that are no more")
    one.add_argument("ledgers", nargs="*", metavar="LEDGER")
    one.add_argument("--dry-run", action="store_true", help="只看不存 look only")
    acting(one)
    _drawing_up(actions)


def _drawing_up(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from guihua.ledgers.soundness import DOCUMENTS

    one = actions.add_parser("documents", help="生成公文 draw up documents (.docx)")
    one.add_argument("ledger")
    one.add_argument("--kind", required=True, choices=sorted(DOCUMENTS))
    one.add_argument("--month", default="", help="报告期 2018-05")
    one.add_argument("--body", default="", help="发给该单位 one body")
    one.add_argument("--id", default="", help="编号 one object")
    one.add_argument("--issuer", default="", help="发文机关 who will sign")
    one.add_argument("--to", default="", help="通报的主送机关 main addressees of a circular")
    one.add_argument("--cc", default="", help="抄送机关 copies to")
    one.add_argument(
        "--filing",
        default="",
        help="督查检查考核计划的报备文号；没有的称调度、监测 number of the filed plan of inspections",
    )
    one.add_argument("--within", type=int, default=30, help="多少天内到期 days ahead (30)")
    one.add_argument("-o", "--output", type=Path, required=True, help="文件夹 folder")
    _dated(one)


def _dated(parser: argparse.ArgumentParser) -> None:
    add_as_of(parser)
    add_store(parser)


def acting(parser: argparse.ArgumentParser) -> None:
    """The options of an act: when, by whom, for which body, in which role."""
    parser.add_argument("--at", default="", metavar="DATE", help="办理日期 day of the act (today)")
    parser.add_argument("--by", default="", help="办理人 who does it (default: the account)")
    parser.add_argument("--as-body", default="", help="代表单位 the body acted for")
    parser.add_argument(
        "--account",
        default="",
        help="共用项目：以哪个账号办理 in a shared project: the account (GUIHUA_ACCOUNT); its password is asked for",
    )
    parser.add_argument("--role", default="", help="角色: planner, reporter, reviewer, leader, secrecy, administrator")
    add_store(parser)
