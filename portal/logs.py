"""Structured logs: one JSON object a line on standard error, with the request id that also reaches the tasks."""

import logging
import re
from typing import Any

import structlog

SECRET_PATHS = re.compile(
    r"(/(?:invitations|calendars|apply)/[\w-]+/|/unsubscribe/|/account/password/reset/key/|/account/confirm-email/)[^/\s?]+"
)
QUERY_VALUES = re.compile(r"([?&][\w.-]+)=[^&\s]+")


def hide_link_secrets(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Links sent by mail carry a secret in their path, and searches what a report says: neither belongs in a log.

    Django names a request that was refused by the request itself.
    """
    for key in ("request", "path", "event", "message"):
        if key in event:
            event[key] = QUERY_VALUES.sub(r"\1=…", SECRET_PATHS.sub(r"\1…", _in_words(event[key])))
    return event


def _in_words(value: Any) -> str:
    return f"{value.method} {value.get_full_path()}" if hasattr(value, "get_full_path") else str(value)


_shared: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.format_exc_info,
    hide_link_secrets,
]

structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *_shared,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer(),
            "foreign_pre_chain": _shared,
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "celery": {"level": "WARNING"},
        "kombu": {"level": "WARNING"},
        "fontTools": {"level": logging.WARNING},
        "pikepdf": {"level": "WARNING"},
    },
}
