"""How pages call the kinds and states of contributions, and in which tone."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.funding.rules.suggesting import Because
from apps.funding.states import LineState, PaymentState, Source, Why
from apps.kernel.marks import tag

WHY_LABELS = {
    Why.CONTRIBUTION: _("Contribution"),
    Why.ADJUSTMENT: _("Adjustment"),
    Why.SURCHARGE: _("Surcharge"),
}
SOURCE_LABELS = {Source.HAND: _("By hand"), Source.BANK: _("From the bank's statement")}
BECAUSE_LABELS = {
    Because.REFERENCE: _("its reference"),
    Because.ACCOUNT: _("the account, from which it has paid before"),
    Because.NAME: _("the name"),
    Because.AMOUNT: _("the amount, which it owes"),
}

SPENT_BECAUSE_LABELS = {
    Because.REFERENCE: _("its reference or that of its invoice"),
    Because.ACCOUNT: _("the account that it is paid to"),
    Because.NAME: _("the payee's name"),
    Because.AMOUNT: _("the amount, which no other has"),
}


def payment_tag(state: str) -> SafeString:
    """A payment's state as a label."""
    words = {
        PaymentState.UNKNOWN: (_("Not matched"), "warn"),
        PaymentState.MATCHED: (_("Booked"), "ok"),
        PaymentState.REVERSED: (_("Reversed"), "neutral"),
    }
    return tag(*words[PaymentState(state)])


def line_tag(state: str) -> SafeString:
    """A line's state as a label."""
    words = {
        LineState.OPEN: (_("To do"), "warn"),
        LineState.BOOKED: (_("Booked"), "ok"),
        LineState.SET_ASIDE: (_("Set aside"), "neutral"),
    }
    return tag(*words[LineState(state)])
