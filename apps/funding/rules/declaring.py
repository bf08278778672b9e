"""What a lab declares of its computation: read exactly as people write it, and asked about again where it is odd."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from apps.funding.rules.accelerators import peak_of
from apps.funding.rules.charter import INSTALLED
from apps.funding.states import Confidence, Method
from apps.kernel import flop
from apps.kernel.decisions import Invalid

NO_FLOP = "Give a whole number, such as 1e26, 10^26 or 3.1×10²⁵."
NOT_NEGATIVE = "Computation is never below nothing."
LONGEST_TYPE, LONGEST_EXPLANATION, LONGEST_UNUSUAL = 60, 20_000, 500
MOST_TYPES = 40
MOST_PIECES = 2**31 - 1
MOST_FLOP = 10**40
JUMP = 10
"""So many times more or less than the last period is asked about again."""
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Said:
    """One kind of accelerator as it was typed; without `flops_each` what is published of the type counts."""

    type: str
    number: str
    flops_each: str = ""


@dataclass(frozen=True, slots=True)
class Pieces:
    """So many accelerators of a type, with what one does in a second, in FLOP/s."""

    type: str
    number: int
    flops_each: int

    @property
    def flops(self) -> int:
        """What they do together in a second, in FLOP/s."""
        return self.number * self.flops_each


@dataclass(frozen=True, slots=True)
class Figures:
    """What was declared or estimated, understood: training in FLOP, and the accelerators installed."""

    training: int
    accelerators: tuple[Pieces, ...]
    method: str
    confidence: str
    explanation: str = ""
    unusual_because: str = ""

    @property
    def installed(self) -> int:
        """What all accelerators do together in a second, in FLOP/s."""
        return sum(one.flops for one in self.accelerators)

    def counts(self, base: str) -> int:
        """The figure that the charter takes as base of the scale (article 7.2)."""
        return self.installed if base == INSTALLED else self.training


@dataclass(frozen=True, slots=True)
class Before:
    """The lab's figures of the last period, by its name."""

    period: str
    training: int
    installed: int


def understood(
    *,
    training_flop: str,
    accelerators: Sequence[Said],
    method: str,
    confidence: str,
    explanation: str = "",
    unusual_because: str = "",
) -> Figures:
    """The figures exactly; raises Invalid by field, an accelerator's as “accelerators.0.number”."""
    errors: dict[str, str] = {}
    training = _number(training_flop, "training_flop", errors)
    pieces = [_pieces(number, one, errors) for number, one in enumerate(accelerators)]
    errors |= _twice(accelerators)
    if len(accelerators) > MOST_TYPES:
        errors["accelerators"] = f"Name {MOST_TYPES} types of accelerators at most."
    if method not in set(Method):
        errors["method"] = "Say how you came to the figure."
    if confidence not in set(Confidence):
        errors["confidence"] = "Say how sure you are of it."
    explanation = _text(explanation, "explanation", LONGEST_EXPLANATION, errors)
    unusual_because = _text(unusual_because, "unusual_because", LONGEST_UNUSUAL, errors)
    found = Figures(training, tuple(pieces), method, confidence, explanation, unusual_because)
    if not errors and found.installed >= MOST_FLOP:
        errors["accelerators"] = "Together they would do more than 10^40 FLOP in a second. Check the numbers."
    if errors:
        raise Invalid(errors)
    return found


def _pieces(place: int, said: Said, errors: dict[str, str]) -> Pieces:
    name = " ".join(said.type.replace("\0", "").split())
    if not name:
        errors[f"accelerators.{place}.type"] = "Name the type of accelerator."
    elif len(name) > LONGEST_TYPE:
        errors[f"accelerators.{place}.type"] = f"Shorten this to {LONGEST_TYPE} characters."
    number = _number(said.number, f"accelerators.{place}.number", errors, "Give a whole number, such as 20000.")
    if not 1 <= number <= MOST_PIECES:
        errors.setdefault(f"accelerators.{place}.number", f"Give a number from 1 to {MOST_PIECES}.")
    field, peak = f"accelerators.{place}.flops_each", peak_of(name)
    if not said.flops_each.strip():
        if peak is None:
            errors[field] = "Give what one of them does in a second, in FLOP/s: nothing is published of this type here."
        return Pieces(name, number, peak.flops if peak else 1)
    each = _number(said.flops_each, field, errors)
    if each == 0:
        errors.setdefault(field, "An accelerator does more than nothing in a second.")
    return Pieces(name, number, each)


def _number(text: str, field: str, errors: dict[str, str], sentence: str = NO_FLOP) -> int:
    text = text.replace("\0", "").strip()
    if text[:1] in {"-", "−", "–"}:
        errors[field] = NOT_NEGATIVE
        return 0
    try:
        return flop.parse(text)
    except ValueError:
        errors[field] = sentence
        return 0


def _text(text: str, field: str, most: int, errors: dict[str, str]) -> str:
    text = text.replace("\0", "").strip()
    if len(text) > most:
        errors[field] = f"Shorten this to {most} characters."
    return text


def _twice(accelerators: Sequence[Said]) -> Mapping[str, str]:
    names = [" ".join(one.type.replace("\0", "").split()) for one in accelerators]
    return {
        f"accelerators.{place}.type": "This type stands above already. Add the numbers up."
        for place, name in enumerate(names)
        if name and name in names[:place]
    }


def oddities(figures: Figures, before: Before | None, days: int) -> list[str]:
    """Why figures are asked about again, as sentences; none for what is plain.

    They are: nothing at all, ten times more or less than in the last period, and more training than the accelerators
    installed could do in the period of so many days, at full rate.
    """
    found = []
    if figures.training == 0:
        found.append("No training at all is declared.")
    if before is not None:
        found += _jumps("computation for training", figures.training, before.training, before.period)
        found += _jumps("installed capacity", figures.installed, before.installed, before.period)
    if figures.training > figures.installed * days * DAY:
        found.append(
            "The accelerators listed could not have done so much training in the period, even at full rate all the time."
        )
    return found


def _jumps(what: str, now: int, then: int, period: str) -> list[str]:
    if now > then and now >= JUMP * then:
        return [
            f"The {what} is ten times that of {period} or more." if then else f"In {period} the {what} was nothing."
        ]
    if now < then and now * JUMP <= then:
        return [f"The {what} is a tenth of that of {period} or less."]
    return []


def need_a_reason(figures: Figures, odd: Sequence[str]) -> None:
    """Raise Invalid where something is odd about the figures and nothing is said of why."""
    if odd and not figures.unusual_because:
        raise Invalid({"unusual_because": " ".join([*odd, "If that is right, say why."])})
