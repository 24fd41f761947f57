"""Start the site of this project: pages, API and worker, on this machine alone unless told otherwise."""

from __future__ import annotations

import argparse

HELP = "启动网站（页面、接口、后台任务）start the site"


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `guihua serve`."""
    parser.add_argument("--port", type=int, default=8000, help="端口 port (8000)")
    parser.add_argument(
        "--host", default="127.0.0.1", help="监听地址 address to listen on (127.0.0.1: this machine alone)"
    )
    parser.add_argument("--names", default="", help="对外域名，逗号分隔 names the site answers to, with commas")
    parser.add_argument(
        "--proxy",
        default="",
        metavar="ADDRESS",
        help="前置 TLS 代理的地址 the TLS proxy before the site, e.g. 127.0.0.1",
    )
    parser.add_argument("--workers", type=int, default=2, help="网页进程数 web processes (2)")
    parser.add_argument("--no-worker", action="store_true", help="不同时启动后台任务 do not start the worker beside it")


def run(args: argparse.Namespace) -> int:
    """Serve until stopped."""
    from guihua.project import require_project
    from guihua.web.server import serve

    project = require_project()
    return serve(project.root, args.host, args.port, args.workers, not args.no_worker, args.names, args.proxy)
