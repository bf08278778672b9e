"""`Idempotency-Key`: the same request gets its first answer again (API.md).

The answer is stored in the request's own transaction, so it stands exactly when the work does. A request still
running is found by a transaction-level advisory lock, since its row is not visible yet.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from apps.committees.models import IdempotentAnswer
from apps.kernel import clock
from apps.kernel.api.problems import problem_response

KEPT_HEADERS = ("Content-Type", "Location", "ETag")
MOST_CHARACTERS = 200


def answer_once(request: Any, get_response: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    """Answer an API POST with a key once; everything else passes through."""
    key = request.headers.get("Idempotency-Key", "")
    if not key or request.method != "POST" or not request.path.startswith("/api/") or not request.viewer.seat_id:
        return get_response(request)
    if len(key) > MOST_CHARACTERS:
        return problem_response(400, _("Idempotency-Key may have at most 200 characters."))
    seat_id = request.viewer.seat_id
    if not _try_lock(f"{request.committee.pk}:{seat_id}:{key}"):
        return problem_response(409, _("The first request with this key is still running. Try again shortly."))
    fingerprint = _fingerprint(request)
    known = IdempotentAnswer.objects.filter(seat_id=seat_id, key=key).first()
    if known is not None:
        return _again(known, fingerprint)
    response = get_response(request)
    if response.status_code < 400:
        IdempotentAnswer.objects.create(
            seat_id=seat_id,
            key=key,
            fingerprint=fingerprint,
            status=response.status_code,
            headers={name: response[name] for name in KEPT_HEADERS if name in response},
            body=response.content,
            created_at=clock.now(),
        )
    return response


def _again(known: IdempotentAnswer, fingerprint: str) -> HttpResponse:
    if known.fingerprint != fingerprint:
        return problem_response(422, _("This Idempotency-Key was used for another request. Choose a new one."))
    response = HttpResponse(bytes(known.body), status=known.status)
    for name, value in known.headers.items():
        response[name] = value
    response["Idempotent-Replayed"] = "true"
    return response


def _try_lock(name: str) -> bool:
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        return cursor.fetchone()[0]


def _fingerprint(request: Any) -> str:
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type == "multipart/form-data":
        for name, values in sorted(request.POST.lists()):
            digest.update(f"{name}={values}\n".encode())
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                digest.update(f"{name}:{file.name}:".encode())
                for chunk in file.chunks():
                    digest.update(chunk)
                file.seek(0)
    else:
        digest.update(request.body)
    return digest.hexdigest()
