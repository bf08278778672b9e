"""What a new webhook or pager must say, and from when messages are sent again."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.kernel import egress

REPLAYS = {
    "hour": (_("the last hour"), timedelta(hours=1)),
    "day": (_("the last day"), timedelta(days=1)),
    "week": (_("the last 7 days"), timedelta(days=7)),
    "month": (_("the last 30 days"), timedelta(days=30)),
}


class _AddressForm(forms.Form):
    label = forms.CharField(label=_("Name"), max_length=80)
    url = forms.CharField(label=_("Address"), max_length=2048, widget=forms.URLInput)

    def clean_url(self) -> str:
        """An address that the portal may send to, as far as can be seen without looking its name up."""
        url: str = self.cleaned_data["url"]
        try:
            egress.check(url)
        except egress.NotAllowed as error:
            raise forms.ValidationError(error.reason) from None
        return url


class WebhookForm(_AddressForm):
    """A new webhook."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["label"].help_text = _("Such as the program behind it: ticket system.")
        self.fields["url"].help_text = _(
            "Starts with https:// and is reached from the public internet, without redirects. It is kept sealed; "
            "only its host is shown afterwards."
        )


class PagerForm(_AddressForm):
    """A new pager."""

    routing_key = forms.CharField(
        label=_("Routing key"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Also called integration key: it says there who is rung. It is kept sealed and not shown again."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["label"].help_text = _("Such as the rota behind it: security on call.")
        self.fields["url"].help_text = _(
            "Where the paging service takes events in the form of PagerDuty’s Events API v2: for PagerDuty itself "
            "https://events.pagerduty.com/v2/enqueue; other services name theirs in their settings."
        )


class ReplayForm(forms.Form):
    """From when messages are sent again."""

    since = forms.ChoiceField(
        label=_("Everything of"), choices=[(key, label) for key, (label, _span) in REPLAYS.items()]
    )

    @property
    def span(self) -> timedelta:
        """How far back; the form is valid."""
        return REPLAYS[self.cleaned_data["since"]][1]
