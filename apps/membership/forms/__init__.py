"""The forms of membership; what is right is decided by the services."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.committees.models import Organisation, Seat
from apps.committees.states import KIND_LABELS, ROLE_LABELS, ROLES_OF_KIND, OrganisationKind, Role
from apps.kernel.forms_ui import ZonedDateTimeField, every_zone
from apps.membership.rules.seats import NOT_INVITED
from apps.membership.rules.tokens import MOST_DAYS, SCOPES, USUAL_DAYS

KINDS = [(kind.value, label) for kind, label in KIND_LABELS.items()]
ROLES = [(role.value, ROLE_LABELS[role]) for role in Role if role not in NOT_INVITED]


class OrganisationForm(forms.Form):
    """A new member, with the decision to admit it."""

    name = forms.CharField(label=_("Name"), max_length=120)
    key = forms.SlugField(
        label=_("Short name"), max_length=40, help_text=_("Small letters, for addresses: aster, eu-office.")
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=KINDS)
    jurisdiction = forms.CharField(
        label=_("Jurisdiction"), max_length=12, required=False, help_text=_("Such as EU or US-CA.")
    )
    zone = forms.ChoiceField(label=_("Time zone"), choices=every_zone, initial="UTC")
    decision = forms.CharField(
        label=_("The committee's decision"),
        max_length=300,
        help_text=_(
            "Its number, or the meeting and its date; of a founding member: the founding. The public reads it."
        ),
    )
    because = forms.CharField(label=_("Why"), max_length=1000, help_text=_("Everyone in the committee can read it."))


class InvitationForm(forms.Form):
    """A new invitation."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=None, to_field_name="key", empty_label=_("Choose one")
    )
    role = forms.ChoiceField(label=_("Seat"), choices=ROLES)
    name = forms.CharField(label=_("Person's name"), max_length=150)
    email = forms.EmailField(label=_("Email address"), max_length=254, help_text=_("The link to the seat goes there."))
    matter = forms.CharField(
        label=_("Counsel only: in which matter"),
        max_length=60,
        required=False,
        help_text=_("Its reference, such as INC-2026-0007. Counsel reads this matter, files nothing and has no vote."),
    )
    seat_ends_at = ZonedDateTimeField(
        label=_("Counsel only: until when"), required=False, help_text=_("At most 24 months ahead.")
    )

    def __init__(
        self, *args: Any, organisations: QuerySet[Organisation], own: Organisation | None = None, **kwargs: Any
    ) -> None:
        """`own` is the one organisation of whoever invites for nobody else: it is chosen, and only its seats are."""
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        if own is not None:
            self.fields["organisation"].empty_label = None  # type: ignore[attr-defined]
            fitting = ROLES_OF_KIND[OrganisationKind(own.kind)]
            self.fields["role"].choices = [line for line in ROLES if line[0] in fitting]  # type: ignore[attr-defined]


class TokenForm(forms.Form):
    """A new API token."""

    seat = forms.ModelChoiceField(label=_("For which seat"), queryset=None, to_field_name="uid", empty_label=None)
    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("Such as the machine that will use it: ci-runner.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=list(SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
        initial=["read"],
    )
    days = forms.IntegerField(
        label=_("Days until it expires"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=USUAL_DAYS,
        help_text=_("At most 366. Make the next one before this one ends: several work side by side."),
    )

    def __init__(self, *args: Any, seats: QuerySet[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seat"].queryset = seats  # type: ignore[attr-defined]


class ServiceSeatForm(forms.Form):
    """A new seat for a machine."""

    name = forms.CharField(label=_("Name of the machine"), max_length=120)


class OperatorSessionForm(forms.Form):
    """A look into a committee."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("At least 20 characters. Every member and clerk will read it."),
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=60, initial=30)


class AcceptanceForm(forms.Form):
    """A new person's name and password."""

    name = forms.CharField(label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. A few unrelated words work well."),
    )
    again = forms.CharField(
        label=_("The password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Compare and check the passwords; only one goes on."""
        cleaned = super().clean() or {}
        password, again = cleaned.get("password"), cleaned.pop("again", None)
        if password and again and password != again:
            self.add_error("again", _("The two passwords differ. Type the same one twice."))
        if password:
            try:
                validate_password(password, User(email=self.email, name=cleaned.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


class MemberFilter(forms.Form):
    """Search on the members page."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *KINDS])
    on = forms.DateField(label=_("As of"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
