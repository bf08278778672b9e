"""Scales of assessment: worked out from what labs declared, laid by a motion, adopted by its vote."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from apps.committees.models import Organisation, Seat
from apps.committees.rules.references import random_reference
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import charter_at, charter_values
from apps.funding.acts import shares as acts
from apps.funding.models import SCALE, Declaration, Period, Scale, ScaleShare
from apps.funding.rules import ImpossibleScaleError, scale
from apps.funding.rules.bands import PRECISE, Band, band_of
from apps.funding.rules.charter import CEILING, DECLARE_DAYS, refuse
from apps.funding.rules.drafting import Settings, may_try_bands, settings_of
from apps.funding.rules.treasury import may_keep_the_books
from apps.funding.selectors.declared import current_figures
from apps.funding.selectors.shares import labs_to_assess, text_for
from apps.funding.services.texts import changed, discard, fetch_draft, open_period_for
from apps.funding.states import Text
from apps.kernel.canonical import dumps, sha256
from apps.kernel.decisions import Invalid
from apps.record.services import record

Discounts = Mapping[str, tuple[Decimal, str]]
"""By the member's key: its discount in per cent, and why."""
NO_DISCOUNTS: Discounts = MappingProxyType({})


def draft_scale(
    *, actor: Viewer, now: datetime, period: str, reasons: str = "", discounts: Discounts = NO_DISCOUNTS
) -> Scale:
    """Work out a scale for a period by the charter, from the latest figure of each lab; a draft that can be redrawn.

    Raises Http404, Refused where a lab has no figure yet or no scale has the charter's floor and ceiling, or Invalid
    under a member's key for its discount.
    """
    may_keep_the_books(actor).require()
    row = open_period_for(actor, period)
    settings = settings_of(charter_values(now))
    name = random_reference("SCALE", now.year, 6)
    drafted = Scale(
        ref=name,
        draft_ref=name,
        period=row,
        reasons=reasons.strip(),
        charter=charter_at(now).number,
        by=Seat.objects.get(pk=actor.seat_id),
        at=now,
        floor=settings.floor,
        ceiling=settings.ceiling,
        places=settings.places,
        per_decade=settings.per_decade,
    )
    shares = _worked_out(drafted, settings, discounts, now)
    drafted.save()
    ScaleShare.objects.bulk_create(shares)
    record(
        acts.SCALE_DRAFTED, actor=actor, now=now, subject=(SCALE, drafted.pk, drafted.ref), facts={"period": row.name}
    )
    return drafted


def redraw(*, actor: Viewer, now: datetime, ref: str, reasons: str, discounts: Discounts) -> Scale:
    """Work a draft out again, from what is declared by now and with these discounts; raises as `draft_scale`."""
    row = fetch_draft(actor, Scale, ref)
    settings = settings_of(charter_values(now))
    row.reasons, row.charter = reasons.strip(), charter_at(now).number
    row.floor, row.ceiling, row.per_decade = settings.floor, settings.ceiling, settings.per_decade
    shares = _worked_out(row, settings, discounts, now)
    row.shares.all().delete()
    ScaleShare.objects.bulk_create(shares)
    changed(row, actor=actor, now=now)
    return row


def discard_scale(*, actor: Viewer, now: datetime, ref: str) -> Scale:
    """Throw a draft away; raises Http404 or Refused."""
    return discard(Scale, actor=actor, now=now, ref=ref)


def tried(*, actor: Viewer, ref: str, settings: Settings) -> dict[str, Decimal]:
    """The shares that a draft would have with other settings, by the members' keys; nothing is kept.

    Worked out from the bases on the draft's page, never from the sealed figures: the treasurer may be a rival of whose
    they are. Raises Http404, or Refused where no scale has these settings or these bands would tell of the figures.
    """
    may_keep_the_books(actor).require()
    row = text_for(actor, Scale, ref)
    may_try_bands(settings.per_decade, row.per_decade).require()
    shares = list(row.shares.select_related("organisation"))
    based = {one.organisation.key: Fraction(one.base) for one in shares}
    if settings.per_decade != row.per_decade:
        based = {key: _band_of(int(base), settings).representative for key, base in based.items()}
    return _shares(based, settings, {one.organisation.key: one.discount for one in shares})


def settings_with(row: Scale, **changes: Any) -> Settings:
    """The settings of a scale with some of them changed."""
    return replace(Settings(row.floor, row.ceiling, row.per_decade, row.places), **changes)


