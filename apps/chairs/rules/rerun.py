"""Drawing the lot again from what was published, without any database."""

from collections.abc import Mapping
from typing import Any

from apps.chairs.rules.lot import DOMAIN, draw, list_digest


def rerun(published: Mapping[str, Any]) -> list[str]:
    """The draw of a published list and seed, line by line; raises ValueError where they do not fit together."""
    members, seed = published.get("members"), published.get("seed")
    if not isinstance(members, list) or not all(isinstance(key, str) for key in members):
        raise ValueError("There is no list of members.")
    if not isinstance(seed, str):
        raise ValueError("There is no public value.")
    digest = list_digest(members)
    if published.get("digest") not in {None, "", digest}:
        raise ValueError(f"This is not the list that was closed: its digest is {digest}.")
    tickets = draw(seed, members)
    lines = [
        f"List:  {digest}",
        f"Value: {seed}",
        f"Each number is SHA-256 of {DOMAIN!r}, the value and the key, by lines.",
    ]
    lines += [f"{turn:>3}. {ticket.key}  {ticket.number}" for turn, ticket in enumerate(tickets, start=1)]
    order = published.get("order")
    if order is not None and list(order) != [ticket.key for ticket in tickets]:
        raise ValueError("The order that was published is not the one drawn: " + ", ".join(one.key for one in tickets))
    return lines
