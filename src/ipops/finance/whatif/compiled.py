"""Compiles a function, keeping the result on disk where that is possible: a service may run where nothing can be written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import njit


def compiled(**how: Any) -> Callable[[Any], Any]:
    """``numba.njit`` without the interpreter's lock; the cache is left out if no folder can be written."""

    def make(function: Any) -> Any:
        try:
            return njit(function, nogil=True, cache=True, **how)
        except RuntimeError:  # numba: no locator available for the file
            return njit(function, nogil=True, **how)

    return make
