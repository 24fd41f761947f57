"""What PostgreSQL and its driver report, in this program's words: what is wrong and what to do; never a password.

Codes are those of the standard and of PostgreSQL, Appendix A (SQLSTATE). A refused login carries no code to the client,
so the server's sentence is read, in the two languages in which its messages are likely to come.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from guihua.errors import GuihuaError
from guihua.storage.store import CONFLICT, other_shape


@dataclass(frozen=True, slots=True)
class _Fault:
    """`state`: the beginning of an SQLSTATE; `said`: words of a refused login; the rest as in GuihuaError."""

    state: str
    said: str
    code: str
    title: str
    hint: str


_NO_LOGIN = r"authentication failed|认证失败|身份验证失败|role .* does not exist|角色.*不存在|no password|没有提供密码|pg_hba\.conf"
_FULL = r"too many (clients|connections)|connection slots|太多的客户|连接太多"
_STARTING = r"starting up|shutting down|recovery mode|正在启动|正在关闭|恢复模式"
_SLOW = "查询超时，被数据库中断 the database broke the question off: it took too long"
_DAMAGED = "查看服务器日志，由备份恢复 look at the server's log; restore a copy"
_FAULTS = (
    _Fault(
        "28", _NO_LOGIN, "STORE-LOGIN",
        "数据库不接受这个角色或口令 the database refuses this role or its password", "核对角色和口令 check role and password",
    ),
    _Fault(
        "3D", r"database .* does not exist|数据库.*不存在",
        "STORE-NO-DATABASE", "服务器上没有这个数据库 there is no such database on this server", "先建 make it: createdb -O ROLE NAME",
    ),
    _Fault(
        "53300", _FULL, "STORE-BUSY",
        "数据库连接数已满 the database has no connection left", "稍后再试，或调高上限 try again, or raise max_connections",
    ),
    _Fault("57P03", _STARTING, "STORE-BUSY", "数据库正在启动或停止 the database is starting or stopping", "稍后再试 try again in a moment"),
    _Fault("55P03", "", "STORE-BUSY", "另一个程序正在写这个数据仓 another program is writing to this store", "稍后再试 try again in a moment"),
    _Fault("57014", "", "STORE-BUSY", _SLOW, "只查一个地区或指标，或调高时限 ask for one region or indicator, or raise statement_timeout"),
    _Fault("40", "", CONFLICT, "另一个程序同时写入 another program wrote at the same moment", "再试一次 try again"),
    _Fault("25006", "", "STORE-UNWRITABLE", "数据库只读 the database may only be read", "写到主服务器 write to the primary server"),
    _Fault("53100", "", "STORE-UNWRITABLE", "数据库磁盘已满 the disk of the database is full", "在服务器上腾出空间 make room on the server"),
    _Fault("53200", "", "STORE-MEMORY", "数据库内存不足 the database is out of memory", "只查一个地区或指标 ask for one region or indicator"),
    _Fault(
        "42501", "",
        "STORE-UNWRITABLE", "这个角色没有权限 this role has no right to do that",
        "让它拥有自己的模式 let it own its schema: GRANT CREATE ON DATABASE … TO …",
    ),
    _Fault("58", "", "STORE-DAMAGED", "数据库读写不了自己的文件 the database cannot read or write its files", _DAMAGED),
    _Fault("XX", "", "STORE-DAMAGED", "数据库报告数据损坏 the database reports damaged data", _DAMAGED),
)  # fmt: skip
_SHAPE = ("42P01", "42703", "42883", "42804", "3F000")
_AWAY = (
    "STORE-UNREACHABLE",
    "数据库没有应答 the database does not answer",
    "核对地址和端口，确认服务器在运行 check address and port, and that the server runs",
)


def of_connection(error: Exception, where: str) -> GuihuaError:
    """Why there is no connection."""
    text = " ".join(str(error).split())
    for fault in _FAULTS:
        if fault.said and re.search(fault.said, text):
            return GuihuaError(fault.code, fault.title, fault.hint, where)
    refused = re.search(r"(?:FATAL|致命错误): *(.*)", text)
    if refused:
        return _refused(refused[1], where)
    code, title, hint = _AWAY
    return GuihuaError(code, title, hint, where)


def of_statement(error: Exception, where: str) -> GuihuaError:
    """Why a statement was not carried out."""
    state = str(getattr(error, "sqlstate", None) or "")
    first = (str(error).strip() or type(error).__name__).splitlines()[0]
    if state in _SHAPE:
        return other_shape(first, where)
    for fault in _FAULTS:
        if state and state.startswith(fault.state):
            return GuihuaError(fault.code, f"{fault.title}: {first}", fault.hint, where)
    if not state or state.startswith(("08", "57P")):
        return GuihuaError(
            "STORE-UNREACHABLE", "数据库不再应答 the database does not answer any more", "再试一次 try again", where
        )
    return _refused(first, where)


def _refused(said: str, where: str) -> GuihuaError:
    return GuihuaError(
        "STORE-REFUSED", f"数据库拒绝 the database refused: {said}", "查看服务器日志 look at the server's log", where
    )


def of_address() -> GuihuaError:
    """An address that cannot be read; it is not repeated, because a password may stand in it."""
    return GuihuaError(
        "STORE-ADDRESS",
        "不是 PostgreSQL 数据库的地址 this is no address of a PostgreSQL database",
        "口令里的 % 和 @ 写成 %25 和 %40 write postgresql://role:password@host:5432/database; write % and @ of a password as %25 and %40",
    )


def lost(connection: Any) -> bool:
    """Whether nothing can be asked of a connection any more."""
    return bool(connection.closed)


def driver() -> Any:
    """The driver. Raises GuihuaError STORE-DRIVER where it is not installed."""
    try:
        import psycopg
    except ImportError as error:
        raise GuihuaError(
            "STORE-DRIVER",
            "没有安装 PostgreSQL 驱动 the PostgreSQL driver is not installed",
            "先运行 run: pip install 'guihua[postgres]'",
        ) from error
    return psycopg
