"""Odd requests drawn from the API's own description, sent by a lab and by a clerk: none may end in a 500.

The draws are the same every time; a look for new ones is EXAMPLES made larger and `derandomize` false.
"""

import contextlib
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as drawing
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core import NotSet

from apps.deadlines.models import Deadline
from apps.kernel import clock
from apps.kernel.tenancy.context import tenant
from apps.membership.rules.charter import INVITATION_DAYS
from apps.membership.services import draft_amendment
from apps.pauses.services.signing import sign_measures
from apps.pauses.tasks import SIGNER
from tests.cast import NOW, Cast
from tests.incidents.factory import filed
from tests.pauses.factory import imposed
from tests.votes.factory import voting

pytestmark = [pytest.mark.django_db, pytest.mark.walks]

EXAMPLES = 6
steady = drawing(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
SENDERS = ("borealis.liaison", "clerk")
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


def _path(case: Any, known: dict[str, str]) -> str:
    parts = dict(case.path_parameters or {}) | known
    return case.operation.path.format(**{name: quote(str(value), safe="") or "x" for name, value in parts.items()})


def _query(case: Any) -> dict[str, Any]:
    return {str(name): "" if value is None else value for name, value in (case.query or {}).items()}


def _body(case: Any) -> bytes:
    body = case.body
    if isinstance(body, NotSet):
        return b""
    return body if isinstance(body, bytes) else json.dumps(body, default=str).encode()


def _send(client: Client, case: Any, known: dict[str, str]) -> Any:
    return client.generic(
        case.operation.method.upper(),
        _path(case, known),
        _body(case),
        content_type=case.media_type or "application/json",
        query_params=_query(case),
    )


def _draws(operation: Any, mode: GenerationMode, look: Callable[[Any], None]) -> None:
    """Hand EXAMPLES requests to one operation; one that takes nothing that could be wrong has none."""

    @steady
    @given(drawn=operation.as_strategy(generation_mode=mode))
    def attempt(drawn: Any) -> None:
        look(drawn)

    with contextlib.suppress(Unsatisfiable):
        attempt()


@pytest.mark.parametrize("mode", MODES)
def test_no_request_that_the_description_leads_to_ends_in_a_500(
    cast: Cast, settings: Any, mode: GenerationMode
) -> None:
    """What is drawn is the same for both senders, and drawing costs as much as sending."""
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    senders = {name: Client(raise_request_exception=False) for name in SENDERS}
    for name, client in senders.items():
        client.force_login(cast[name].person)
    with tenant(cast.frontier.pk):
        known = {"slug": "frontier", "ref": filed(cast, tlp="TLP:GREEN").ref}
        motion = voting(cast, at=NOW, procedure="emergency").ref
        deadline = str(Deadline.objects.latest("pk").uid)
        pause = imposed(cast, NOW).ref
        sign_measures(actor=SIGNER, now=clock.now(), key=Ed25519PrivateKey.generate())
        draft = draft_amendment(actor=cast.viewer("clerk"), now=NOW, title="Shorter", values={INVITATION_DAYS: 7})
    schema = schemathesis.openapi.from_dict(senders["clerk"].get("/api/v1/schema/?format=json").json())
    seen: dict[str, list[int]] = {name: [] for name in SENDERS}

    def look(drawn: Any) -> None:
        path = drawn.operation.path
        there = known | {"uid": str(draft.uid) if "/charter/" in path else deadline}
        there |= {"ref": motion} if "/motions/" in path else {"ref": pause} if "/pauses/" in path else {}
        for parts in (there, {"slug": "frontier"}):
            for name, client in senders.items():
                answer = _send(client, drawn, parts)
                seen[name].append(answer.status_code)
                assert answer.status_code < 500, (answer.status_code, name, drawn.operation.label, drawn)

    for operation in schema.get_all_operations():
        _draws(operation.ok(), mode, look)
    for answers in seen.values():
        assert len(answers) > 10 * EXAMPLES
        assert {200, 404} <= set(answers)
