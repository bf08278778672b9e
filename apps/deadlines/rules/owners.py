"""The words by which a ladder names those who owe the duty; who they are is found when the step is taken."""

from collections.abc import Iterable
from dataclasses import dataclass

OWNER, ALTERNATE, REPRESENTATIVE = "owner", "alternate", "representative"
FIRST_OWNERS = "first_owners"
"""In the ladder of a second clock: those who owe the duty that somebody is on."""

WORDS = {
    OWNER: "those who owe it",
    ALTERNATE: "the alternate of those who owe it",
    REPRESENTATIVE: "the representative of those who owe it",
    FIRST_OWNERS: "those who owe the duty itself",
}
"""Each word, and how a sentence names it."""

OF_ORGANISATION = {OWNER: "filers", ALTERNATE: "alternates", REPRESENTATIVE: "representatives"}
CHAIR, CHAIRS_ALTERNATE = "chair", "chairs_alternate"


@dataclass(frozen=True, slots=True)
class Owners:
    """Who owes a deadline: audiences, an organisation, a person to whom it was handed over (of which organisation).

    `first`: the audiences behind FIRST_OWNERS, with their ids, which are given to nobody.
    """

    audiences: tuple[str, ...] = ()
    organisation_id: int | None = None
    seat_id: int | None = None
    seats_organisation_id: int | None = None
    first: tuple[str, ...] = ()

    def named(self, to: Iterable[str]) -> tuple[str, ...]:
        """Audiences in place of the words for owners; each once, in their order."""
        names = [name for word in to for name in (self._behind(word) if word in WORDS else (word,))]
        return tuple(dict.fromkeys(names))

    def _behind(self, word: str) -> tuple[str, ...]:
        if word == FIRST_OWNERS:
            return self.first
        if word == OWNER and self.seat_id is not None:
            return (f"seat:{self.seat_id}",)
        organisation_id = self.organisation_id or self.seats_organisation_id
        if organisation_id is not None:
            return (f"{OF_ORGANISATION[word]}:{organisation_id}",)
        if word == ALTERNATE:
            return tuple(CHAIRS_ALTERNATE if name == CHAIR else name for name in self.audiences)
        return self.audiences
