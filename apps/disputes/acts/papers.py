"""What can happen to a paper and to its service on a party, who is told, and which clocks service starts."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.deadlines.rules import CLOCKS, ClockRule, Step
from apps.disputes.acts.clocks import TO_REPLY
from apps.disputes.acts.times import of_services
from apps.disputes.models import PAPER, CaseParty, Paper, Service, seats_that_read_paper
from apps.disputes.rules.clocks import Clock, Event
from apps.disputes.rules.sight import Sight
from apps.disputes.rules.who import SPEAKING
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, Audience, SubjectKind, declare

SERVICE = "dispute_service"
"""What is between one paper and one party: that it was sent, opened, answered."""

ENTERED = "dispute_paper.entered"
SERVED = "dispute_service.served"
SERVED_COMPLAINT = "dispute_service.served_complaint"
SERVED_AGAIN = "dispute_service.served_again"
OPENED = "dispute_service.opened"
OPENED_LATE = "dispute_service.opened_late"
ANSWERED = "dispute_service.answered"
SILENT = "dispute_service.silent"
NO_LONGER_OWED = "dispute_service.no_longer_owed"

UNANSWERED = "dispute_service.unanswered"
"""What comes at the end of its time: it is served a second time, or the party's silence is on record."""

PAPER_READERS = "dispute_paper.readers"
SERVED_PARTY = "dispute_service.party"
BOTH = "dispute_service.sides"


def _paper_titles(ids: Collection[int]) -> Mapping[int, str]:
    rows = Paper.objects.filter(pk__in=ids).select_related("case")
    return {paper.pk: f"{paper.get_kind_display()} in {paper.case.ref}" for paper in rows}


def _paper_address(slug: str, ref: str) -> str:
    case, _slash, name = ref.partition("/")
    return reverse("disputes:paper", args=[slug, case, name])


def services_for(viewer: Viewer) -> QuerySet[Service]:
    """The services of which a viewer knows: on its own organisation, and of papers of which it reads something."""
    read = Q(paper__in=Paper.objects.read_by(viewer, Sight.REDACTED))
    if viewer.is_operator:
        return Service.objects.filter(read)
    own = Q(party__organisation=viewer.organisation_id)
    if viewer.is_for_one_matter:
        own &= Q(paper__case__ref=viewer.matter)
    return Service.objects.filter(own | read)


def _service_seats(service_id: int, at: datetime) -> QuerySet[Seat]:
    service = Service.objects.select_related("party", "paper__case").get(pk=service_id)
    readers = seats_that_read_paper(service.paper_id, at, Sight.REDACTED)
    theirs = Q(organisation=service.party.organisation_id) & (Q(matter="") | Q(matter=service.paper.case.ref))
    return Seat.objects.at(at).filter(theirs | Q(pk__in=readers.values("pk")))


def _service_titles(ids: Collection[int]) -> Mapping[int, str]:
    rows = Service.objects.filter(pk__in=ids).select_related("paper__case", "party__organisation")
    return {row.pk: f"{row.paper.get_kind_display()} in {row.paper.case.ref}, served on {row.party.organisation.name}" for row in rows}  # fmt: skip


def _served_seats(service_id: int, at: datetime) -> QuerySet[Seat]:
    """Who binds the party that was served, or its agent of record where it has named one."""
    service = Service.objects.select_related("party", "paper__case").get(pk=service_id)
    seats = Seat.objects.at(at).filter(organisation=service.party.organisation_id, role__in=SPEAKING)
    return seats.filter(Q(matter="") | Q(matter=service.paper.case.ref))


def _side_seats(service_id: int, at: datetime) -> QuerySet[Seat]:
    service = Service.objects.select_related("paper__case").get(pk=service_id)
    parties = CaseParty.objects.filter(case=service.paper.case_id, left_at=None)
    seats = Seat.objects.at(at).filter(organisation__in=parties.values("organisation"), role__in=SPEAKING)
    return seats.filter(Q(matter="") | Q(matter=service.paper.case.ref))


def register() -> None:
    """Fill the subjects, the audiences, the clocks and the catalogue."""
    SUBJECTS.register(
        PAPER,
        SubjectKind(
            key=PAPER,
            label="paper of a dispute",
            address=_paper_address,
            visible=lambda viewer: Paper.objects.read_by(viewer),
            seats=seats_that_read_paper,
            titles=_paper_titles,
            party=lambda pk: Organisation.objects.filter(pk__in=Paper.objects.filter(pk=pk).values("organisation")).values("pk"),
            own=lambda organisation_id: Paper.objects.filter(organisation=organisation_id),
        ),
    )  # fmt: skip
    SUBJECTS.register(
        SERVICE,
        SubjectKind(
            key=SERVICE,
            label="service of a paper",
            address=_paper_address,
            visible=services_for,
            seats=_service_seats,
            titles=_service_titles,
            own=lambda organisation_id: Service.objects.filter(party__organisation=organisation_id),
        ),
    )
    AUDIENCES.register(PAPER_READERS, Audience(PAPER_READERS, "everyone who reads the paper", seats_that_read_paper))
    AUDIENCES.register(SERVED_PARTY, Audience(SERVED_PARTY, "who speaks for the party that is served", _served_seats))
    AUDIENCES.register(BOTH, Audience(BOTH, "who speaks for those who take part in the case", _side_seats))
    CLOCKS.register(
        TO_REPLY,
        ClockRule(
            key=TO_REPLY,
            name="Reply to the complaint",
            owed_by=(),
            length=0,
            unit="days",
            because="",
            terms=of_services(Clock.REPLY, Event.COMPLAINT_SERVED),
            ladder=(Step(-48, to=("owner", "representative"), does="remind"), Step(-12, to=("owner", "representative"), does="remind")),
            at_end=UNANSWERED,
            end_after_hours=1,
        ),
    )  # fmt: skip
    _declare()


def _declare() -> None:
    declare(
        ActKind(ENTERED, "filed a paper", told=(PAPER_READERS,), icon="file-text"),
        ActKind(SERVED, "was served the paper", told=(SERVED_PARTY,), asks="Open it: that is your receipt.", icon="mail-forward", urgent=True),
        ActKind(
            SERVED_COMPLAINT,
            "was served the complaint",
            told=(SERVED_PARTY,),
            starts=(TO_REPLY,),
            asks="Open it and reply in time.",
            icon="mail-forward",
            urgent=True,
        ),
        ActKind(
            SERVED_AGAIN,
            "was served a second time, and the whole time runs anew",
            told=(BOTH,),
            moots=(TO_REPLY,),
            starts=(TO_REPLY,),
            asks="Open it and reply in time: after this silence counts.",
            icon="mail-exclamation",
            urgent=True,
        ),
        ActKind(OPENED, "opened it", told=(BOTH,), icon="mail-opened"),
        ActKind(OPENED_LATE, "opened it after its time, and the whole time runs anew", told=(BOTH,), moots=(TO_REPLY,), starts=(TO_REPLY,), icon="mail-opened"),
        ActKind(ANSWERED, "answered it", meets=(TO_REPLY,), icon="message-reply", quiet=True),
        ActKind(SILENT, "did not answer in time", told=(BOTH,), icon="clock-x"),
        ActKind(NO_LONGER_OWED, "owes no answer any more", moots=(TO_REPLY,), icon="clock-off", quiet=True),
    )  # fmt: skip
