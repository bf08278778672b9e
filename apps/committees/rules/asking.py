"""What the committee can be asked to decide about a thing: apps that take decisions enter it, the thing's page shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from apps.committees.rules.viewer import Viewer
from apps.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class Ask:
    """A link on the thing's page: its words, and where it leads within the committee's pages."""

    label: str
    route: str
    query: str


Asks = Callable[[Viewer, str, str, datetime], list[Ask]]
"""Of who looks, the thing's kind and its name there (an address part, not a number), and the instant: the links.

It is asked in the committee's context, for a thing that the viewer may see; it may ask the database.
"""

ASKS: Registry[Asks] = Registry("asks", "what the committee can be asked to decide about a thing, on the thing's page")


def asks_about(viewer: Viewer, kind: str, name: str, now: datetime) -> list[Ask]:
    """All links for the thing's page (templates/partials/asks.html)."""
    return [ask for _key, asks in ASKS for ask in asks(viewer, kind, name, now)]
