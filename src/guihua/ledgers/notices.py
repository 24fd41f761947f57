"""Where reminders go besides the site: a file of lines, an address that takes them (webhook), e-mail. An office links these to its messenger.

Set in guihua.toml, all three or any: ``[notices] file = "提醒.jsonl"``, ``webhook = "https://…"``, ``smtp = "host:port"`` with
``sender``; the password of a mail server is taken from the environment (GUIHUA_SMTP_PASSWORD, with ``user``), never from the file.
"""

from __future__ import annotations

import json
import os
import smtplib
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Final
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from guihua.ledgers.ledger import State
from guihua.ledgers.register import Register

KEYS: Final = frozenset({"file", "webhook", "smtp", "sender", "user"})
TIMEOUT: Final = 10


def send(found: Sequence[State], ways: Mapping[str, str], root: Path, known: Register) -> list[str]:
    """Send the day's new reminders (objects of their ledger) by every way that is set; returns what failed, in words."""
    if not found:
        return []
    failed = []
    for name, way in (("file", _file), ("webhook", _webhook), ("smtp", _mail)):
        if ways.get(name):
            try:
                way(found, ways, root, known)
            except (OSError, URLError, ValueError, smtplib.SMTPException) as error:
                failed.append(f"{name}: {type(error).__name__} {error}"[:200])
    return failed


def line(state: State) -> dict[str, object]:
    """One reminder as its line says it: 事项, 时限, 档次, 日期, 责任单位, and a sentence for people."""
    bodies = list(state.many("lead"))
    words = (state.text(name) for name in ("task", "matter", "due", "stage"))
    task, matter, due, stage = words
    said = f"{'、'.join(bodies)}：{task}，{matter}{due}，{stage}。".removeprefix("：")
    return {"task": task, "matter": matter, "due": due, "stage": stage, "bodies": bodies, "text": said}


def _file(found: Sequence[State], ways: Mapping[str, str], root: Path, known: Register) -> None:
    with (root / ways["file"]).open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(line(s), ensure_ascii=False) + "\n" for s in found)


def _webhook(found: Sequence[State], ways: Mapping[str, str], root: Path, known: Register) -> None:
    if urlsplit(ways["webhook"]).scheme not in ("http", "https"):
        raise ValueError("http:// or https://")
    body = json.dumps({"reminders": [line(s) for s in found]}, ensure_ascii=False).encode("utf-8")
    request = Request(ways["webhook"], body, {"Content-Type": "application/json; charset=utf-8"})
    with urlopen(request, timeout=TIMEOUT):
        pass


def _mail(found: Sequence[State], ways: Mapping[str, str], root: Path, known: Register) -> None:
    """One mail a body whose address the register knows; bodies without one get none."""
    told: dict[str, list[str]] = {}
    for state in found:
        for body in state.many("lead"):
            entry = known.find(body)
            if entry is not None and entry.email:
                told.setdefault(entry.email, []).append(str(line(state)["text"]))
    if not told:
        return
    host, _, port = ways["smtp"].partition(":")
    with smtplib.SMTP(host, int(port or 25), timeout=TIMEOUT) as server:
        if server.has_extn("starttls"):
            server.starttls()
        if ways.get("user"):
            server.login(ways["user"], os.environ.get("GUIHUA_SMTP_PASSWORD", ""))
        for address, lines in told.items():
            mail = EmailMessage()
            mail["Subject"], mail["From"], mail["To"] = (
                f"规划事项提醒（{len(lines)}项）",
                ways.get("sender", ""),
                address,
            )
            mail.set_content("\n".join(lines))
            server.send_message(mail)
