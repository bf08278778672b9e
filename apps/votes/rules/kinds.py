"""Kinds of motions, registered by apps: what they ask for, by which rule, who votes, and what follows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from apps.committees.rules.viewer import Portal, Viewer
from apps.kernel.registry import Registry
from apps.votes.rules.charter import RULE_GENERAL
from apps.votes.states import Procedure

MEMBERS, LABS = "members", "labs"
ELECTORATES = {
    MEMBERS: "the labs that are members, and the independent members",
    LABS: "the labs that are members",
}


@dataclass(frozen=True, slots=True)
class Preview:
    """What follows for whoever looks: sentences for either end."""

    carried: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that a motion of the kind names: one of `choices`, asked for the viewer who drafts, or None for a
    reference that is typed in.
    """

    name: str
    label: str
    hint: str
    choices: Callable[[Viewer, datetime], list[tuple[str, str]]] | None = None
    optional: bool = False


Payload = Mapping[str, Any]
"""What a motion names, as canonical values, by parameter; a kind may freeze more beside it (`settle`)."""


def _no_parties(_payload: Payload, _now: datetime) -> dict[int, str]:
    return {}


def _possible(_payload: Payload, _now: datetime) -> str:
    return ""


def _unchanged(payload: Payload, _viewer: Viewer, _now: datetime) -> dict[str, Any]:
    return dict(payload)


def _nothing(_payload: Payload, _viewer: Viewer, _now: datetime) -> Preview:
    return Preview()


@dataclass(frozen=True, slots=True)
class MotionKind:
    """One kind of motion.

    `article` is the charter key of its rule; `electorate` who votes; `parameters` what it names. `settle` turns what
    was named into what is frozen with the motion (raises Invalid by parameter), for the viewer who proposes it.
    `parties` are the organisations whose own matter it is, each with why: they are recused. `impossible` says why the
    effect cannot happen any more, or nothing. `effect` makes it happen when the motion carried, inside the transaction
    that certifies it, and says in a sentence what was done (raises Refused, Invalid or Http404 where it cannot be);
    None where a decision stands for itself. `preview` says what follows for a viewer. `says` is the payload in words.
    """

    key: str
    label: str
    hint: str
    article: str = RULE_GENERAL
    electorate: str = MEMBERS
    procedures: tuple[Procedure, ...] = (Procedure.VOTE, Procedure.SILENCE, Procedure.EMERGENCY)
    parameters: tuple[Parameter, ...] = ()
    settle: Callable[[Payload, Viewer, datetime], dict[str, Any]] = _unchanged
    parties: Callable[[Payload, datetime], dict[int, str]] = _no_parties
    impossible: Callable[[Payload, datetime], str] = _possible
    effect: Callable[[Any, Portal, datetime], str] | None = None
    preview: Callable[[Payload, Viewer, datetime], Preview] = _nothing
    says: Callable[[Payload], str] = field(default=lambda _payload: "")
    chosen: bool = True
    """Whether a member may choose it; an amendment of a motion's text is begun at that motion."""


KINDS: Registry[MotionKind] = Registry("motion kinds", "what can be moved, by which rule, and what follows")

GENERAL = "general"
AMENDMENT = "amendment"

BY_VOTE = (Procedure.VOTE, Procedure.EMERGENCY)
"""For what takes a majority of its own or touches a member's seat: a party is recused and could not even object."""
