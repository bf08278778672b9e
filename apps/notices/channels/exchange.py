"""One request to somebody else's machine, and what its answer means for a message."""

import ssl
from collections.abc import Callable, Collection, Mapping
from functools import cache

from apps.kernel import egress
from apps.notices.channels import Gone, Said, Undeliverable, Unreachable

GONE = frozenset({410})


def exchange(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    in_words: Callable[[egress.Answer], str],
    gone: Collection[int] = GONE,
) -> Said:
    """POST the body; returns once the other end has accepted it (2xx).

    `in_words` makes of an answer what is kept of it, without secrets; by a status among `gone` the other end says that
    nobody is there any more. Raises Unreachable, Undeliverable or Gone.
    """
    try:
        answer = egress.post(url, body, headers, tls=_authorities())
    except egress.NotAllowed as error:
        raise Undeliverable(error.reason) from error
    except egress.Unreachable as error:
        raise Unreachable(error.reason) from error
    if answer.is_success:
        return Said(in_words(answer), answer.status)
    failure = Gone if answer.status in gone else Undeliverable
    raise failure(in_words(answer), answer.status, answer.retry_after)


@cache
def _authorities() -> ssl.SSLContext:
    """The system's authorities, read once: that takes some 20 ms, longer than many an exchange."""
    return ssl.create_default_context()
