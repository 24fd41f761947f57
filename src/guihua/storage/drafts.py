"""Drafts: what somebody began to fill in, kept in the store so that it is backed up and moved with everything else."""

from __future__ import annotations

import json
from collections.abc import Mapping

from guihua.storage.store import Store, now


def draft(store: Store, subject: str) -> dict[str, str]:
    """What was last filled in for a subject; empty where nothing was."""
    rows = store.execute("SELECT body FROM draft WHERE subject = ?", (subject,))
    found: dict[str, str] = json.loads(str(rows[0][0])) if rows else {}
    return found


def keep_draft(store: Store, subject: str, values: Mapping[str, str]) -> None:
    """Keep it in the place of the one before."""
    body = json.dumps(dict(values), ensure_ascii=False, sort_keys=True)
    with store.transaction():
        store.execute(
            "INSERT INTO draft (subject, body, saved) VALUES (?, ?, ?) "
            "ON CONFLICT (subject) DO UPDATE SET body = excluded.body, saved = excluded.saved",
            (subject, body, now()),
        )
