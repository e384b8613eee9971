"""Running what waits, in tests."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def run_apart(act: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end in a loop and a thread of its own: in this one the browser's loop may be running."""
    with ThreadPoolExecutor(1) as own:
        return own.submit(asyncio.run, act).result()
