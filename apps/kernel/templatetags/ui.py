"""Template tags of the portal's look; each is a thin name for a plain function of the kernel."""

from __future__ import annotations

from datetime import datetime, tzinfo

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.forms import BoundField
from django.utils.safestring import SafeString

from apps.kernel import charts, forms_ui, icons, marks, money, prose, times

register = template.Library()

register.simple_tag(charts.line_chart, name="linechart")
register.simple_tag(charts.bars, name="bars")
register.simple_tag(charts.progress_bar, name="progressbar")
register.simple_tag(marks.tag, name="tag")
register.simple_tag(marks.tlp, name="tlp")
register.simple_tag(marks.deadline, name="deadline")
register.simple_tag(times.left, name="left")
register.simple_tag(times.ago, name="ago")
register.filter("markdown", prose.markdown)
register.filter("browser", marks.browser)
register.filter("money", money.money)
register.filter("error_messages", forms_ui.error_messages)
register.filter("error_target", forms_ui.error_target)
register.filter("filter_field", forms_ui.filter_field)


@register.simple_tag
def icon(name: str, size: int = 20, css_class: str = "") -> SafeString:
    """``{% icon "bell" %}``: a decorative icon; say its meaning in text beside it."""
    return icons.icon(str(name), int(size), css_class)


@register.simple_tag
def when(instant: datetime | None, utc: bool = False, named: bool = True) -> SafeString | str:
    """``{% when dt %}``: the instant in the reader's zone with its name; ``utc=True`` adds UTC."""
    return times.when(instant, utc=utc, named=named)


@register.simple_tag
def zone_name(zone: tzinfo | None = None) -> str:
    """``{% zone_name %}``: the zone in which this page shows its times."""
    return times.zone_name(zone)


@register.filter
def field_kind(field: BoundField) -> str:
    """How the field template must lay this field out: check, group, file or plain."""
    return forms_ui.field_kind(field)


@register.simple_tag
def asset(path: str) -> str:
    """The address of a static file, or nothing when it is not there: error pages must never fail."""
    try:
        return staticfiles_storage.url(path)
    except ValueError:
        return ""
