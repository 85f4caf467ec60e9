"""Where the shared files are: real lists and samples that are read by path and never copied into this repository."""

from __future__ import annotations

import os
from pathlib import Path

from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text

ENV = "IPOPS_SHARED"


def shared_dir() -> Path | None:
    """The folder of shared files: ``IPOPS_SHARED`` if set, else ``shared`` beside the checkout, else ``None``.

    A set but wrong ``IPOPS_SHARED`` is ``None`` too: no other folder is taken in its place.
    """
    if told := os.environ.get(ENV):
        return _if_it_holds_data(Path(told))
    here = Path(__file__).resolve().parents[3]
    for checkout in (here, Path.cwd()):
        if (checkout / "src" / "ipops").is_dir() and (found := _if_it_holds_data(checkout.parent / "shared")):
            return found
    return None


def _if_it_holds_data(folder: Path) -> Path | None:
    return folder if (folder / "data").is_dir() else None


def missing(what: str) -> Unknown:
    """The answer when a shared file is not there: what is not known, and what to set so that it is."""
    told = os.environ.get(ENV)
    why = (
        Text(f"找不到共享数据文件 {what}（{ENV}={told}）。", f"The shared file {what} is not there ({ENV}={told}).")
        if told
        else Text(f"找不到共享数据文件 {what}。", f"The shared file {what} is not there.")
    )
    return Unknown(
        why=why,
        needs=Text(
            f"将环境变量 {ENV} 设为含 data 目录的共享文件夹，或把该文件夹放在代码目录旁并命名为 shared。",
            f"Set {ENV} to the folder of shared files (it holds a folder data), or put it beside the checkout as shared.",
        ),
    )


def shared_file(*parts: str) -> Path | Unknown:
    """``shared_file("reference", "sei-2021", "sei_codes.csv")``: the path under ``data``, or why there is none."""
    name = "/".join(("data", *parts))
    folder = shared_dir()
    if folder is None or not (folder / name).is_file():
        return missing(name)
    return folder / name
