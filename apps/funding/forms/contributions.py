"""Forms of assessments, payments and the bank's statements."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from apps.committees.models import Organisation
from apps.funding.models import Expenditure
from apps.funding.rules.bank import money

MOST_BYTES = 20 * 1024 * 1024


class MoneyField(forms.CharField):
    """An amount with a comma or a point before the cents, in whole cents."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> Decimal:
        """The amount; raises ValidationError with the sentence."""
        text = super().clean(value)
        try:
            return money(text)
        except ValueError as error:
            raise ValidationError(str(error), code="amount") from None


class DayField(forms.DateField):
    """A day, by the browser's own picker."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _labs(rows: Iterable[Organisation], empty: Any) -> list[tuple[str, Any]]:
    return [("", empty), *((row.key, row.name) for row in rows)]


class IssueForm(forms.Form):
    """Whether letters go out although they do not say where to pay."""

    without_details = forms.BooleanField(
        label=_("Issue them without bank details"),
        help_text=_("Each letter then says that the details follow. Letters opened after their approval carry them."),
        required=False,
    )


class AdjustForm(forms.Form):
    """By how much a member's contribution changes, and why."""

    verb = forms.ChoiceField(
        label=_("What changes?"),
        choices=[("more", _("It pays more")), ("less", _("It gets something back, as credit"))],
        widget=forms.RadioSelect,
    )
    amount = MoneyField(label=_("Amount"), help_text=_("In the committee's currency, such as 1 250,00."))
    because = forms.CharField(label=_("Why?"), help_text=_("Every seat of the committee reads this."), max_length=300)

    @staticmethod
    def initial_of(by: Decimal, because: str) -> dict[str, str]:
        """The fields filled in for such a change, for somebody to look at and send."""
        return {"verb": "more" if by > 0 else "less", "amount": f"{abs(by):.2f}", "because": because[:300]}

    def signed(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        amount = data["amount"]
        return {"amount": amount if data["verb"] == "more" else -amount, "because": data["because"]}


class PaymentForm(forms.Form):
    """A payment booked by hand."""

    organisation = forms.ChoiceField(
        label=_("Whose payment is it?"),
        help_text=_("Leave it open where you do not know: the reference may say it, else it waits to be matched."),
        required=False,
    )
    amount = MoneyField(label=_("Amount"), help_text=_("What the bank credited, in the committee's currency."))
    on = DayField(label=_("Day"), help_text=_("The day on which the bank credited it."))
    reference = forms.CharField(
        label=_("Payment reference"),
        help_text=_("As it stands on the statement, such as RF70 ASM2 0270 001."),
        required=False,
        max_length=140,
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Every seat reads this. A payment in another currency: say in which, and how much."),
        required=False,
        max_length=300,
    )
    sure = forms.BooleanField(label=_("I have checked it. Book it all the same"), required=False)

    def __init__(self, *args: Any, labs: Iterable[Organisation], **kwargs: Any) -> None:
        """`labs` are those whose payment it can be."""
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = _labs(labs, _("Not known yet"))  # type: ignore[attr-defined]

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields that the page shows: the check is asked for only where something looks odd."""
        asked = bool(self.errors.get("sure")) or bool(self.data.get("sure"))
        return [field for field in self.visible_fields() if field.name != "sure" or asked]


class WhoseForm(forms.Form):
    """Whose a payment is."""

    organisation = forms.ChoiceField(label=_("Whose payment is it?"))

    def __init__(self, *args: Any, labs: Iterable[Organisation], empty: Any = None, **kwargs: Any) -> None:
        """`labs` are those whose it can be; with `empty`, its words for nobody, it may stay open."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.required = empty is None
        field.choices = _labs(labs, empty or _("Choose a lab"))


class WhyForm(forms.Form):
    """Why something is undone or left out."""

    because = forms.CharField(label=_("Why?"), max_length=300)


class StatementForm(forms.Form):
    """A file of the bank."""

    file = forms.FileField(
        label=_("File of the bank"),
        help_text=_("CAMT.053 (XML) or a table (CSV), as the bank gives it."),
        widget=forms.FileInput(attrs={"accept": ".xml,.csv,.txt"}),
        max_length=200,
    )

    def clean_file(self) -> Any:
        """Not larger than what can be read at once."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_say("The file is larger than 20 MB. Ask the bank for shorter periods."), code="size")
        return file


class PaidByForm(forms.Form):
    """Which expenditure a line of money that went out has paid."""

    expenditure = forms.ChoiceField(label=_("What was paid?"))

    def __init__(self, *args: Any, rows: Iterable[Expenditure], **kwargs: Any) -> None:
        """`rows` are those of that amount."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["expenditure"]
        field.choices = [(row.ref, f"{row.ref} · {row.payee} · {row.purpose}") for row in rows]


class BankEntryForm(forms.Form):
    """What the bank took or gave by itself."""

    account = forms.ChoiceField(label=_("On which account?"))
    note = forms.CharField(
        label=_("What for?"),
        help_text=_("Every seat of the committee reads this; of what the bank took the public too."),
        required=False,
        max_length=300,
    )

    def __init__(self, *args: Any, accounts: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        """`accounts` by number and name."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["account"]
        field.choices = [(number, f"{number} {name}") for number, name in accounts]


class BalancesForm(forms.Form):
    """The balances of a statement whose file says none."""

    opening = MoneyField(label=_("Opening balance"), help_text=_("At the bank, before the first day of the statement."))
    closing = MoneyField(label=_("Closing balance"), help_text=_("At the bank, at the end of its last day."))
