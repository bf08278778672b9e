"""Who may open which route: one module an app, each with `ROWS` and, where it needs objects, `prepare`.

`tests/guards/test_role_matrix.py` fails on a route without a row.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

FRONTIER = frozenset(
    {
        *(
            f"{lab}.{role}"
            for lab in ("aster", "borealis", "cygnus")
            for role in ("representative", "alternate", "liaison")
        ),
        "counsel",
        "clerk",
        "independent",
        "auditor",
        "observer.eu",
        "observer.california",
    }
)
"""Everybody who sits in Frontier."""

COUNSEL = frozenset({"counsel"})
"""Who sits for one matter alone."""

EVERYONE = FRONTIER | {"eve", "pacific.clerk", "operator"}
"""Everybody with an account: Pacific's people and the operator, who sits nowhere, too."""

NOBODY: frozenset[str] = frozenset()
Stage = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """`opens` are the members of the cast answered with `status`; everyone else gets `otherwise`.

    Under a committee's address Eve, Pacific's clerk and the operator always get 404. `kwargs` are the address's parts
    besides the committee's slug, made from the stage that `prepare` filled. `refused` may see the object but not do
    the thing: they get 409 with the reason. `public` routes answer everybody alike, signed in or not; `anonymous` is
    what a stranger gets where that is neither the way to sign in (pages) nor 401 (API). `method` and `data` are what
    is sent (`{"json": …}` as a JSON body).
    """

    opens: frozenset[str] = FRONTIER
    status: int = 200
    otherwise: int = 404
    method: str = "get"
    kwargs: Callable[[Stage], dict[str, Any]] = field(default=lambda _stage: {})
    data: dict[str, Any] = field(default_factory=dict)
    public: bool = False
    refused: frozenset[str] = NOBODY
    anonymous: int | None = None
