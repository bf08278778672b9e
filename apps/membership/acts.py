"""What can happen to committees, organisations, seats, invitations, tokens and operator sessions."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from apps.committees.models import ApiToken, CharterDraft, Committee, Invitation, OperatorSession, Organisation, Seat
from apps.committees.models.seat import Administrator, not_for_another
from apps.committees.rules.charter import SECTIONS
from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.membership import acts_of_members as of_members
from apps.membership.rules.charter import SECTION
from apps.record.rules import SUBJECTS, ActKind, SubjectKind, declare
from apps.transparency.rules import Published

COMMITTEE_CREATED = "committee.created"
ORGANISATION_ADDED = "organisation.added"
SEAT_FILLED = "seat.filled"
SEAT_ENDED = "seat.ended"
SERVICE_SEAT_ADDED = "seat.service_added"
SEAT_REPLACED = "seat.replaced"
SEAT_TO_END = "seat.to_end"
COVER_DECLARED = "seat.cover_declared"
COVER_ENDED = "seat.cover_ended"
FACTOR_ASKED = "factor_reset.asked"
FACTOR_RESET = "factor_reset.done"
FACTOR_REFUSED = "factor_reset.refused"
OFFICE_FILLED = "office.filled"
OFFICE_ENDED = "office.ended"
ADMINISTRATOR_NAMED = "seat.administrator_named"
INVITED = "invitation.made"
PROPOSED = "invitation.proposed"
CONFIRMED = "invitation.confirmed"
RESENT = "invitation.resent"
WITHDRAWN = "invitation.withdrawn"
ACCEPTED = "invitation.accepted"
KEY_MADE = "token.made"
KEY_REVOKED = "token.revoked"
OPERATOR_OPENED = "operator_session.opened"
OPERATOR_CLOSED = "operator_session.closed"
CHARTER_DRAFTED = "charter.drafted"
CHARTER_DRAFT_CHANGED = "charter.draft_changed"
CHARTER_AMENDED = "charter.amended"
CHARTER_DRAFT_WITHDRAWN = "charter.draft_withdrawn"
PRESET_CHOSEN = "charter.preset_chosen"
TEST_NOTICE = "committee.test_notice"
SETUP_CLOSED = "committee.setup_closed"

COMES = frozenset({of_members.ADMITTED, of_members.ADMITTED_AGAIN})
GOES = frozenset({of_members.LEFT, of_members.EXPELLED})
"""The acts on an organisation by which it becomes a member, and by which it ceases to be one."""

EVERY_MEMBER = ("members", "clerks")


def _everyone(_subject_id: int, at: datetime) -> QuerySet[Seat]:
    return Seat.objects.at(at)


def _keepers(invitation_id: int, at: datetime) -> QuerySet[Seat]:
    """The clerks, and the administrator of the organisation that is invited to."""
    managing = Administrator.objects.at(at).filter(organisation__invitations=invitation_id)
    return Seat.objects.at(at).filter(Q(role=Role.CLERK) | Q(pk__in=managing.values("seat")))


def _token_seats(token_id: int, at: datetime) -> QuerySet[Seat]:
    organisations = ApiToken.objects.filter(pk=token_id).values("seat__organisation")
    return Seat.objects.at(at).filter(not_for_another(), Q(organisation__in=organisations) | Q(role=Role.CLERK))


def _invitations(viewer: Viewer) -> QuerySet[Invitation]:
    rows = Invitation.objects.all()
    if viewer.is_clerk or viewer.is_operator:
        return rows
    return rows.filter(organisation=viewer.organisation_id) if viewer.administers else rows.none()


def _tokens(viewer: Viewer) -> QuerySet[ApiToken]:
    if viewer.is_clerk or viewer.is_operator:
        return ApiToken.objects.all()
    rows = ApiToken.objects.filter(seat__organisation=viewer.organisation_id)
    return rows.none() if viewer.is_for_one_matter else rows


def _address(path: str) -> Callable[[str, str], str]:
    return lambda slug, ref: f"/c/{slug}/{path.format(ref=ref)}"


def _open(_subject_id: int) -> bool:
    return False


def _seat_titles(seat_ids: Collection[int]) -> dict[int, str]:
    seats = Seat.objects.filter(pk__in=seat_ids).select_related("person", "organisation")
    return {seat.pk: str(seat) for seat in seats}


def _drafts(draft_ids: Collection[int]) -> dict[int, str]:
    return dict(CharterDraft.objects.filter(pk__in=draft_ids).values_list("pk", "title"))


def _amended(act: Any) -> Published:
    """What the public reads of an amendment: what it changes, by which decision; not why it was drafted, nor by whom."""
    facts = act.facts
    title = f"Charter, version {facts['version']}"
    body = {"in force from": facts["in_force_at"], "decision": facts["decision"], "changes": facts["changes"]}
    return Published("charter", "charter", title, "The committee has amended its charter.", body)


def _declare_people() -> None:
    declare(
        ActKind(OFFICE_FILLED, "recorded who holds an office now", told=("everyone",), icon="building-bank"),
        ActKind(OFFICE_ENDED, "recorded the end of a term of office", told=("everyone",), icon="building-bank"),
        ActKind(
            FACTOR_ASKED,
            "asked for the reset of a lost second factor",
            told=("clerks",),
            asks="Make sure that the person asked for it, then confirm or refuse.",
            icon="lock-open",
            urgent=True,
            founding=True,
        ),
        ActKind(
            FACTOR_RESET,
            "reset a lost second factor",
            told=EVERY_MEMBER,
            icon="shield-off",
            urgent=True,
            founding=True,
        ),
        ActKind(
            FACTOR_REFUSED,
            "turned down the reset of a second factor",
            told=("clerks",),
            icon="shield-lock",
            founding=True,
        ),
        ActKind(SEAT_REPLACED, "appointed somebody else to the seat", told=EVERY_MEMBER, icon="replace", founding=True),
        ActKind(SEAT_TO_END, "set the end of the seat", told=EVERY_MEMBER, icon="calendar-x", founding=True),
        ActKind(
            COVER_DECLARED,
            "declared that the alternate takes over",
            told=EVERY_MEMBER,
            icon="user-share",
            founding=True,
        ),
        ActKind(COVER_ENDED, "ended the alternate's time", told=EVERY_MEMBER, icon="user-check", founding=True),
        ActKind(
            ADMINISTRATOR_NAMED,
            "named the organisation's administrator",
            told=("clerks",),
            icon="user-cog",
            founding=True,
        ),
        ActKind(
            PROPOSED,
            "proposed a person for a seat that a clerk must confirm",
            told=("clerks",),
            asks="Confirm the seat, or withdraw the offer.",
            icon="mail-question",
            founding=True,
        ),
        ActKind(CONFIRMED, "confirmed the seat and sent the invitation", icon="mail-check", founding=True),
    )


def _register_subjects() -> None:
    for subject in (
        SubjectKind(
            "committee",
            "committee",
            _address("charter/"),
            lambda viewer: Committee.objects.filter(pk=viewer.committee_id),
            _everyone,
            lambda pks: dict(Committee.objects.filter(pk__in=pks).values_list("pk", "name")),
            _open,
        ),
        SubjectKind(
            "organisation",
            "organisation",
            _address("members/{ref}/"),
            lambda _viewer: Organisation.objects.all(),
            _everyone,
            lambda pks: dict(Organisation.objects.filter(pk__in=pks).values_list("pk", "name")),
            _open,
        ),
        SubjectKind(
            "seat",
            "seat",
            _address("seats/{ref}/"),
            lambda _viewer: Seat.objects.all(),
            _everyone,
            _seat_titles,
            _open,
        ),
        SubjectKind("invitation", "invitation", _address("invitations/"), _invitations, _keepers),
        SubjectKind("token", "API token", _address("tokens/"), _tokens, _token_seats),
        SubjectKind(
            "operator_session",
            "operator session",
            _address("operators/"),
            lambda _viewer: OperatorSession.objects.all(),
            _everyone,
            lambda pks: dict(OperatorSession.objects.filter(pk__in=pks).values_list("pk", "reason")),
            _open,
        ),
        SubjectKind(
            "charter_draft",
            "draft amendment",
            _address("charter/drafts/{ref}/"),
            lambda _viewer: CharterDraft.objects.all(),
            _everyone,
            _drafts,
            _open,
        ),
    ):
        SUBJECTS.register(subject.key, subject)


def _declare_papers() -> None:
    declare(
        ActKind(COMMITTEE_CREATED, "founded the committee", icon="building-community", founding=True),
        ActKind(ORGANISATION_ADDED, "added the organisation", told=EVERY_MEMBER, icon="building", founding=True),
        ActKind(SEAT_FILLED, "filled the seat", told=EVERY_MEMBER, icon="user-plus", founding=True),
        ActKind(SEAT_ENDED, "ended the seat", told=EVERY_MEMBER, icon="user-minus", founding=True),
        ActKind(SERVICE_SEAT_ADDED, "added a service seat", told=("clerks",), icon="robot", founding=True),
        ActKind(INVITED, "sent an invitation", icon="mail", founding=True),
        ActKind(RESENT, "sent the invitation again", icon="mail-forward", founding=True),
        ActKind(WITHDRAWN, "withdrew the invitation", icon="mail-x", founding=True),
        ActKind(ACCEPTED, "accepted the invitation", told=("clerks",), icon="mail-check", founding=True),
        ActKind(KEY_MADE, "made an API token", icon="key", founding=True),
        ActKind(KEY_REVOKED, "revoked an API token", icon="key-off", founding=True),
        ActKind(
            OPERATOR_OPENED,
            "opened a session to look into the committee",
            told=EVERY_MEMBER,
            icon="eye-exclamation",
            urgent=True,
            founding=True,
        ),
        ActKind(OPERATOR_CLOSED, "closed the session", told=EVERY_MEMBER, icon="eye-off", founding=True),
        ActKind(CHARTER_DRAFTED, "drafted an amendment of the charter", told=EVERY_MEMBER, icon="scale", founding=True),
        ActKind(CHARTER_DRAFT_CHANGED, "changed the draft amendment", told=EVERY_MEMBER, icon="pencil", founding=True),
        ActKind(
            CHARTER_AMENDED,
            "recorded that the committee has amended its charter",
            told=("everyone",),
            publishes=_amended,
            icon="scale",
            urgent=True,
        ),
        ActKind(
            CHARTER_DRAFT_WITHDRAWN, "withdrew the draft amendment", told=EVERY_MEMBER, icon="scale", founding=True
        ),
        ActKind(PRESET_CHOSEN, "chose the charter's preset", told=EVERY_MEMBER, icon="scale", founding=True),
        ActKind(
            TEST_NOTICE,
            "sent a test notice to every seat",
            told=("everyone",),
            asks="Open this notice: that shows that notices reach you.",
            icon="bell-ringing",
            urgent=True,
            founding=True,
        ),
        ActKind(SETUP_CLOSED, "closed the checklist of setting up", icon="checkbox", quiet=True, founding=True),
    )


def register() -> None:
    """Fill the catalogue, the subjects and the charter."""
    SECTIONS.register(SECTION.key, SECTION)
    _register_subjects()
    _declare_people()
    _declare_papers()
