"""The review's server: one page on 127.0.0.1, the state as JSON, and decisions appended one by one."""

from __future__ import annotations

import hmac
import json
import secrets
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any

from guihua.errors import GuihuaError
from guihua.plan.plan import Plan
from guihua.plan.planfile import Decision, append_decision, apply_decisions, read_decisions, with_added
from guihua.plan.statement import Statement
from guihua.reading.review import Review, review
from guihua.view.review import review_page, review_state

LARGEST = 65_536
"""Bytes of a request that are read."""
ACTIONS = frozenset({"accept", "edit", "reject", "withdraw", "adjust", "confirm"})
INTEGERS = frozenset({"year", "base_year"})
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"
)
_STATIC = {"/review.css": "text/css", "/review.js": "text/javascript"}


class Session:
    """A plan under review: its decisions file is the only thing written."""

    def __init__(self, plan: Plan, decisions: Path, by: str, lang: str = "zh") -> None:
        self.plan = plan
        self.path = decisions
        self.by = by
        self.lang = lang
        self.token = secrets.token_urlsafe(24)
        self.lock = Lock()

    def review(self) -> Review:
        """Where the review stands now."""
        return review(self.plan, self.decisions())

    def decisions(self) -> tuple[Decision, ...]:
        """The decisions in the file."""
        return read_decisions(self.path) if self.path.exists() else ()

    def decide(self, asked: dict[str, Any]) -> None:
        """Check one decision by applying it, then append it. Errors: GuihuaError; then nothing is written."""
        with self.lock:
            decision = self._decision(asked)
            if decision.action != "withdraw":
                apply_decisions(self.plan, (*self.decisions(), decision), self.path)
            append_decision(self.path, decision)

    def _decision(self, asked: dict[str, Any]) -> Decision:
        action, key = str(asked.get("action", "")), str(asked.get("statement", ""))
        if action not in ACTIONS:
            raise GuihuaError("REVIEW-ACTION", f"没有这种决定 no such action: {action[:20]!r}", "accept, edit, reject")
        known = {s.id: s for s in with_added(self.plan, self.decisions()).statements}
        if key not in known and action != "withdraw":
            raise GuihuaError("STATEMENT-UNKNOWN", f"没有这条表述 no such statement: {key[:40]!r}", "guihua show")
        statement = known.get(key)
        changes = _changes(asked.get("changes") or {})
        document, reason = str(asked.get("document", "")), str(asked.get("reason", ""))
        if action == "confirm":
            old = self._old(str(asked.get("was", "")))
            changes, reason, document = old.changes, f"was {old.statement}", old.document
            action = "reject" if old.action == "reject" else "confirm"
        if action in ("edit", "adjust") and not changes:
            raise GuihuaError(
                "REVIEW-EMPTY",
                "没有改动 nothing was changed",
                "改一个字段，或按 a 接受 change a field, or accept with a",
            )
        if action == "adjust" and not (document and asked.get("on")):
            raise GuihuaError(
                "REVIEW-ADJUST", "中期调整须有文号和日期 an adjustment needs document number and date", ""
            )
        return self._made(
            action, key, statement, changes, document, reason, str(asked.get("on") or date.today().isoformat())
        )

    def _made(
        self,
        action: str,
        key: str,
        statement: Statement | None,
        changes: tuple[tuple[str, Any], ...],
        document: str,
        reason: str,
        on: str,
    ) -> Decision:
        try:
            date.fromisoformat(on)
        except ValueError:
            raise GuihuaError("REVIEW-DATE", f"日期写作 2018-07-01 not a date: {on[:20]!r}", "YYYY-MM-DD") from None
        return Decision(
            action=action,
            statement=key,
            by=self.by,
            on=on,
            text_sha256=self.plan.text_sha256,
            quote=statement.quote if statement else "",
            value=statement.value if statement else (),
            changes=changes,
            document=document,
            reason=reason,
        )

    def _old(self, key: str) -> Decision:
        found = [p.decision for p in self.review().proposals if p.decision.statement == key]
        if not found:
            raise GuihuaError(
                "REVIEW-CONFIRM", f"没有待确认的决定 nothing to confirm: {key[:40]!r}", "刷新页面 reload the page"
            )
        return found[-1]


