"""Keeps the log from naming protected reporters: on their pages a request is logged without its person."""

import re
from typing import Any

import structlog
from django_structlog import signals

PATHS = re.compile(r"^/c/[^/]+/incidents/(?:protected|letters)/")


def _unname(request: Any, **_rest: Any) -> None:
    if PATHS.match(request.path):
        structlog.contextvars.bind_contextvars(user_id=None)


def connect() -> None:
    """Before each line that a request writes."""
    for signal in (signals.bind_extra_request_metadata, signals.bind_extra_request_finished_metadata):
        signal.connect(_unname, dispatch_uid="incidents.unlogged")
