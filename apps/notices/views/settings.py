"""What a seat wants to get."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.notices import selectors, services
from apps.notices.forms import PreferencesForm


@require_http_methods(["GET", "POST"])
def settings(request: Any, slug: str) -> HttpResponse:
    """What the seat wants to get."""
    if request.method == "GET":
        form = PreferencesForm(initial=selectors.preferences(request.viewer))
        return render(request, "notices/settings.html", {"form": form})
    form = PreferencesForm(request.POST)
    if form.is_valid():
        services.set_preferences(actor=request.viewer, wanted=form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("notices:settings", slug)
    return render(request, "notices/settings.html", {"form": form})
