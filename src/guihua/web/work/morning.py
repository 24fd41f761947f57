"""What the worker does once a day by the calendar rather than by a click: reminders of what is due, overdue or free to be done."""

from __future__ import annotations

import logging
from datetime import date

from guihua.errors import GuihuaError
from guihua.ledgers.notices import send
from guihua.web import desk, results
from guihua.web.switches import said, turn_to

log = logging.getLogger("guihua.worker")
DONE = "reminded"


def once_a_day() -> None:
    """Make the day's reminders, if no worker has yet. A fault is in the log; tomorrow is another day."""
    today = date.today()
    if said(DONE) == today.isoformat():
        return
    turn_to(DONE, today.isoformat(), "guihua")
    try:
        if results.store_version(results.project()):
            make(today)
    except GuihuaError as fault:
        log.warning("no reminders today: %s", fault)


def make(today: date) -> tuple[int, int]:
    """Record what is new and settle what is over: (made, settled)."""
    from guihua.ledgers.reminding import NAME, remind, reminders

    declared = desk.ledgers()
    found = tuple(
        reminder
        for of in declared.values()
        if of.name != NAME
        for reminder in reminders(of, desk.journal(of).states(), today)
    )
    book = desk.journal(declared[NAME])
    known = set(book.states())
    told = remind(book, found, today)
    fresh = [s for key, s in book.states().items() if key not in known and s.state == "open"]
    project = results.project()
    for fault in send(fresh, project.notices, project.root, desk.register()):
        log.warning("a reminder was not sent: %s", fault)
    return told
