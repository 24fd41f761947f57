"""The Model Context Protocol in front of `answers`: eight read-only tools, over standard input and output or over HTTP with a token."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import TYPE_CHECKING, Any

from guihua.errors import GuihuaError
from guihua.mcp.answers import Answer, Desk
from guihua.version import __version__

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

INSTRUCTIONS = (
    "A development plan (China) as typed statements, checked and tracked by guihua. Everything is read only. Quote a statement by its id and quote, "
    "a verdict with its as_of day, a figure with its publisher and date; repeat the caution of an answer to your reader. "
    "Never state a status or figure that no tool returned."
)
TOOLS = ("about", "statements", "statement", "findings", "verdicts", "verdict", "figures", "verify")


def server(desk: Desk) -> MCPServer:
    """The server of one project. Raises GuihuaError MCP-EXTRA where the extra is not installed."""
    try:
        from mcp.server.mcpserver import MCPServer
        from mcp.types import ToolAnnotations
    except ImportError:
        raise GuihuaError(
            "MCP-EXTRA", "没有装 mcp 组件 the extra mcp is not installed", "先运行 run: pip install 'guihua[mcp]'"
        ) from None
    made = MCPServer("guihua", version=__version__, instructions=INSTRUCTIONS, log_level="WARNING")
    hints = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    for name in TOOLS:
        work = getattr(desk, name)
        made.add_tool(_tool(work), name=name, description=work.__doc__, annotations=hints)
    return made


def serve_http(desk: Desk, host: str, port: int, token: str) -> None:
    """Serve over HTTP at /mcp until stopped; every request carries `Authorization: Bearer TOKEN`."""
    import uvicorn

    app = guarded(server(desk).streamable_http_app(host=host, stateless_http=True, json_response=True), token)
    uvicorn.run(app, host=host, port=port, log_level="warning")


def guarded(app: Any, token: str) -> Any:
    """The application behind its token: 401 to a request without it, compared in constant time."""
    wanted = f"Bearer {token}".encode()

    async def ask(scope: Any, receive: Any, send: Any) -> None:
        given = dict(scope.get("headers") or ()).get(b"authorization", b"")
        if scope["type"] == "http" and not hmac.compare_digest(given, wanted):
            await send({"type": "http.response.start", "status": 401, "headers": [(b"www-authenticate", b"Bearer")]})
            await send({"type": "http.response.body", "body": b""})
            return
        await app(scope, receive, send)

    return ask


def _tool(work: Callable[..., Answer]) -> Callable[..., Answer]:
    """A tool that tells a GuihuaError to the assistant as it would be told to a person."""
    from mcp.server.mcpserver.exceptions import ToolError

    @wraps(work)
    def told(**arguments: Any) -> Answer:
        try:
            return work(**arguments)
        except GuihuaError as error:
            raise ToolError(f"[{error.code}] {error.title} — {error.hint}") from None

    told.__signature__ = signature(work, eval_str=True)  # type: ignore[attr-defined]
    told.__annotations__ = {name: p.annotation for name, p in signature(work, eval_str=True).parameters.items()}
    told.__annotations__["return"] = dict[str, Any]
    return told
