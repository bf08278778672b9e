"""What a seat wants to get."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.kernel.decisions import Invalid
from apps.notices import selectors, services
from apps.notices.forms import PreferencesForm
from apps.notices.selectors.browsers import browsers


def _form(request: Any) -> PreferencesForm:
    modes = selectors.preferences(request.viewer)
    return PreferencesForm(
        request.POST if request.method == "POST" else None,
        channels=selectors.chosen_channels(),
        kinds=selectors.kinds_to_choose(modes),
        modes=modes,
        hours=selectors.quiet_hours(request.viewer),
    )


def _save(actor: Any, form: PreferencesForm) -> bool:
    try:
        services.set_preferences(actor=actor, modes=form.modes())
        services.set_quiet_hours(actor=actor, **form.hours())
    except Invalid as invalid:
        for name, text in invalid.errors.items():
            form.add_error(name if name in form.fields else None, text)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: Any, slug: str) -> HttpResponse:
    """What comes to the seat, how, and when not; saved in one go."""
    form = _form(request)
    if form.is_valid() and _save(request.viewer, form):
        messages.success(request, _("Saved."))
        return redirect("notices:settings", slug)
    context = {"form": form, "browsers": browsers(request.viewer)}
    return render(request, "notices/settings.html", context, status=422 if form.errors else 200)
