"""Who may open what machines read of pauses: one order of the chair's office that stands, one that waits for labs."""

from typing import Any

from apps.kernel import ed25519
from apps.pauses.services.signing import sign_measures
from apps.pauses.tasks import SIGNER
from tests.cast import LABS, NOW, Cast
from tests.guards.rows import COUNSEL, FRONTIER, NOBODY, Row, Stage
from tests.pauses import factory
from tests.pauses.factory import DAY

READERS = FRONTIER - COUNSEL
OF_LABS = frozenset(name for name in FRONTIER if name.split(".")[0] in LABS)
VOICES = frozenset(f"{lab}.{role}" for lab in LABS for role in ("representative", "alternate"))


def prepare(cast: Cast, stage: Stage) -> None:
    """Both orders, and every lab's document signed."""
    stage["pause machines"] = factory.imposed(cast).ref
    waits = factory.draft(cast)
    waits.state, waits.labs_needed, waits.share_needed = "conditional", 3, "0"
    waits.laid_at, waits.condition_by = NOW, NOW + 90 * DAY
    waits.year, waits.number, waits.ref = 2026, 900, "PAU-2026-0900"
    waits.save()
    stage["pause waits"] = waits.ref
    sign_measures(actor=SIGNER, now=NOW, key=ed25519.Ed25519PrivateKey.from_private_bytes(b"k" * 32))


def _on(name: str = "pause machines") -> Any:
    return lambda stage: {"ref": stage[name]}


def _post(
    opens: frozenset[str], status: int, on: str = "pause machines", refused: frozenset[str] = NOBODY, **data: Any
) -> Row:
    return Row(opens, status, method="post", kwargs=_on(on), data=data, refused=refused)


ROWS: dict[str, Row] = {
    "pauses:binding": Row(),
    "api-pauses:list": Row(),
    "api-pauses:measures": Row(OF_LABS),
    "api-pauses:detail": Row(READERS, kwargs=_on()),
    "api-pauses:join": _post(VOICES, 200, "pause waits", READERS - VOICES),
    "api-pauses:leave": _post(NOBODY, 200, "pause waits", READERS),
    "api-pauses:acknowledge": _post(OF_LABS, 200),
    "api-pauses:attestations": Row(READERS, kwargs=_on()),
    # Without a file it is incomplete, for whoever sees the order.
    "api-pauses:evidence": _post(READERS, 400),
    "api-pauses:permits": Row(READERS, kwargs=_on()),
    "public-pauses:keys": Row(public=True),
    "public-pauses:keys-json": Row(public=True),
}
