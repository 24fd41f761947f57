"""Reminders by file, webhook and e-mail, on this machine alone; what fails is told and stops nothing else."""

from __future__ import annotations

import json
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

from guihua.ledgers.ledger import State
from guihua.ledgers.notices import line, send
from guihua.ledgers.register import Register

DAY = date(2018, 6, 1)
VALUES = {"task": "平台建设", "matter": "完成时限", "due": "2018-06-03", "stage": "即将到期", "lead": ("包头市",)}
ONE = State("r", "open", VALUES, DAY, DAY, 1, 0, {}, {})


class _Taker(BaseHTTPRequestHandler):
    taken: ClassVar[list[dict[str, object]]] = []

    def do_POST(self) -> None:
        self.taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def test_reminders_go_to_a_file_and_an_address(tmp_path: Path) -> None:
    server = HTTPServer(("127.0.0.1", 0), _Taker)
    thread = threading.Thread(target=server.handle_request, daemon=True)
    thread.start()
    ways = {"file": "提醒.jsonl", "webhook": f"http://127.0.0.1:{server.server_port}/"}
    assert send([ONE], ways, tmp_path, Register()) == []
    thread.join(5)
    server.server_close()
    assert _Taker.taken == [{"reminders": [line(ONE)]}]
    assert (
        json.loads((tmp_path / "提醒.jsonl").read_text("utf-8"))["text"]
        == "包头市：平台建设，完成时限2018-06-03，即将到期。"
    )


def test_an_address_that_does_not_answer_is_told_and_the_file_is_written(tmp_path: Path) -> None:
    ways = {"file": "a.jsonl", "webhook": "file:///etc/passwd"}
    (failed,) = send([ONE], ways, tmp_path, Register())
    assert failed.startswith("webhook: ValueError") and (tmp_path / "a.jsonl").exists()
    assert send([], ways, tmp_path, Register()) == []