def _figures(period: Period, now: datetime) -> list[tuple[Organisation, Declaration]]:
    labs = list(labs_to_assess(period, now))
    known = current_figures(period)
    if without := [lab.name for lab in labs if lab.pk not in known]:
        names = ", ".join(without)
        refuse(
            DECLARE_DAYS,
            f"There is no figure yet of {names}. Each lab declares its own; the custodian estimates what is missing.",
        ).require()
    return [(lab, known[lab.pk]) for lab in labs]


def is_overtaken(row: Scale) -> bool:
    """Whether what labs declare by now falls into other bands than when the scale was worked out (two queries)."""
    settings = settings_with(row)
    known = current_figures(row.period)
    return any(
        _decimal(_band(known[one.organisation_id], settings).representative) != one.base for one in row.shares.all()
    )


def _band(figure: Declaration, settings: Settings) -> Band:
    """The band of a figure; of an exact one itself alone."""
    return _band_of(int(figure.counts), settings)


def _band_of(exact: int, settings: Settings) -> Band:
    if settings.per_decade is None:
        return Band(Fraction(exact), Fraction(exact), Fraction(exact))
    return band_of(exact, per_decade=settings.per_decade)


def _shares(based: Mapping[str, Fraction], settings: Settings, discounts: Mapping[str, Decimal]) -> dict[str, Decimal]:
    try:
        return scale(based, floor=settings.floor, ceiling=settings.ceiling, discounts=discounts, places=settings.places)
    except ImpossibleScaleError as error:
        refuse(CEILING, str(error)).require()
        raise


def _worked_out(row: Scale, settings: Settings, discounts: Discounts, now: datetime) -> list[ScaleShare]:
    figures = _figures(row.period, now)
    _check_discounts(discounts, {lab.key for lab, _figure in figures})
    bands = {lab.key: _band(figure, settings) for lab, figure in figures}
    by = {key: discount for key, (discount, _why) in discounts.items()}
    shares = _shares({key: band.representative for key, band in bands.items()}, settings, by)
    banded = settings.per_decade is not None
    return [
        ScaleShare(
            scale=row,
            organisation=lab,
            declaration=figure,
            band_from=_decimal(bands[lab.key].lower) if banded else None,
            band_below=_decimal(bands[lab.key].upper) if banded else None,
            base=_decimal(bands[lab.key].representative),
            discount=discounts.get(lab.key, (Decimal(), ""))[0],
            discount_because=discounts.get(lab.key, (Decimal(), ""))[1],
            share=shares[lab.key],
        )
        for lab, figure in figures
    ]


def _check_discounts(discounts: Discounts, labs: set[str]) -> None:
    errors = {}
    for key, (discount, why) in discounts.items():
        if key not in labs:
            errors[key] = "It is not assessed in this period."
        elif not 0 <= discount <= 100 or discount != discount.quantize(Decimal("0.01")):
            errors[key] = "Give a discount from 0 to 100 per cent, with two decimals at most."
        elif discount and not why.strip():
            errors[key] = "Say why it has a discount."
    if errors:
        raise Invalid(errors)


def _decimal(exact: Fraction) -> Decimal:
    return PRECISE.divide(Decimal(exact.numerator), Decimal(exact.denominator))


def contents(row: Scale) -> dict[str, Any]:
    """The words of a scale as canonical data: what is moved and adopted; no sealed figure (one query)."""
    shares = row.shares.select_related("organisation").order_by("organisation__key")
    return {
        "period": row.period.name,
        "reasons": row.reasons,
        "floor": str(row.floor),
        "ceiling": None if row.ceiling is None else str(row.ceiling),
        "places": row.places,
        "bands": row.per_decade,
        "shares": [
            {
                "member": one.organisation.key,
                "base": str(one.base),
                "discount": str(one.discount),
                "because": one.discount_because,
                "share": str(one.share),
            }
            for one in shares
        ],
    }


def digest_of(row: Scale) -> str:
    """The SHA-256 of its words."""
    return sha256(dumps(contents(row)))


def what_is_missing(row: Scale) -> str:
    """What keeps a draft from being laid before the committee, as a sentence; nothing where nothing does."""
    if row.state != Text.DRAFT:
        return "It is no draft any more."
    return "" if row.shares.exists() else "The scale has no shares yet."
