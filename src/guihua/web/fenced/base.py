"""The database wrapper (Django's name for this module): each statement runs in a transaction that knows the organisation.

`set_config(…, is_local => true)` is SET LOCAL with a parameter: it ends with the transaction, so nothing is left on a
connection that the next request uses.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.db import transaction
from django.db.backends.postgresql import base

from guihua.web import fence


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection behind the fence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._told: str | None = None
        self.execute_wrappers.append(self._fenced)

    def _fenced(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Outside a transaction the statement gets one of its own."""
        with nullcontext() if self.in_atomic_block else transaction.atomic(using=self.alias):
            if self._told != fence.scope():
                self._tell(fence.scope())
            return execute(sql, params, many, context)

    def _tell(self, scope: str) -> None:
        assert self.connection is not None
        self.connection.execute("SELECT set_config(%s, %s, true)", (fence.VARIABLE, scope))
        self._told = scope

    def _set_autocommit(self, autocommit: bool) -> None:
        self._told = None
        super()._set_autocommit(autocommit)

    def _savepoint_rollback(self, sid: str) -> None:
        self._told = None
        super()._savepoint_rollback(sid)
