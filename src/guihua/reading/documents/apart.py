"""Reading a format whose library cannot be trusted with memory: in a process of its own, within the caps of memory and time.

A PDF of 80 KB can unpack to gigabytes inside the library, where no Python check sees it. The child sets its limits, reads, and hands the
Document back; a child that dies names the cap.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import BinaryIO

from guihua.errors import GuihuaError
from guihua.plan.limits import beyond, limit
from guihua.reading.documents.document import Document

WITHIN = "GUIHUA_APART"
"""Set in a process that has its limits already: it reads by itself."""
_OUT_OF_TIME = (-signal.SIGXCPU, -signal.SIGKILL)


def apart(reader: Callable[[bytes, str], Document], data: bytes, source: str) -> Document:
    """What the reader makes of the bytes. `reader` is a function of a module, called by its name.

    Raises the reader's GuihuaError, LIMIT-MEMORY or LIMIT-SECONDS.
    """
    if os.environ.get(WITHIN):
        return reader(data, source)
    command = [sys.executable, "-m", __name__, reader.__module__, reader.__name__, source]
    try:
        done = subprocess.run(
            command,
            check=False,
            input=data,
            capture_output=True,
            timeout=2 * limit("seconds"),
            env={**os.environ, WITHIN: "1"},
        )
    except subprocess.TimeoutExpired:
        raise beyond("seconds", source) from None
    if done.returncode or not done.stdout:
        raise beyond("seconds" if done.returncode in _OUT_OF_TIME else "memory", source)
    ok, value = pickle.loads(done.stdout)  # from our own child
    if not ok:
        raise value
    assert isinstance(value, Document)
    return value


def _child(module: str, name: str, source: str, out: BinaryIO) -> int:
    from importlib import import_module

    _limit()
    data = sys.stdin.buffer.read()
    try:
        answer: tuple[bool, object] = (True, getattr(import_module(module), name)(data, source))
    except GuihuaError as error:
        answer = (False, error)
    except MemoryError:
        answer = (False, beyond("memory", source))
    out.write(pickle.dumps(answer))
    return 0


def _limit() -> None:
    try:
        import resource
    except ImportError:  # no such limits on this system
        return
    resource.setrlimit(resource.RLIMIT_AS, (limit("memory"), limit("memory")))
    resource.setrlimit(resource.RLIMIT_CPU, (limit("seconds"), limit("seconds")))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(_child(sys.argv[1], sys.argv[2], sys.argv[3], sys.stdout.buffer))
