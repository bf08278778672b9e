"""What can happen to arrears and the vote."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from apps.committees.models import Seat
from apps.committees.models.seat import not_for_another
from apps.committees.states import FILING_ROLES
from apps.deadlines.rules import CLOCKS, ClockRule, Step
from apps.funding.acts.contributions import TREASURER, _keepers
from apps.funding.acts.told import EVERY_MEMBER, EVERYBODY, everybody
from apps.funding.models import ARREARS, ArrearsCase, ProofOfPayment
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, Audience, SubjectKind, declare
from apps.transparency.rules import Published

PROOF = "proof_of_payment"
"""What proofs of payment are called as a subject of acts."""

NOTICED = "arrears.noticed"
VOTE_LOST = "arrears.vote_lost"
VOTE_HELD = "arrears.vote_held"
VOTE_RESTORED = "arrears.vote_restored"
AVERTED = "arrears.averted"
WAIVED = "arrears.waived"
SHOWN = "proof_of_payment.shown"
MATCHED = "proof_of_payment.matched"
REJECTED = "proof_of_payment.rejected"
LAPSED = "proof_of_payment.lapsed"

TO_PAY_ARREARS = "arrears.pay"
TO_SEE_THE_MONEY = "proof_of_payment.see"
DEBTOR = "arrears.lab"
SHOWN_BY = "proof_of_payment.lab"


def _lab_of(model: Any) -> Callable[[int], int]:
    def lab(subject_id: int) -> int:
        found: int = model.objects.values_list("organisation", flat=True).get(pk=subject_id)
        return found

    return lab


def _people_of(model: Any) -> Callable[[int, datetime], QuerySet[Seat]]:
    def seats(subject_id: int, at: datetime) -> QuerySet[Seat]:
        return Seat.objects.at(at).filter(organisation=_lab_of(model)(subject_id), role__in=sorted(FILING_ROLES))

    return seats


def _proof_seats(proof_id: int, at: datetime) -> QuerySet[Seat]:
    """Whoever keeps the money, and the lab: the inverse of what `ProofQuerySet` says."""
    own = Q(organisation=_lab_of(ProofOfPayment)(proof_id)) & not_for_another()
    return Seat.objects.at(at).filter(Q(pk__in=_keepers(0, at).values("pk")) | own)


def _titles(model: type[Model], words: str) -> Callable[[Collection[int]], dict[int, str]]:
    def titles(ids: Collection[int]) -> dict[int, str]:
        rows = model.objects.filter(pk__in=ids).select_related("organisation")  # type: ignore[attr-defined]
        return {row.pk: words.format(name=row.organisation.name) for row in rows}

    return titles


def _loses_at(case_id: int) -> datetime:
    return ArrearsCase.objects.get(pk=case_id).loses_at


def _until(proof_id: int) -> datetime:
    return ProofOfPayment.objects.get(pk=proof_id).until


def _address(slug: str, ref: str) -> str:
    return reverse("funding:arrears_case", args=[slug, ref])


def _public_form(act: Any) -> Published:
    """What the public reads: that a lab has no vote for its arrears, and when it has it again."""
    case = ArrearsCase.objects.select_related("organisation").get(pk=act.subject_id)
    return Published(
        kind=ARREARS,
        ref=case.ref,
        title=f"Arrears of {case.organisation.name}",
        summary=case.because,
        body={
            "lab": case.organisation.name,
            "has a vote": act.kind != VOTE_LOST,
            "told": case.noticed_at,
            "lost": case.lost_at,
            "restored": act.at if act.kind != VOTE_LOST else None,
        },
    )


def register() -> None:
    """Fill the subjects, the audiences, the clocks and the catalogue."""
    SUBJECTS.register(
        ARREARS,
        SubjectKind(
            key=ARREARS,
            label="arrears",
            address=_address,
            visible=lambda viewer: ArrearsCase.objects.visible_to(viewer),
            seats=everybody,
            titles=_titles(ArrearsCase, "Arrears of {name}"),
            confidential=lambda _subject_id: False,
        ),
    )
    SUBJECTS.register(
        PROOF,
        SubjectKind(
            key=PROOF,
            label="proof of payment",
            address=lambda slug, ref: reverse("funding:proof", args=[slug, ref]),
            visible=lambda viewer: ProofOfPayment.objects.visible_to(viewer),
            seats=_proof_seats,
            titles=_titles(ProofOfPayment, "Proof of payment of {name}"),
        ),
    )
    AUDIENCES.register(DEBTOR, Audience(DEBTOR, "the lab in arrears", _people_of(ArrearsCase)))
    AUDIENCES.register(SHOWN_BY, Audience(SHOWN_BY, "the lab that showed it", _people_of(ProofOfPayment)))
    for clock in _clocks():
        CLOCKS.register(clock.key, clock)
    _declare()


def _clocks() -> tuple[ClockRule, ...]:
    return (
        ClockRule(
            key=TO_PAY_ARREARS,
            name="Pay, or lose the vote",
            owed_by=(),
            organisation_of=_lab_of(ArrearsCase),
            length=_loses_at,
            unit="days",
            because="A member is told before its arrears cost it its vote (charter, articles 7.9 and 7.10).",
            citation="Charter, article 7.10",
            ladder=(
                Step(-72, to=("owner", "alternate", "representative"), does="remind"),
                Step(-24, to=("owner", "alternate", "representative"), does="remind"),
            ),
            fixed=True,
        ),
        ClockRule(
            key=TO_SEE_THE_MONEY,
            name="See whether the money came",
            owed_by=(TREASURER, "clerks"),
            length=_until,
            unit="days",
            because="A proof of payment keeps the vote until the money is seen, for so long (charter, article 7.11).",
            citation="Charter, article 7.11",
            ladder=(Step(-24, to=(TREASURER, "clerks", SHOWN_BY), does="remind"),),
            fixed=True,
        ),
    )


def _declare() -> None:
    told = (*EVERY_MEMBER, DEBTOR)
    of_proof = (TREASURER, "clerks", SHOWN_BY)
    declare(
        ActKind(
            NOTICED,
            "gave notice that arrears will cost the vote",
            told=told,
            starts=(TO_PAY_ARREARS,),
            asks="The lab pays at least what the notice says, shows that it has paid, or loses its vote.",
            icon="alert-triangle",
            urgent=True,
        ),
        ActKind(VOTE_LOST, "took the vote away for arrears", told=EVERYBODY, publishes=_public_form, icon="ban", urgent=True),
        ActKind(VOTE_HELD, "gave the vote back while a proof of payment is looked at", told=EVERYBODY, publishes=_public_form, icon="hourglass"),
        ActKind(
            VOTE_RESTORED,
            "gave the vote back",
            told=EVERYBODY,
            meets=(TO_PAY_ARREARS,),
            publishes=_public_form,
            icon="circle-check",
        ),
        ActKind(AVERTED, "ended the notice: the vote is kept", told=told, meets=(TO_PAY_ARREARS,), icon="circle-check"),
        ActKind(WAIVED, "waived what arrears cost", told=EVERYBODY, icon="gavel"),
        ActKind(
            SHOWN,
            "showed proof of payment",
            told=of_proof,
            starts=(TO_SEE_THE_MONEY,),
            asks="The treasurer sees whether the money came.",
            icon="receipt",
        ),
        ActKind(MATCHED, "saw the money", told=of_proof, meets=(TO_SEE_THE_MONEY,), icon="cash"),
        ActKind(REJECTED, "found that it proves no payment", told=of_proof, meets=(TO_SEE_THE_MONEY,), icon="circle-x"),
        ActKind(LAPSED, "let it lapse: no money came", told=of_proof, moots=(TO_SEE_THE_MONEY,), icon="clock-off"),
    )  # fmt: skip
