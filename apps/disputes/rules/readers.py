"""As whom a viewer reads a document of a case, and so what they see of it."""

from collections.abc import Collection
from dataclasses import dataclass

from apps.committees.rules.viewer import Viewer
from apps.committees.states import MEMBER_ROLES, Role
from apps.disputes.rules.sight import Paper, Reader, Sight, sight
from apps.disputes.rules.who import SUBJECT, Case
from apps.disputes.states import Capacity, Stage


@dataclass(frozen=True, slots=True)
class Author:
    """Who filed a document: an organisation, or a panel of the case by its number from 1; neither where the portal did."""

    organisation_id: int = 0
    panel: int = 0


OF_MEMBERS = MEMBER_ROLES | {Role.LIAISON}


def reader_of(viewer: Viewer, case: Case, author: Author, *, addressed_only: bool = False) -> Reader:
    """As whom a viewer reads what this author filed.

    A party is never anything else, whatever office its people hold; one panel's papers are not another's own.
    `addressed_only` is of an authority whose access covers what is addressed to it: it has no more than the public.
    """
    if viewer.is_operator:
        return Reader.OPERATOR
    if viewer.is_for_one_matter and viewer.matter != case.ref:
        return Reader.PUBLIC
    if viewer.role == Role.PANELLIST:
        return _on_a_panel(case.panel_seats.get(viewer.seat_id, ()), author)
    if viewer.organisation_id in case.parties:
        return _taking_part(viewer, case, author)
    if viewer.is_clerk:
        return Reader.OWN if viewer.organisation_id == author.organisation_id else Reader.CLERK
    if viewer.presides_over(SUBJECT, case.pk):
        return Reader.PRESIDING
    if viewer.role in OF_MEMBERS:
        return Reader.MEMBER
    return Reader.PUBLIC if addressed_only or viewer.role == Role.COUNSEL else Reader.OTHER


def _on_a_panel(panels: Collection[int], author: Author) -> Reader:
    if not panels:
        return Reader.PUBLIC
    return Reader.OWN if author.panel in panels else Reader.PANEL


def _taking_part(viewer: Viewer, case: Case, author: Author) -> Reader:
    if viewer.organisation_id == author.organisation_id:
        return Reader.OWN
    if case.parties[viewer.organisation_id] == Capacity.THIRD_PARTY:
        return Reader.THIRD
    return Reader.COUNSEL if viewer.role == Role.COUNSEL else Reader.RIVAL


def sight_of(
    viewer: Viewer, case: Case, stage: Stage, paper: Paper, author: Author, *, addressed_only: bool = False
) -> Sight:
    """What a viewer sees of a paper that this author filed."""
    return sight(reader_of(viewer, case, author, addressed_only=addressed_only), stage, paper)
