"""How an act is declared: what it is called, who is told, which clocks it starts and ends, what becomes public.

Each app lists its acts in its own `acts.py`; `manage.py show_wiring` prints the whole catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from apps.committees.rules.viewer import Viewer
from apps.kernel.registry import Registry

if TYPE_CHECKING:
    from django.db.models import QuerySet


DRILL = "DRILL: "
"""Stands before whatever is said of a drill, wherever it is said: nobody may take a rehearsal for the real thing."""


def is_drill(facts: Mapping[str, Any]) -> bool:
    """Whether the facts of an act say that it belongs to a drill."""
    return facts.get("drill") is True


def drill_first(text: str, facts: Mapping[str, Any]) -> str:
    """The text, with the mark before it, once, where the facts of its act say that it belongs to a drill."""
    return DRILL + text.removeprefix(DRILL) if is_drill(facts) else text


@dataclass(frozen=True, slots=True)
class ActKind:
    """One kind of act.

    `label` continues the actor's name in a timeline (“… filed the report”); `told` are named audiences, always cut
    to those who may see the subject; `starts` and `meets` are clocks; `moots` are clocks that fall away with the act,
    because nothing is owed any more and it was not done; `publishes` makes the redacted form that transparency shows (or
    None); `asks` says in a notice what its reader must do; `urgent` notices cannot be
    switched off; `pages` says of an act whether it cannot wait for the morning; `receipt` asks each reader to confirm
    that it was read; `quiet` acts stand in their object's timeline only, not among what has happened lately;
    `founding` acts set a committee up, keep its house or its wires, and decide nothing under its charter, which may be
    chosen as long as there are no others.
    """

    key: str
    label: str
    told: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()
    moots: tuple[str, ...] = ()
    publishes: Callable[[Any], Any] | None = None
    asks: str = ""
    icon: str = "point"
    urgent: bool = False
    pages: Callable[[Any], bool] = lambda _act: False
    receipt: bool = False
    quiet: bool = False
    founding: bool = False

    @property
    def ends(self) -> tuple[str, ...]:
        """The clocks that end with it, met or fallen away."""
        return (*self.meets, *self.moots)


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """A kind of object that acts are about.

    `address` gives the page's path from committee slug and reference; `visible` the rows a viewer may see; `seats` its
    inverse: the seats that may see one row at an instant; `titles` names rows by id; `confidential` whether mail about
    the row must carry no content; `party` the organisation (as a query of ids, None for nobody's) whose own matter the
    row is: it does not act for the committee there, so what is urgent has reached nobody while it has reached only
    them; `own` its inverse: the rows that are an organisation's own matter. `alike` gives rows by id a key: rows of
    equal key are seen by the same seats, are confidential or not, are the matter of the same party, and have the same
    seats in every audience, so that ten thousand of them are asked about once.
    """

    key: str
    label: str
    address: Callable[[str, str], str]
    visible: Callable[[Viewer], QuerySet]
    seats: Callable[[int, datetime], QuerySet]
    titles: Callable[[Collection[int]], Mapping[int, str]] = lambda _subject_ids: {}
    confidential: Callable[[int], bool] = lambda _subject_id: True
    party: Callable[[int], QuerySet | None] = lambda _subject_id: None
    own: Callable[[int], QuerySet] | None = None
    alike: Callable[[Collection[int]], Mapping[int, Hashable]] = lambda subject_ids: dict(
        zip(subject_ids, subject_ids, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Audience:
    """A named audience: in words, as seats for a subject at an instant, and whether a viewer belongs to it.

    `includes` is None where that depends on the subject; then `about` may give the subjects for which the viewer belongs
    to it, so that what is owed by it is found on the viewer's own list. One that is `of` something ("seat", "organisation") is named
    together with that one's id, as in “seat:7”, and its seats are asked for that id instead of the subject's. `of_matter`
    gives the seats by the subject's kind as well, where they differ from one matter to another. `steady` says that its
    functions ask nothing and decide nothing by the ids and instants they are given, so that their statement is written
    once (ids_by).
    """

    key: str
    label: str
    seats: Callable[[int, datetime], QuerySet]
    includes: Callable[[Viewer], bool] | None = None
    about: Callable[[Viewer], QuerySet] | None = None
    of: str = ""
    of_matter: Callable[[str, int, datetime], QuerySet] | None = None
    steady: bool = False


CATALOGUE: Registry[ActKind] = Registry("acts", "everything that can happen and what follows from it")
SUBJECTS: Registry[SubjectKind] = Registry("subjects", "what acts are about, and who may see it")
AUDIENCES: Registry[Audience] = Registry("audiences", "the groups of seats that acts and ladders are addressed to")


def audience_named(name: str) -> Audience | None:
    """The audience behind a name with or without an id (“clerks”, “seat:7”); None for one that is not registered."""
    key, _colon, owner = name.partition(":")
    audience = AUDIENCES.get(key)
    return audience if audience is not None and bool(audience.of) == owner.isdigit() else None


def seats_of(name: str, subject_id: int, at: datetime, subject_kind: str = "") -> QuerySet:
    """The seats of a named audience for a subject at an instant; raises KeyError for an unknown name."""
    audience = audience_named(name)
    if audience is None:
        raise KeyError(name)
    if audience.of_matter is not None and subject_kind:
        return audience.of_matter(subject_kind, subject_id, at)
    return audience.seats(int(name.partition(":")[2]) if audience.of else subject_id, at)


def audiences_of(viewer: Viewer) -> list[str]:
    """The names of the committee-wide audiences that the viewer belongs to."""
    return [key for key, audience in AUDIENCES if audience.includes and audience.includes(viewer)]


def narrower_audiences(viewer: Viewer) -> list[tuple[str, QuerySet]]:
    """The audiences to which the viewer belongs for some subjects only, each with those subjects."""
    return [(key, audience.about(viewer)) for key, audience in AUDIENCES if audience.about]


def shown_ref(reference: str) -> str:
    """A reference as people read it: nothing where it is a machine's long one."""
    return "" if len(reference) == 36 and reference.count("-") == 4 else reference


def declare(*kinds: ActKind) -> None:
    """Add acts to the catalogue."""
    for kind in kinds:
        CATALOGUE.register(kind.key, kind)
