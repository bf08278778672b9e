"""How every verb of a case ends: its act."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from apps.committees.rules.viewer import Actor
from apps.disputes.acts.papers import SERVICE
from apps.disputes.models import PAPER, Case, Paper, Service
from apps.disputes.rules.who import SUBJECT
from apps.record.models import Act
from apps.record.services import record


def tell(kind: str, case: Case, *, actor: Actor, now: datetime, facts: Mapping[str, Any] | None = None, sealed: Mapping[str, Any] | None = None) -> Act:  # fmt: skip
    """Record an act on the case; whoever reads anything of the case reads its facts."""
    return record(kind, actor=actor, now=now, subject=(SUBJECT, case.pk, case.ref), facts=facts, sealed=sealed)


def tell_of_paper(kind: str, paper: Paper, *, actor: Actor, now: datetime, sealed: Mapping[str, Any] | None = None) -> Act:  # fmt: skip
    """Record an act on a paper; its facts say nothing, what it holds is committed to."""
    return record(kind, actor=actor, now=now, subject=(PAPER, paper.pk, paper.ref), sealed=sealed)


def tell_of_service(kind: str, service: Service, *, actor: Actor, now: datetime) -> Act:
    """Record an act on the service of a paper on one party."""
    facts = {"party": service.party.organisation.key}
    return record(kind, actor=actor, now=now, subject=(SERVICE, service.pk, service.paper.ref), facts=facts)