def serve(session: Session, port: int) -> ThreadingHTTPServer:
    """A server on 127.0.0.1 that has not begun to answer; GuihuaError where the port is taken."""
    handler = type("Handler", (_Handler,), {"session": session})
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), handler)
    except (OSError, OverflowError) as error:
        raise GuihuaError(
            "REVIEW-PORT", f"端口不能用 cannot listen on port {port}: {error}", "--port 0 自选 picks one"
        ) from None


class _Handler(BaseHTTPRequestHandler):
    session: Session
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """The page, its style and script, the state."""
        if not self._from_here():
            return self._answer(403, {"error": "only from this machine"})
        if self.path == "/":
            title = self.session.plan.title or self.session.plan.source
            return self._send(200, "text/html", review_page(title, self.session.token, self.session.lang).encode())
        if self.path in _STATIC:
            content = files("guihua.view").joinpath("templates", self.path[1:]).read_bytes()
            return self._send(200, _STATIC[self.path], content)
        if self.path == "/state":
            return self._answered()
        return self._answer(404, {"error": "nothing here"})

    def do_POST(self) -> None:
        """One decision."""
        length = self.headers.get("Content-Length", "")
        body = self.rfile.read(int(length)) if length.isdigit() and int(length) <= LARGEST else b""
        token = self.headers.get("X-Guihua-Token", "")
        if not self._from_here() or not hmac.compare_digest(token.encode(), self.session.token.encode()):
            return self._answer(403, {"error": "only from the review page"})
        if self.path != "/decide":
            return self._answer(404, {"error": "nothing here"})
        try:
            asked = json.loads(body)
            if not isinstance(asked, dict):
                raise ValueError("not an object")
            self.session.decide(asked)
        except (ValueError, RecursionError) as error:
            return self._answer(400, {"error": str(error)})
        except GuihuaError as error:
            return self._answer(400, {"error": f"{error.title} {error.hint}".strip(), "code": error.code})
        return self._answered()

    def _answered(self) -> None:
        try:
            self._answer(200, review_state(self.session.review(), self.session.lang))
        except GuihuaError as error:
            self._answer(500, {"error": error.title, "code": error.code})

    def _from_here(self) -> bool:
        """Whether the request names this machine: a page elsewhere cannot have its name resolve to us."""
        host = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
        return host in ("127.0.0.1", "localhost")

    def _answer(self, status: int, content: dict[str, Any]) -> None:
        self._send(status, "application/json", json.dumps(content, ensure_ascii=False).encode())

    def _send(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", _POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the terminal belongs to the user."""


def _changes(asked: object) -> tuple[tuple[str, Any], ...]:
    """The page's fields in the plan file's own notation: years as integers, a range as a list, empty years as null."""
    if not isinstance(asked, dict):
        raise GuihuaError("REVIEW-CHANGES", "改动读不出 changes must be slots with values", "")
    changes: list[tuple[str, Any]] = []
    for name, value in asked.items():
        words = str(value).strip()
        if name in INTEGERS:
            if (words and not words.isascii()) or (not words.removeprefix("-").isdigit() and words):
                raise GuihuaError("REVIEW-CHANGES", f"年份写作数字 a year is a number: {words[:20]!r}", "2020")
            changes.append((name, int(words) if words else None))
        elif name == "value":
            parts = [part.strip() for part in words.replace("，", ",").split(",") if part.strip()]
            if any(not _is_magnitude(part) for part in parts):
                raise GuihuaError(
                    "REVIEW-CHANGES", f"数值写作 8 或 4, 5 a value is one or two numbers: {words[:20]!r}", "8.5"
                )
            changes.append((name, None if not parts else parts[0] if len(parts) == 1 else parts))
        else:
            changes.append((str(name), words))
    return tuple(changes)


def _is_magnitude(words: str) -> bool:
    return words.isascii() and words.replace(".", "", 1).isdigit() and words[0] != "." and words[-1] != "."
