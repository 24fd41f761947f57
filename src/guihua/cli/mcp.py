"""给助手用的接口 a project for assistants: statements, findings, verdicts and figures with their proof, read only (Model Context Protocol).

guihua mcp                                        # 标准输入输出，由助手启动 over standard input and output; an assistant starts it
guihua mcp --http 8765 --token-file 密钥.txt       # 经 HTTP，要密钥 over HTTP, behind a token: http://127.0.0.1:8765/mcp
guihua mcp --internal                             # 也给内部数 also figures that are not public

只读：没有一个工具会改任何东西。只给可公开的数，除非写 --internal。 No tool changes anything; only public figures are given, unless --internal.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

HELP = "给助手用的只读接口 a read-only server for assistants (MCP)"
LEAST = 24


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--http", type=int, default=0, metavar="PORT", help="经 HTTP over HTTP on this port")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址 address to listen on (127.0.0.1)")
    parser.add_argument(
        "--token-file", default="", metavar="FILE", help="密钥文件 the file of the token (or GUIHUA_MCP_TOKEN)"
    )
    parser.add_argument("--internal", action="store_true", help="也给不公开的数 also figures that are not public")


def run(args: argparse.Namespace) -> int:
    """Serve until the assistant hangs up, or until stopped."""
    from guihua.mcp.answers import Desk
    from guihua.mcp.server import serve_http, server
    from guihua.project import require_project

    desk = Desk(require_project(), os.environ.get("GUIHUA_LANG", "zh"), args.internal)
    if args.http:
        serve_http(desk, args.host, args.http, _token(args.token_file))
        return 0
    server(desk).run("stdio")
    return 0


def _token(file: str) -> str:
    from guihua.errors import GuihuaError
    from guihua.plan.files import read_utf8

    token = read_utf8(Path(file)).strip() if file else os.environ.get("GUIHUA_MCP_TOKEN", "").strip()
    if len(token) < LEAST:
        raise GuihuaError(
            "MCP-TOKEN",
            f"经 HTTP 要有至少 {LEAST} 个字符的密钥 over HTTP a token of at least {LEAST} characters is needed",
            "生成 make one: python3 -c 'import secrets; print(secrets.token_urlsafe(32))' > 密钥.txt",
            file,
        )
    return token
