"""A Spark session the way a measure needs it: local, quiet, in UTC, in ANSI mode (traps 4). Optional: Java 17 and PySpark."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from typing import Any

NEEDS = (
    "Spark needs Java 17 (Debian: apt-get install openjdk-17-jre-headless) and: pip install -r requirements/spark.txt"
)
_CONF = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.log.level": "OFF",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.warehouse.dir": "/nonexistent",
}


def is_available() -> bool:
    return shutil.which("java") is not None and find_spec("pyspark") is not None


def connect(*, memory: str = "1g", partitions: int = 2, scratch: str = "") -> Any | str:
    """An ibis connection to a local session (joins one that runs), or the sentence that says what to install.

    ``scratch`` is where it may spill; the system's temporary folder if empty.
    """
    if not is_available():
        return NEEDS
    import ibis
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master("local[2]").appName("ipops")
    conf = {**_CONF, "spark.driver.memory": memory, "spark.sql.shuffle.partitions": str(partitions)}
    if scratch:
        conf["spark.local.dir"] = scratch
    for key, value in conf.items():
        builder = builder.config(key, value)
    return ibis.pyspark.connect(builder.getOrCreate())


def stop(con: Any) -> None:
    con._session.stop()
