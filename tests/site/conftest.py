"""A place for whole homes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder outside pytest's own, which is closed to the system user when root runs the tests."""
    made = Path(tempfile.mkdtemp(prefix="ipops-pg-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)
