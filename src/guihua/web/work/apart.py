"""Run one function in a process of its own with limits of memory and time: files from outside may break the parser, not the worker."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from typing import Any

from guihua.errors import GuihuaError
from guihua.web.parsing import call
from guihua.web.work.queue import Progress

MOST_MEMORY = 3 * 1024**3
MOST_SECONDS = 300


def apart(function: Callable[..., Any], *arguments: Any, progress: Progress, percent: int = 10, stage: str = "") -> Any:
    """What the function returns. Cancelling the job ends the process.

    Raises the function's own GuihuaError, or one that says that it broke or took too long.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=call, args=(there, function, arguments, MOST_MEMORY, MOST_SECONDS), daemon=True)
    child.start()
    there.close()
    end = time.monotonic() + MOST_SECONDS
    try:
        while not here.poll(0.3):
            progress(percent, stage)
            if time.monotonic() > end:
                raise GuihuaError(
                    "WEB-TOO-LONG", "处理超时 this took too long", "把文件拆小再试 split the file and try again"
                )
            if not child.is_alive() and not here.poll(0):
                raise GuihuaError(
                    "WEB-FILE-BROKE",
                    "处理这个文件时出错 the file could not be processed",
                    "用原软件另存一次再试 save it again in its program",
                )
        ok, value = here.recv()
    except EOFError:
        raise GuihuaError(
            "WEB-FILE-BROKE",
            "处理这个文件时出错 the file could not be processed",
            "用原软件另存一次再试 save it again in its program",
        ) from None
    finally:
        if child.is_alive():
            child.join(timeout=0.5)
            child.kill()
        here.close()
    if not ok:
        raise value
    return value
