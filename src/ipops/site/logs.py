"""Logs: structlog's events, one JSON object a line, on standard error; the supervisor sends them to ``home/logs``."""

from __future__ import annotations

from typing import Any

import structlog

_BEFORE: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logging_config(level: str = "INFO") -> dict[str, Any]:
    """The ``dictConfig`` for Django; plain ``logging`` and structlog come out alike."""
    structlog.configure(
        processors=[*_BEFORE, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _BEFORE,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            }
        },
        "handlers": {"err": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["err"], "level": "WARNING"},
        "loggers": {
            "ipops": {"level": level},
            "django_tasks_db": {"level": "WARNING"},
            "axes": {"level": "WARNING"},
        },
    }
