"""A ceiling on time: work on a text that takes too long is left behind, and whoever asked for it goes on.

The engines cannot be interrupted, but they run beside the interpreter: the thread that waits for one is free to stop
waiting. What is left behind runs on until it is done or the process ends.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import TypeVar

from lod.model import Text

MILLION = 1_000_000
T = TypeVar("T")


class TooLongError(Exception):
    """Work took longer than it may."""


def within(seconds: float, work: Callable[[], T]) -> T:
    """What a function returns or raises. Raises TooLongError when it takes longer than ``seconds`` (0: any time).

    >>> within(1, lambda: 6 * 7)
    42
    """
    if not seconds:
        return work()
    done: Future[T] = Future()
    threading.Thread(target=_run, args=(done, work), daemon=True).start()
    try:
        return done.result(min(seconds, threading.TIMEOUT_MAX))
    except TimeoutError:
        if done.done():
            raise
        raise TooLongError from None


def allowed(limit: float, texts: Iterable[Text]) -> float:
    """The seconds that work on texts may take, given those for a million characters; fewer count as a million.

    >>> allowed(60, []), allowed(0, [])
    (60, 0)
    """
    return limit * max(1, sum(len(text.chars) for text in texts) / MILLION)


def _run(done: Future[T], work: Callable[[], T]) -> None:
    try:
        done.set_result(work())
    except BaseException as error:  # noqa: BLE001 - it is raised again where somebody waits
        done.set_exception(error)
