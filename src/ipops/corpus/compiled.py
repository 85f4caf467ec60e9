"""Loops over integer arrays, compiled by Numba on first use and kept on disk for the next process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(loop: F) -> F:
    """``loop`` in machine code, one thread, without the interpreter's lock. Its arguments are arrays and numbers.

    Where nothing may be written beside the source nor in the user's cache, it is compiled anew in each process.
    """
    try:
        made: F = numba.njit(cache=True, nogil=True)(loop)
    except RuntimeError:
        made = numba.njit(nogil=True)(loop)
    return made
