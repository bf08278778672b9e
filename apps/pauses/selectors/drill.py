"""What came of a drill: who was reached in what time. Of a lab the whole, of people counts; nobody is named."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min

from apps.committees.states import Role
from apps.notices.models import Delivery, Notice
from apps.notices.states import DeliveryState
from apps.pauses.acts import ADOPTED, ENTERED, IMPOSED, LAB, SERVED
from apps.pauses.models import SUBJECT, Attestation, Binding, ComplianceCase, PauseOrder
from apps.pauses.rules.took import middle
from apps.record.models import Act

GROUPS = (
    ("Members", frozenset({Role.REPRESENTATIVE, Role.ALTERNATE, Role.INDEPENDENT})),
    ("Liaisons", frozenset({Role.LIAISON})),
    ("Clerks", frozenset({Role.CLERK})),
    ("Auditors", frozenset({Role.AUDITOR})),
    ("Authorities", frozenset({Role.OBSERVER})),
    ("Machines", frozenset({Role.SERVICE})),
)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was to happen after an instant: when it did, and how long that took; None for not yet, or never."""

    label: str
    at: datetime | None
    took: timedelta | None


@dataclass(frozen=True, slots=True)
class LabReport:
    """A lab that was served: its steps in their order, whether anything reached it, and the cases that would be open."""

    name: str
    key: str
    served_at: datetime
    steps: tuple[Step, ...]
    cases: tuple[str, ...]

    @property
    def is_reached(self) -> bool:
        """Whether at least one message arrived or was read, or the lab said so itself."""
        return any(step.at for step in self.steps)

    @property
    def acknowledged(self) -> Step:
        """That it said so."""
        return next(step for step in self.steps if step.label == "Acknowledged")


@dataclass(frozen=True, slots=True)
class GroupReport:
    """How many seats of a kind were told, had a message delivered outside the portal, and read the notice, and in what time."""

    label: str
    told: int
    delivered: int
    seen: int
    middle: timedelta | None
    slowest: timedelta | None


@dataclass(frozen=True, slots=True)
class DrillReport:
    """The result of a drill, so far where it runs."""

    labs: tuple[LabReport, ...]
    groups: tuple[GroupReport, ...]

    @property
    def never(self) -> list[LabReport]:
        """The labs that nothing reached."""
        return [lab for lab in self.labs if not lab.is_reached]

    @property
    def silent(self) -> list[LabReport]:
        """The labs that have not said that it reached them."""
        return [lab for lab in self.labs if lab.acknowledged.at is None]

    @property
    def slowest(self) -> LabReport | None:
        """Of the labs that said so, the one that took longest."""
        said = [lab for lab in self.labs if lab.acknowledged.took is not None]
        return max(said, key=lambda lab: lab.acknowledged.took or timedelta(), default=None)


def report_of(order: PauseOrder) -> DrillReport:
    """The report of a drill; a constant number of queries, however many labs and seats there are."""
    return DrillReport(_labs(order), _groups(order))


def _labs(order: PauseOrder) -> tuple[LabReport, ...]:
    bindings = order.bindings.filter(served_at__isnull=False).select_related("organisation")
    rows = list(bindings.order_by("organisation__name"))
    ids = [row.pk for row in rows]
    served = Act.objects.filter(subject_kind=LAB, subject_id__in=ids, kind=SERVED)
    acts = {act.subject_id: act.pk for act in served.order_by("pk")}
    notices = list(
        Notice.objects.filter(act__in=acts.values()).values_list("pk", "act", "seat__organisation", "read_at")
    )
    sent = _first_sent([pk for pk, _act, _lab, _at in notices])
    attested = dict(
        Attestation.objects.filter(binding__in=ids).values_list("binding").annotate(first=Min("at")).order_by("binding")
    )
    cases = defaultdict(list)
    for binding_id, ref in ComplianceCase.objects.filter(binding__in=ids).order_by("pk").values_list("binding", "ref"):
        cases[binding_id].append(ref)
    found = []
    for row in rows:
        own = [one for one in notices if one[1] == acts.get(row.pk) and one[2] == row.organisation_id]
        found.append(_lab(row, own, sent, attested.get(row.pk), tuple(cases[row.pk])))
    return tuple(found)


def _lab(
    row: Binding, own: Sequence[tuple], sent: dict[int, dict[str, datetime]], attested: datetime | None, cases: tuple
) -> LabReport:
    served_at = row.served_at
    assert served_at is not None  # noqa: S101 - the query asks for it

    def step(label: str, at: datetime | None) -> Step:
        return Step(label, at, None if at is None else max(at - served_at, timedelta()))

    channels = sorted({channel for pk, *_rest in own for channel in sent.get(pk, {})})
    steps = [
        step(channel.capitalize(), min(at[channel] for pk, *_rest in own if channel in (at := sent.get(pk, {}))))
        for channel in channels
    ]
    # Who says that the order has reached it has seen it, also where nobody opened the notice.
    seen = [at for at in (row.acknowledged_at, *(at for *_rest, at in own)) if at is not None]
    steps.append(step("Seen", min(seen, default=None)))
    steps += [step("Acknowledged", row.acknowledged_at), step("Attested", attested)]
    return LabReport(row.organisation.name, row.organisation.key, served_at, tuple(steps), cases)


def _first_sent(notice_ids: Sequence[int]) -> dict[int, dict[str, datetime]]:
    rows = Delivery.objects.filter(notice__in=notice_ids, state=DeliveryState.SENT, sent_at__isnull=False)
    found: dict[int, dict[str, datetime]] = defaultdict(dict)
    for notice_id, channel, at in rows.order_by("-sent_at").values_list("notice", "channel", "sent_at"):
        found[notice_id][channel] = at
    return found


def _groups(order: PauseOrder) -> tuple[GroupReport, ...]:
    began = Act.objects.filter(subject_kind=SUBJECT, subject_id=order.pk, kind__in=[ENTERED, IMPOSED, ADOPTED])
    last = began.order_by("-pk").first()
    rows = (
        list(Notice.objects.filter(act=last).values_list("pk", "seat__role", "created_at", "read_at")) if last else []
    )
    sent = _first_sent([pk for pk, *_rest in rows])
    found = []
    for label, roles in GROUPS:
        own = [row for row in rows if row[1] in roles]
        if own:
            took = [max(read - created, timedelta()) for _pk, _role, created, read in own if read is not None]
            delivered = sum(bool(sent.get(pk)) for pk, *_rest in own)
            found.append(GroupReport(label, len(own), delivered, len(took), middle(took), max(took, default=None)))
    return tuple(found)
