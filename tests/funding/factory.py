"""Periods, books and people of the money, for tests."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from apps.committees.models import CharterVersion, Office
from apps.committees.rules.charter import preset_values
from apps.committees.rules.viewer import Portal, Viewer
from apps.committees.states import OfficeKind
from apps.funding.kinds.texts import KINDS_HERE
from apps.funding.models import Budget, Declaration, Period, Scale
from apps.funding.models.shares import Laid
from apps.funding.services.budgets import draft_budget, put_line
from apps.funding.services.periods import open_period
from apps.funding.services.scales import draft_scale
from apps.funding.services.texts import lay
from apps.funding.states import Confidence, Figure, Method
from apps.votes.services.drafting import start_draft
from apps.votes.services.proposing import propose, second
from tests.cast import BEGINNING, NOW, Cast
from tests.votes.factory import DISCUSSED
from tests.votes.factory import decided as vote_through

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
NEXT = (date(2027, 1, 1), date(2027, 12, 31))
IN_2027 = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)


def give_office(people: Cast, name: str, kind: OfficeKind) -> None:
    """Let the seat hold an office since the beginning."""
    Office.objects.create(kind=kind, seat=people[name], starts_at=BEGINNING)


def treasurer(people: Cast, at: datetime = NOW) -> Viewer:
    """The independent member as treasurer."""
    if not Office.objects.filter(kind=OfficeKind.TREASURER).exists():
        give_office(people, "independent", OfficeKind.TREASURER)
    return people.viewer("independent", at)


def periods(people: Cast) -> tuple[Period, Period]:
    """2026 and 2027, both open, in euros."""
    actor = treasurer(people)
    known = {one.name: one for one in Period.objects.all()}
    if {"2026", "2027"} <= known.keys():
        return known["2026"], known["2027"]
    return (
        open_period(actor=actor, now=NOW, name="2026", first=YEAR[0], last=YEAR[1], currency="EUR"),
        open_period(actor=actor, now=NOW, name="2027", first=NEXT[0], last=NEXT[1]),
    )


def charter(**values: Any) -> CharterVersion:
    """A new version of the charter, in force from the beginning, with these articles of funding (name without “funding.”)."""
    latest = CharterVersion.objects.order_by("-number").first()
    number = (latest.number if latest else 0) + 1
    altered = {f"funding.{name}": value for name, value in values.items()}
    return CharterVersion.objects.create(
        number=number,
        preset="standard",
        values={**(latest.values if latest else preset_values("standard")), **altered},
        in_force_at=BEGINNING + timedelta(minutes=number),
        adopted_by="A test",
    )


def figures(people: Cast, period: Period, **flop: int) -> None:
    """What labs declared for a period, in FLOP, as rows: the way there is not what is tested."""
    for lab, amount in flop.items():
        seat = people[f"{lab}.representative"]
        Declaration.objects.create(
            period=period,
            organisation=seat.organisation,
            version=1,
            figure=Figure.DECLARED,
            training_flop=amount,
            counts=amount,
            method=Method.MEASURED,
            confidence=Confidence.HIGH,
            by=seat,
            at=NOW,
            salt="5" * 64,
            commitment="0" * 64,
        )


def moved(people: Cast, kind: str, name: str, who: str = "independent", at: datetime = NOW) -> str:
    """A motion that names the draft, under discussion; its reference."""
    mover = people.viewer(who, at)
    parameter = kind.split(".")[0]
    written = start_draft(actor=mover, now=at, kind=kind, title=kind, text="So decided.", payload={parameter: name})
    propose(actor=mover, now=at, ref=written.ref)
    written.refresh_from_db()
    second(actor=people.viewer("borealis.alternate", at), now=at, ref=written.ref)
    return written.ref


def decided(people: Cast, ref: str, choice: str = "yes", at: datetime = DISCUSSED) -> datetime:
    """Vote on the motion, close and certify it; the instant of that."""
    return vote_through(people, ref, choice=choice, at=at)


def carried(people: Cast, row: Laid, at: datetime) -> None:
    """Let a draft come into force as by a motion that is carried, without anybody's vote: that is proved elsewhere."""
    parameter, what = ("scale", "scale.adopt") if isinstance(row, Scale) else ("budget", "budget.adopt")
    mover = people.viewer("independent", NOW)
    motion = start_draft(
        actor=mover, now=NOW, kind=what, title=what, text="So decided.", payload={parameter: row.draft_ref}
    )
    motion.payload |= {"name": row.draft_ref, "period": row.period.name}
    motion.save(update_fields=["payload"])
    lay(row, motion, actor=Portal(f"motion {motion.ref}"), now=NOW)
    next(one for one in KINDS_HERE if one.key == what).effect(motion, Portal(f"motion {motion.ref}"), at)
    row.refresh_from_db()


def adopted_scale(people: Cast, period: Period, at: datetime = DISCUSSED, **flop: int) -> Scale:
    """A scale in force, of these figures."""
    figures(people, period, **flop)
    row = draft_scale(actor=treasurer(people), now=NOW, period=period.name)
    carried(people, row, at)
    return row


def adopted_budget(people: Cast, period: Period, at: datetime = DISCUSSED, **lines: str) -> Budget:
    """A budget in force, with these lines (label and amount)."""
    actor = treasurer(people)
    row = draft_budget(actor=actor, now=NOW, period=period.name, title=f"The budget of {period.name}")
    for label, amount in (lines or {"Audits": "600000.00", "Secretariat": "400000.00"}).items():
        put_line(actor=actor, now=NOW, ref=row.ref, label=label, amount=Decimal(amount))
    carried(people, row, at)
    return row
