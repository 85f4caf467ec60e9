"""Loops over integer arrays, compiled by Numba on first use and kept on disk for the next process."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
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


def part(loop: F) -> F:
    """A function of compiled loops. It keeps nothing on disk of its own: what calls it holds it, and is closed over a ``stamp``."""
    made: F = numba.njit(nogil=True, no_cpython_wrapper=True, no_cfunc_wrapper=True)(loop)
    return made


def stamp(sources: Iterable[Path]) -> int:
    """A positive number that changes with any of the files: numba itself looks at the caller's file alone."""
    told = hashlib.sha256(b"".join(p.read_bytes() for p in sorted(sources))).digest()
    return int.from_bytes(told[:7], "big") + 1
