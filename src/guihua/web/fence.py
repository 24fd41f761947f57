"""Whose rows a thread may see in PostgreSQL: the second fence, behind the table of rights.

Tables that an organisation owns (people, tokens, jobs) carry row security there (migration 0002): a statement sees rows of
the organisation that its transaction names in `guihua.organisation`, all rows where it names ALL, none where it names
nothing. The database wrapper in `guihua.web.fenced` tells each transaction what stands here. SQLite has no such fence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

NOTHING = ""
ALL = "*"
"""No organisation has this code: codes are slugs."""
VARIABLE = "guihua.organisation"
_SCOPE: ContextVar[str] = ContextVar("guihua_organisation", default=NOTHING)


def scope() -> str:
    """The code of the organisation whose rows may be seen now, ALL or NOTHING."""
    return _SCOPE.get()


@contextmanager
def within(code: str) -> Iterator[None]:
    """Inside, only rows of this organisation (or ALL, or NOTHING)."""
    token = _SCOPE.set(code)
    try:
        yield
    finally:
        _SCOPE.reset(token)


def move(code: str) -> None:
    """From here on to the end of the `within` around it; for a command, to the end of the program."""
    _SCOPE.set(code)


def for_all(function: Callable[P, R]) -> Callable[P, R]:
    """A function of the site itself (accounts, the jobs table), which works on rows of every organisation."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with within(ALL):
            return function(*args, **kwargs)

    return run
