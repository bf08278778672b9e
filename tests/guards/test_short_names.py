"""No organisation is called like a page: its own would never open."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver, resolve

from apps.kernel.decisions import Invalid
from apps.membership.rules.keys import RESERVED_KEYS
from apps.membership.services.applications import admit_organisation
from apps.votes.kinds.members import _short_name
from tests.cast import NOW, Cast

OF_ORGANISATIONS = re.compile(r"<slug:(key|lab|organisation)>")
"""How addresses hold the short name of an organisation."""
OTHERS = {"int": "1", "uuid": "1b4e28ba-2fa1-11d2-883f-0016d3cca427", "slug": "x", "str": "x"}
"""What stands for everything else in them."""


def _routes(patterns: list[Any], before: str) -> Iterator[str]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, route)
        else:
            yield route


def _taken_words() -> set[str]:
    """The words that lead to another page where the short name of an organisation stands."""
    routes = list(_routes(get_resolver().url_patterns, ""))
    words = {part for route in routes for part in route.split("/") if re.fullmatch(r"[a-z0-9-]+", part)}
    found = set()
    for route in filter(OF_ORGANISATIONS.search, routes):
        around = re.sub(r"<(\w+):\w+>", lambda one: OTHERS[one[1]], OF_ORGANISATIONS.sub("{}", route))
        assert resolve(f"/{around.format('dione')}").route == route
        found |= {word for word in words if resolve(f"/{around.format(word)}").route != route}
    return found


def test_every_word_that_stands_where_a_short_name_could_is_reserved() -> None:
    assert _taken_words() == RESERVED_KEYS


@pytest.mark.django_db
def test_nobody_is_admitted_under_a_reserved_word(frontier: Cast) -> None:
    given: dict[str, Any] = {"name": "Join", "kind": "lab", "decision": "Decision 8", "because": "It applied."}
    with pytest.raises(Invalid, match="page of its own"):
        admit_organisation(actor=frontier.viewer("clerk"), now=NOW, key="join", **given)


@pytest.mark.django_db
def test_an_applicant_of_such_a_name_is_given_another_short_name(frontier: Cast) -> None:
    assert [_short_name(name) for name in ("Join", "Aster", "Dione")] == ["join-2", "aster-2", "dione"]
