"""Who may open the pages of the chair; Frontier's rotates, Aster presides, Borealis asks Cygnus to swap."""

from datetime import timedelta

from apps.chairs.services import ask_swap, exclude, settle
from apps.committees.models import Organisation
from apps.kernel import clock
from apps.kernel.tenancy.context import tenant
from tests.cast import Cast
from tests.chairs.factory import rotate
from tests.guards.rows import NOBODY, Row, Stage

CLERK = frozenset({"clerk"})
ASTER = frozenset({"aster.representative", "aster.alternate"})
BOREALIS = frozenset({"borealis.representative", "borealis.alternate"})
CYGNUS = frozenset({"cygnus.representative", "cygnus.alternate"})
COMING = BOREALIS | CYGNUS | {"independent"}
"""Those whose place in the cycle is still to come."""


def prepare(cast: Cast, stage: Stage) -> None:
    """The rotation, a wish to swap and an exclusion."""
    now = clock.now()
    with tenant(cast.frontier.pk):
        rotate(cast, now=now - timedelta(hours=1))
        settle(now)
        asking = cast.viewer("borealis.representative", now)
        stage["swap"] = ask_swap(actor=asking, now=now, other="cygnus", because="A busy spring").uid
        stage["year"] = now.year
        exclude(
            actor=cast.viewer("clerk", now),
            now=now,
            organisation=Organisation.objects.get(key="cygnus"),
            year=now.year,
            because="By decision",
            decision="7",
        )


def _swap(opens: frozenset[str]) -> Row:
    return Row(opens, 302, method="post", kwargs=lambda stage: {"uid": stage["swap"]})


ROWS: dict[str, Row] = {
    "chairs:index": Row(),
    "chairs:calendar": Row(),
    "chairs:draw": Row(NOBODY, kwargs=lambda _stage: {"number": 1}),
    "chairs:appoint": Row(NOBODY, refused=CLERK),
    "chairs:start": Row(CLERK),
    "chairs:value": Row(CLERK),
    "chairs:enter": Row(CLERK),
    "chairs:ask_swap": Row(COMING),
    "chairs:agree": _swap(CYGNUS),
    "chairs:decline": _swap(CYGNUS),
    "chairs:withdraw": _swap(BOREALIS),
    "chairs:absence": Row(ASTER | CLERK),
    "chairs:back": Row(NOBODY, method="post", refused=ASTER | CLERK),
    "chairs:exclude": Row(CLERK),
    "chairs:lift": Row(CLERK, kwargs=lambda stage: {"key": "cygnus", "year": stage["year"]}),
    "chairs:tick": Row(NOBODY, method="post", kwargs=lambda _stage: {"number": 1}),
    "api-chairs:terms": Row(),
    "api-chairs:plan": Row(),
    "api-chairs:current": Row(),
}
