"""Say, in one line each, which suites cannot run here and what to install. ``.ci/run`` requires them all."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

CHROMIUM = "/usr/bin/chromium"


def java_17() -> bool:
    """Whether ``java`` is there and new enough for Spark 4."""
    java = shutil.which("java")
    if java is None:
        return False
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603
    first = said.partition('"')[2].partition(".")[0]
    return first.isdigit() and int(first) >= 17


def loads(library: str) -> bool:
    """Whether the system has a library that Playwright's driver is linked with."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing() -> list[str]:
    lines = []
    if not java_17():
        lines.append("Spark: 缺少 Java 17 no Java 17: apt-get install openjdk-17-jre-headless")
    if importlib.util.find_spec("pyspark") is None:
        lines.append("Spark: 缺少 PySpark no PySpark: make spark")
    if not Path(CHROMIUM).exists():
        lines.append("浏览器 browser: 缺少 Chromium no Chromium: apt-get install chromium fonts-noto-cjk")
    if not loads("libatomic.so.1"):
        lines.append("浏览器 browser: 缺少 libatomic no libatomic: apt-get install libatomic1")
    shared = os.environ.get("IPOPS_SHARED")
    if not (Path(shared) if shared else Path(__file__).resolve().parents[2] / "shared").is_dir():
        lines.append("真实数据 real files: 没有 no ../shared: IPOPS_SHARED=…")
    return lines


def main() -> None:
    for line in missing():
        sys.stdout.write(f"跳过 skipped: {line}\n")


if __name__ == "__main__":
    main()
