"""How forms look and speak: the renderer, widgets of our own, and errors that say what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils import timezone
from django.utils.choices import CallableChoiceIterator
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from apps.kernel.decisions import Invalid
from apps.kernel.times import zone_name
from apps.kernel.zones import zone_names

# One for each offset and rule that parties to a committee are likely to live under, UTC first.
# fmt: off
ZONES = (
    "UTC", "Africa/Cairo", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "America/Anchorage",
    "America/Argentina/Buenos_Aires", "America/Bogota", "America/Chicago", "America/Denver", "America/Halifax",
    "America/Los_Angeles", "America/Mexico_City", "America/New_York", "America/Phoenix", "America/Sao_Paulo",
    "America/Toronto", "Asia/Bangkok", "Asia/Dubai", "Asia/Hong_Kong", "Asia/Jakarta", "Asia/Jerusalem",
    "Asia/Karachi", "Asia/Kolkata", "Asia/Manila", "Asia/Riyadh", "Asia/Seoul", "Asia/Shanghai",
    "Asia/Singapore", "Asia/Taipei", "Asia/Tokyo", "Australia/Adelaide", "Australia/Brisbane",
    "Australia/Perth", "Australia/Sydney", "Europe/Athens", "Europe/Berlin", "Europe/Brussels", "Europe/Dublin",
    "Europe/Helsinki", "Europe/Istanbul", "Europe/Lisbon", "Europe/London", "Europe/Madrid", "Europe/Moscow",
    "Europe/Paris", "Europe/Rome", "Europe/Stockholm", "Europe/Warsaw", "Europe/Zurich", "Pacific/Auckland",
    "Pacific/Honolulu",
)
# fmt: on


T = TypeVar("T")


class PortalRenderer(TemplatesSetting):
    """FORM_RENDERER: every form of the portal, and of the packages it uses, in one look."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


def attempt(form: forms.Form, verb: Callable[..., T], **arguments: Any) -> T | None:
    """Do it with the form's values if it is valid; what the verb finds invalid becomes the form's errors."""
    if not form.is_valid():
        return None
    try:
        return verb(**arguments, **form.cleaned_data)
    except Invalid as invalid:
        for name, text in invalid.errors.items():
            form.add_error(name if name in form.fields else None, text)
        return None


def field_kind(field: forms.BoundField) -> str:
    """Return how to lay the field out: ``check``, ``group`` (a fieldset), ``file`` or ``plain``."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.MultiWidget):
        return "group"
    return "file" if isinstance(widget, forms.FileInput) else "plain"


def error_messages(field: forms.BoundField) -> list[str]:
    """Return the field's errors as sentences that say what to do."""
    return [_say(field, error) for error in field.errors.as_data()]


def error_target(field: forms.BoundField) -> str:
    """Return the id of the control that a link in the error summary must lead to."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.MultiWidget):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


def _say(field: forms.BoundField, error: ValidationError) -> str:
    default = forms.Field.default_error_messages["required"]
    if error.code != "required" or error.message != default:
        return str(next(iter(error.messages)))
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return _("Tick the box to go on.")
    if isinstance(widget, forms.FileInput):
        return _("Choose a file.")
    if isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return _("Choose one of the answers.")
    return _("Enter an answer.")


def filter_field(field: forms.BoundField) -> SafeString:
    """A field of a list's filter with its label: made in Python, for every list page carries half a dozen of them."""
    control = _select(field) if isinstance(field.field.widget, forms.Select) else _input(field)
    return format_html(
        '<div class="c-field"><label class="c-field__label" for="{}">{}</label>{}{}</div>',
        field.id_for_label,
        field.label,
        control,
        format_html_join("", '<p class="c-field__error">{}</p>', ((text,) for text in error_messages(field))),
    )


def _select(field: forms.BoundField) -> SafeString:
    chosen = "" if field.value() is None else str(field.value())
    options = (
        (value, mark_safe(" selected") if str(value) == chosen else "", label)
        for value, label in field.field.choices  # type: ignore[attr-defined]
    )
    return format_html(
        '<select name="{}" id="{}">{}</select>',
        field.html_name,
        field.id_for_label,
        format_html_join("", '<option value="{}"{}>{}</option>', options),
    )


def _input(field: forms.BoundField) -> SafeString:
    value = field.field.prepare_value(field.value())
    kind = field.field.widget.attrs.get("type") or getattr(field.field.widget, "input_type", "text")
    return format_html(
        '<input type="{}" name="{}" id="{}" value="{}">',
        kind,
        field.html_name,
        field.id_for_label,
        "" if value is None else value,
    )


class RadioCards(forms.RadioSelect):
    """Radio buttons as large cards, each with an optional sentence below its label."""

    def __init__(self, *args: Any, hints: Mapping[str, str] | None = None, row: bool = False, **kwargs: Any) -> None:
        """``hints`` maps a choice's value to its sentence; ``row`` sets the cards side by side where there is room."""
        super().__init__(*args, **kwargs)
        self.hints = hints or {}
        self.row = row

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Tell the template whether cards stand in a row."""
        context = super().get_context(name, value, attrs)
        context["widget"]["row"] = self.row
        return context

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the hint of this choice."""
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        return option


class CheckCards(forms.CheckboxSelectMultiple):
    """Check boxes as cards, side by side where there is room."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Tell the template that cards stand in a row."""
        context = super().get_context(name, value, attrs)
        context["widget"]["row"] = True
        return context


class LocalDateTimeInput(forms.DateTimeInput):
    """The browser's own date and time picker."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Minutes are precise enough for what people remember."""
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class ZonedDateTimeWidget(forms.MultiWidget):
    """A date and time beside the zone it is counted in."""

    template_name = "ui/widgets/zoned.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """The zone starts as the reader's own."""
        zones = forms.Select(choices=CallableChoiceIterator(zone_choices))
        super().__init__([LocalDateTimeInput(), zones], attrs)

    def decompress(self, value: datetime | None) -> list[Any]:
        """Show a stored instant in the reader's zone."""
        zone = timezone.get_current_timezone()
        return [value.astimezone(zone).replace(tzinfo=None) if value else None, zone_name(zone)]


class ZonedDateTimeField(forms.MultiValueField):
    """An instant: entered as local time and zone, cleaned to an aware datetime in UTC.

    A time that the zone skipped or had twice, when its clocks changed, is refused with what to do.
    """

    widget = ZonedDateTimeWidget

    def __init__(self, **kwargs: Any) -> None:
        """Takes what every field takes."""
        parts = (_LocalField(), forms.ChoiceField(choices=zone_choices))
        super().__init__(parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[Any]) -> datetime | None:
        """Return the instant, None when no date was given."""
        if not data_list or data_list[0] is None:
            return None
        local, zone = data_list[0], ZoneInfo(data_list[1] or "UTC")
        if not 1900 <= local.year < 9000:
            raise ValidationError(_("Give the year in full, such as 2026."), code="year")
        first, second = local.replace(tzinfo=zone), local.replace(tzinfo=zone, fold=1)
        if first.utcoffset() != second.utcoffset():
            raise ValidationError(
                _("The clocks of %(zone)s changed at this time, so it is unclear. Enter it in UTC.")
                % {"zone": zone.key},
                code="ambiguous",
            )
        return first.astimezone(UTC)

    def clean(self, value: Any) -> datetime | None:
        """A zone alone is no answer: it comes filled in."""
        if isinstance(value, list | tuple) and value and not value[0]:
            value = []
        return super().clean(value)


class _LocalField(forms.Field):
    """A date and time of some clock on some wall: no zone is applied here, that is the other half's."""

    def to_python(self, value: Any) -> datetime | None:
        """Return the naive local time; None when nothing was entered."""
        if not value:
            return None
        try:
            parsed = value if isinstance(value, datetime) else parse_datetime(str(value))
        except ValueError:
            parsed = None
        # A date alone would parse as midnight, which nobody said.
        if parsed is None or len(str(value)) <= len("2026-11-21"):
            raise ValidationError(_("Enter a date and a time, for example 2026-11-21 14:05."), code="invalid")
        return parsed.replace(tzinfo=None)


def zone_choices() -> Iterable[tuple[str, str]]:
    """Return the zones on offer, the reader's own among them."""
    names = [*ZONES] if zone_name() in ZONES else [zone_name(), *ZONES]
    return [(name, name.replace("_", " ")) for name in names]


def every_zone() -> list[tuple[str, str]]:
    """Return all time zones by place, UTC first, for what is chosen once and lasts."""
    names = sorted(name for name in zone_names() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]
